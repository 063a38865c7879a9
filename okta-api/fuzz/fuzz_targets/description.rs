//! Descriptions and overlays as texts: whatever they say, the generator makes code of them or
//! says what is wrong.

#![no_main]

use libfuzzer_sys::fuzz_target;
use okta_gen::generate;

/// What stands between a description and its overlay.
const MARK: &str = "\n=== overlay\n";

fuzz_target!(|text: &str| {
    let outcome = match text.split_once(MARK) {
        Some((description, overlay)) => generate(description, Some(overlay)),
        None => generate(text, None),
    };
    match outcome {
        Ok(files) => assert!(files > 0),
        Err(error) => assert!(!error.problem.is_empty()),
    }
});
