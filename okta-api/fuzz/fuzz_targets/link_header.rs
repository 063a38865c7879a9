//! The `Link` header of a page: whatever a server sends, what is found is found again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use okta_api::fuzzing::link_targets;

fuzz_target!(|data: &[u8]| {
    for relation in ["next", "self"] {
        for target in link_targets(data, relation) {
            assert!(target.is_ascii());
            // A link made of what was found is found again.
            let link = format!("<{target}>; rel=\"prev {relation}\"");
            assert_eq!(link_targets(link.as_bytes(), relation), [target]);
        }
    }
});
