//! Writing generated files, or telling how the ones on disk differ.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    emit::Files,
    error::{Error, Result},
};

/// A file on disk that is not as generated.
#[derive(Debug, PartialEq, Eq)]
pub struct Drift {
    /// Its path.
    pub file: PathBuf,
    /// The first lines that differ, as a unified difference shows them.
    pub lines: Vec<String>,
}

/// The files below a folder that differ from the generated ones.
pub fn drift(folder: &Path, files: &Files) -> Result<Vec<Drift>> {
    let mut found = Vec::new();
    for (name, contents) in files {
        let current = fs::read_to_string(folder.join(name)).unwrap_or_default();
        if current != *contents {
            found.push(Drift {
                file: folder.join(name),
                lines: difference(&current, contents),
            });
        }
    }
    for name in leftover(folder, files)? {
        found.push(Drift {
            file: folder.join(name),
            lines: vec!["- (the whole file: nothing generates it)".into()],
        });
    }
    Ok(found)
}

/// Makes the folder hold the generated files and nothing else; returns how many files
/// were written or removed. A file that is as it should be is left alone, so that
/// nothing is compiled again without need.
pub fn write(folder: &Path, files: &Files) -> Result<usize> {
    let mut changed = 0;
    for (name, contents) in files {
        let path = folder.join(name);
        if fs::read_to_string(&path).ok().as_deref() == Some(contents) {
            continue;
        }
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, contents));
        written
            .map_err(|error| Error::at("", format!("cannot be written: {error}")).in_file(path))?;
        changed += 1;
    }
    for name in leftover(folder, files)? {
        let path = folder.join(name);
        fs::remove_file(&path)
            .map_err(|error| Error::at("", format!("cannot be removed: {error}")).in_file(path))?;
        changed += 1;
    }
    Ok(changed)
}

/// Files that an earlier generation left behind. Only files of the kinds that are
/// generated count: the folder may be anything that a user passes.
fn leftover(folder: &Path, files: &Files) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&below)) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = below.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(name);
            } else if !files.contains_key(&name) && is_generated(&entry.path()) {
                found.insert(name);
            }
        }
    }
    Ok(found)
}

fn is_generated(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.starts_with("// @generated"))
}

const SHOWN: usize = 6;

/// The first lines that differ: enough to see what it is about.
fn difference(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[same..], &new[same..]);
    let same_end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
    let mut lines = vec![format!("@@ line {} @@", same + 1)];
    for (sign, side) in [('-', old), ('+', new)] {
        lines.extend(side.iter().take(SHOWN).map(|line| shorten(sign, line)));
        if side.len() > SHOWN {
            lines.push(format!("{sign} … and {} more lines", side.len() - SHOWN));
        }
    }
    lines
}

fn shorten(sign: char, line: &str) -> String {
    match line.char_indices().nth(160) {
        Some((end, _)) => format!("{sign} {}…", &line[..end]),
        None => format!("{sign} {line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_does_not_drift_and_what_is_changed_does() {
        let folder = std::env::temp_dir().join(format!("okta-gen-output-{}", std::process::id()));
        let files = Files::from([
            ("mod.rs".into(), "// @generated\na\nb\n".to_owned()),
            ("types/user.rs".into(), "// @generated\n".to_owned()),
        ]);
        assert_eq!(drift(&folder, &files).unwrap().len(), 2);
        assert_eq!(write(&folder, &files).unwrap(), 2);
        assert_eq!(write(&folder, &files).unwrap(), 0);
        assert_eq!(drift(&folder, &files).unwrap(), []);

        fs::write(folder.join("mod.rs"), "// @generated\na\nc\n").unwrap();
        fs::write(folder.join("types/old.rs"), "// @generated\n").unwrap();
        fs::write(folder.join("types/README"), "written by a person").unwrap();
        let found = drift(&folder, &files).unwrap();
        assert_eq!(found[0].lines, ["@@ line 3 @@", "- c", "+ b"]);
        assert_eq!(found[1].file, folder.join("types/old.rs"));
        assert_eq!(found.len(), 2);
        assert_eq!(write(&folder, &files).unwrap(), 2);
        assert_eq!(drift(&folder, &files).unwrap(), []);
        assert!(folder.join("types/README").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
