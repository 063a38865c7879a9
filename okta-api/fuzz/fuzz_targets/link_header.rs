//! The `Link` header of a page: whatever a server sends, what is found is part of it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use okta_api::fuzzing::link_target;

fuzz_target!(|data: &[u8]| {
    for relation in ["next", "self"] {
        if let Some(target) = link_target(data, relation) {
            let header = String::from_utf8_lossy(data);
            assert!(header.contains(&target));
            // A link made of what was found is found again.
            let link = format!("<{target}>; rel=\"prev {relation}\"");
            assert_eq!(link_target(link.as_bytes(), relation), Some(target));
        }
    }
});
