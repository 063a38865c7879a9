//! What the tests of the generator share: a description in, files out.

#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use okta_gen::{Options, Report, Result};

/// A folder for one test, which names it, empty at first and removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // What a killed run left behind.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("overlays")).unwrap();
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Generates `out` from `spec.yaml` and `overlays`.
    #[allow(dead_code, reason = "not every test file generates")]
    pub fn regen(&self, check: bool) -> Result<Report> {
        let options = Options {
            spec: self.path("spec.yaml"),
            overlays: self.path("overlays"),
            out: self.path("out"),
            checks: Some(self.path("checks")),
            check,
        };
        okta_gen::regen(&options, |_| ())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
