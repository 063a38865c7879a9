//! Descriptions are what is written down of them, or an error says which is not.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use okta_gen::vendored;
use support::Folder;

#[test]
fn the_vendored_description_is_what_is_written_down() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let checked = vendored(&spec.join("descriptions.yaml"), &[]).unwrap();
    assert_eq!(checked.len(), 1);
    assert!(checked[0].origin.contains("@okta/openapi"));
}

#[test]
fn what_was_changed_or_is_not_written_down_is_an_error() {
    let folder = Folder::new("vendor");
    let records = folder.path("descriptions.yaml");
    let record = |sha256: &str| {
        folder.write(
            "descriptions.yaml",
            &format!("descriptions: [{{file: a.yaml, source: s, revision: r, path: p, sha256: {sha256}}}]"),
        );
    };
    let check = || vendored(&records, &[]).map_err(|error| error.to_string());
    folder.write("a.yaml", "openapi: 3.0.3\n");
    record("dbbc6e2e8b1d5cdff65d6f2ef7d3aa8dc4cde59bbd7d0a4efe4e2d4a5a0d8a2d");
    let error = check().unwrap_err();
    assert!(
        error.contains("a.yaml") && error.contains("its SHA-256 is"),
        "{error}"
    );
    let found = error.split("its SHA-256 is ").nth(1).unwrap();
    record(&found[..64]);
    assert_eq!(check().unwrap()[0].sha256, found[..64]);

    folder.write("b.yaml", "openapi: 3.0.3\n");
    let error = check().unwrap_err();
    assert!(
        error.contains("b.yaml") && error.contains("says nothing of it"),
        "{error}"
    );
}
