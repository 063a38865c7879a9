//! What the generator makes of each hazard: one small description for each, in `quirks`,
//! and the code that comes of it, in `snapshots`.
//!
//! A snapshot holds the public surface and the files that the description names in
//! `x-snapshot`. After a wanted change, read the differences and accept them:
//! `cargo insta test --review -p okta-gen --test snapshots`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use support::Folder;

/// What is generated from a quirk, as its snapshot shows it.
fn generated(quirk: &Path) -> String {
    let name = quirk.file_stem().unwrap().to_str().unwrap();
    let spec = fs::read_to_string(quirk).unwrap();
    let info = okta_gen::yaml(&spec).unwrap()["info"].clone();
    let folder = Folder::new(&format!("snapshot-{name}"));
    folder.write("spec.yaml", &spec);
    folder
        .regen(false)
        .unwrap_or_else(|error| panic!("{name}: {error}"));

    let mut text = format!("{}\n", info["title"].as_str().unwrap());
    let shown = info["x-snapshot"].as_array().unwrap();
    let shown = shown.iter().map(|file| ("out", file.as_str().unwrap()));
    for (place, file) in std::iter::once(("checks", "surface.txt")).chain(shown) {
        let contents = fs::read_to_string(folder.path(place).join(file)).unwrap();
        text.push_str(&format!("\n=== {file}\n{}", without_preamble(&contents)));
    }
    text
}

/// A file without its header and imports, which are the same everywhere.
fn without_preamble(contents: &str) -> &str {
    let end = contents
        .rmatch_indices("\nuse ")
        .next()
        .and_then(|(start, _)| contents[start..].find(";\n").map(|end| start + end + 2));
    contents[end.unwrap_or(0)..].trim_start_matches('\n')
}

#[test]
fn quirks() {
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::glob!("quirks/*.yaml", |quirk| insta::assert_snapshot!(generated(quirk)));
    });
}

/// A snapshot that no quirk makes any more would stay unnoticed.
#[test]
fn every_snapshot_has_its_quirk() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let names = |folder: &str| -> BTreeSet<PathBuf> {
        let files = fs::read_dir(tests.join(folder)).unwrap();
        files.map(|file| file.unwrap().file_name().into()).collect()
    };
    let made: BTreeSet<PathBuf> = names("quirks")
        .iter()
        .map(|quirk| format!("quirks@{}.snap", quirk.display()).into())
        .collect();
    assert_eq!(names("snapshots"), made);
}
