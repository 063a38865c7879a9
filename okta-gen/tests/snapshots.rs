//! What the generator makes of each hazard: one small description for each, in `quirks`,
//! and the code that comes of it, in `snapshots`.
//!
//! A snapshot holds the public surface and the files that the description names in
//! `x-snapshot`. After a wanted change, write them anew with
//! `UPDATE_SNAPSHOTS=1 cargo test -p okta-gen --test snapshots`, and read the difference.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{collections::BTreeSet, env, fs};

use serde_yaml_ng::Value;
use support::Folder;

const QUIRKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quirks");
const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");

/// The names of the files of a folder, without their extension.
fn names(folder: &str) -> BTreeSet<String> {
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// What is generated from a quirk, as its snapshot shows it.
fn generated(name: &str) -> String {
    let spec = fs::read_to_string(format!("{QUIRKS}/{name}.yaml")).unwrap();
    let info = serde_yaml_ng::from_str::<Value>(&spec).unwrap()["info"].clone();
    let folder = Folder::new(&format!("snapshot-{name}"));
    folder.write("spec.yaml", &spec);
    folder
        .regen(false)
        .unwrap_or_else(|error| panic!("{name}: {error}"));

    let mut text = format!("{}\n", info["title"].as_str().unwrap());
    let shown = info["x-snapshot"].as_sequence().unwrap();
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
fn generated_code_is_as_reviewed() {
    let update = env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut different = Vec::new();
    for name in names(QUIRKS) {
        let snapshot = format!("{SNAPSHOTS}/{name}.txt");
        let (reviewed, generated) = (
            fs::read_to_string(&snapshot).unwrap_or_default(),
            generated(&name),
        );
        if update {
            fs::write(snapshot, generated).unwrap();
        } else if reviewed != generated {
            let lines = reviewed.lines().zip(generated.lines());
            let same = lines.take_while(|(old, new)| old == new).count();
            different.push(format!(
                "{name}, line {}:\n- {}\n+ {}",
                same + 1,
                reviewed.lines().nth(same).unwrap_or("(nothing)"),
                generated.lines().nth(same).unwrap_or("(nothing)"),
            ));
        }
    }
    assert!(
        different.is_empty(),
        "not as in tests/snapshots; if that is wanted, run \
         `UPDATE_SNAPSHOTS=1 cargo test -p okta-gen --test snapshots`\n\n{}",
        different.join("\n\n")
    );
}

#[test]
fn every_snapshot_has_its_quirk() {
    assert_eq!(names(SNAPSHOTS), names(QUIRKS));
}
