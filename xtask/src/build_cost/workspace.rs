//! A workspace of its own for what is compared: the plain crate that progenitor makes of
//! the same description, and one program twice.

use std::{
    fs,
    path::{Path, PathBuf},
};

use okta_gen::{Error, Result};

const MANIFEST: &str = include_str!("programs/workspace.toml");
const WITH_OKTA_API: &str = include_str!("programs/with_okta_api.rs");
const CHANGING: &str = "DEPARTMENT: &str = \"one\"";
const WITH_REQWEST: &str = include_str!("programs/with_reqwest.rs");

/// What progenitor makes by itself: crate and package.
pub const BASELINE: &str = "baseline";
/// The program on okta-api: crate and package.
pub const OURS: &str = "with_okta_api";
/// Its twin on reqwest.
pub const THEIRS: &str = "with_reqwest";

/// Writes the workspace afresh; returns its folder and how many lines progenitor's crate
/// has.
pub fn write(root: &Path) -> Result<(PathBuf, usize)> {
    let folder = root.join("target/build-cost");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| unwritable(&folder, error))?;
    }
    file(&folder.join("Cargo.toml"), MANIFEST)?;
    // The same versions as in this repository.
    let lock = root.join("Cargo.lock");
    let lock = fs::read_to_string(&lock)
        .map_err(|error| Error::at("", format!("cannot be read: {error}")).in_file(lock))?;
    file(&folder.join("Cargo.lock"), &lock)?;

    let spec = root.join("spec/okta-management.yaml");
    let baseline = okta_gen::unshaped(&spec, &root.join("spec/overlays"))?;
    let needs = "bytes chrono futures progenitor-client reqwest serde serde_json";
    member(&folder, BASELINE, needs)?;
    let baseline = format!("#![allow(warnings)]\n{baseline}");
    file(&folder.join("baseline/src/lib.rs"), &baseline)?;
    member(&folder, OURS, "futures okta-api tokio")?;
    member(&folder, THEIRS, "reqwest rustls serde_json tokio")?;
    programs(&folder, 0)?;
    Ok((folder, baseline.lines().count()))
}

/// Writes the programs; each edition differs from the others in one line.
pub fn programs(folder: &Path, edition: usize) -> Result<()> {
    for (package, text) in [(OURS, WITH_OKTA_API), (THEIRS, WITH_REQWEST)] {
        let text = text.replace(CHANGING, &format!("DEPARTMENT: &str = \"{edition}\""));
        file(&folder.join(package).join("src/main.rs"), &text)?;
    }
    Ok(())
}

fn member(folder: &Path, name: &str, needs: &str) -> Result<()> {
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n"
    );
    for dependency in needs.split(' ') {
        manifest += &format!("{dependency}.workspace = true\n");
    }
    file(&folder.join(name).join("Cargo.toml"), &manifest)
}

fn file(path: &Path, text: &str) -> Result<()> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| unwritable(path, error))
}

fn unwritable(path: &Path, error: std::io::Error) -> Error {
    Error::at("", format!("cannot be written: {error}")).in_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_have_the_line_that_is_changed() {
        for text in [WITH_OKTA_API, WITH_REQWEST] {
            assert!(text.contains(CHANGING));
        }
    }
}
