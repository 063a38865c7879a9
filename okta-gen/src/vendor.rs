//! Where descriptions come from, and whether they are still what they were there: checked
//! offline, against what is written down in `spec/descriptions.yaml`.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    load,
};

/// A description that is what was written down of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendored {
    /// The file.
    pub file: PathBuf,
    /// Where it comes from: the repository or package, its commit or version, and the path.
    pub origin: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// Checks files against the records; without any, all descriptions beside the records.
///
/// # Errors
///
/// When a file cannot be read, nothing is written down of it, or it is not what it was.
pub fn vendored(records: &Path, files: &[PathBuf]) -> Result<Vec<Vendored>> {
    let listed = load::file(records)?;
    let in_records = |error: Error| error.in_file(records);
    let entries = listed["descriptions"]
        .as_array()
        .ok_or_else(|| in_records(Error::at("/descriptions", "expected a list")))?;
    let files = match files {
        [] => beside(records)?,
        files => files.to_vec(),
    };
    files
        .into_iter()
        .map(|file| {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let found = entries.iter().position(|entry| entry["file"] == *name);
            let index = found.ok_or_else(|| {
                Error::at("", format!("{} says nothing of it", records.display()))
                    .in_file(&file)
                    .advise("write down its repository, commit, path and SHA-256 there")
            })?;
            check(&file, &entries[index], index).map_err(in_records)
        })
        .collect()
}

/// The descriptions in the folder of the records.
fn beside(records: &Path) -> Result<Vec<PathBuf>> {
    let folder = records.parent().unwrap_or(records);
    let mut files = crate::overlay::files(folder)?;
    files.retain(|file| file != records);
    Ok(files)
}

fn check(file: &Path, entry: &Value, index: usize) -> Result<Vendored> {
    let text = |key: &str| match entry[key].as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(Error::at(
            format!("/descriptions/{index}/{key}"),
            "is missing",
        )),
    };
    let origin = format!(
        "{} {} {}",
        text("source")?,
        text("revision")?,
        text("path")?
    );
    let expected = text("sha256")?;
    let bytes = std::fs::read(file)
        .map_err(|error| Error::at("", format!("cannot be read: {error}")).in_file(file))?;
    let found: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    match found == expected {
        true => Ok(Vendored {
            file: file.to_owned(),
            origin,
            sha256: found,
        }),
        false => Err(Error::at(
            "",
            format!("its SHA-256 is {found}, and {expected} is written down"),
        )
        .in_file(file)
        .advise(
            "it was changed: take it from its source again, and put corrections into overlays",
        )),
    }
}
