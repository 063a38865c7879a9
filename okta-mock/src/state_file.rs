//! The file that an org is kept in between two runs of the program.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{seed::Size, world::saved::Saved};

/// Grows when files of before cannot be read any more.
const FORMAT: u32 = 1;

/// What the file holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) head: Head,
    pub(crate) world: Saved,
}

/// What is known before the rest is read.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    format: u32,
    /// The URL that links in it begin with.
    base: String,
    pub(crate) token: String,
    pub(crate) seed: u64,
    pub(crate) size: Size,
    /// When the org was first made.
    pub(crate) made: DateTime<Utc>,
}

impl Head {
    pub(crate) fn new(base: &str, token: &str, seed: u64, size: Size, made: DateTime<Utc>) -> Self {
        Self {
            format: FORMAT,
            base: base.to_owned(),
            token: token.to_owned(),
            seed,
            size,
            made,
        }
    }
}

/// Reads the file for an org at this URL; `None` when there is none yet.
pub(crate) fn read(path: &Path, base: &str) -> io::Result<Option<Kept>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let invalid = |problem: String| io::Error::new(io::ErrorKind::InvalidData, problem);
    let head: Head = serde_json::from_str(&text)
        .map_err(|error| invalid(format!("it does not hold an org of okta-mock: {error}")))?;
    if head.format != FORMAT {
        let found = head.format;
        return Err(invalid(format!(
            "it has the format {found}, and this program reads {FORMAT}"
        )));
    }
    // The org may listen elsewhere by now. A URL needs no escapes in JSON.
    let text = match head.base.as_str() {
        "" => text,
        old => text.replace(old, base),
    };
    let kept = serde_json::from_str(&text).map_err(|error| {
        invalid(format!(
            "it does not hold a whole org of okta-mock: {error}"
        ))
    })?;
    Ok(Some(kept))
}

/// Writes the file as a whole or not at all, for its owner's eyes only.
pub(crate) fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(name);
    let written = write_new(&new, kept).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

fn write_new(path: &Path, kept: &Kept) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(&serde_json::to_vec(kept)?)?;
    file.sync_all()
}
