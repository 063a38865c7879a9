//! Files for what a person may see and a model may not.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::Utc;

use crate::audit::private;

/// A new file that its owner alone can read.
#[derive(Debug)]
pub(crate) struct SecretFile {
    path: PathBuf,
    file: File,
}

/// Makes a file. Its name is of our making, and an existing one is never written over.
pub(crate) fn create(dir: &Path, operation: &str) -> io::Result<SecretFile> {
    let name: String = operation
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let time = Utc::now().format("%Y%m%dT%H%M%S%6fZ");
    let path = dir.join(format!("{name}-{time}.json"));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    let file = options.open(&path)?;
    Ok(SecretFile { path, file })
}

impl SecretFile {
    /// Writes it, and says where it is.
    pub(crate) fn write(mut self, text: &str) -> io::Result<PathBuf> {
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()?;
        Ok(self.path)
    }
}
