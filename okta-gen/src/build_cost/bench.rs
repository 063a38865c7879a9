//! The measurements one by one, with cargo below a target folder of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use super::{
    process::{self, Usage},
    workspace::{self, OURS, THEIRS},
    wrapper::{self, Compiled},
};
use crate::error::{Error, Result};

/// The workspace that is measured, and with what.
pub struct Bench {
    root: PathBuf,
    folder: PathBuf,
    /// The running program: also the compiler's wrapper.
    xtask: PathBuf,
}

impl Bench {
    /// In the workspace that was written to this folder.
    pub fn new(root: &Path, folder: PathBuf) -> Result<Self> {
        let xtask = env::current_exe()
            .map_err(|error| Error::at("this program", format!("cannot be found: {error}")))?;
        Ok(Self {
            root: root.to_owned(),
            folder,
            xtask,
        })
    }

    /// Builds the whole workspace, always with the same features of all dependencies, so
    /// that only what is not up to date is compiled: returns what was, and what cargo took
    /// with all that it ran.
    pub fn cargo(&self, build: &[&str], incremental: bool) -> Result<(Vec<Compiled>, Usage)> {
        let log = self.folder.join("compiled.log");
        let mut command = cargo(&self.folder);
        command
            .args(build)
            .args(["--workspace", "--quiet"])
            .env("CARGO_TARGET_DIR", self.target())
            .env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" })
            .env("RUSTC_WRAPPER", &self.xtask)
            .env(wrapper::LOG, &log);
        let (status, usage) = process::run(&mut command)?;
        check("cargo", status)?;
        Ok((wrapper::take(&log)?, usage))
    }

    /// Compiles each crate alone, in turns: what a crate took, by its name.
    pub fn by_turns(
        &self,
        build: &[&str],
        profile: &str,
        rounds: usize,
    ) -> Result<impl Fn(&str) -> Result<Usage>> {
        let mut all = Vec::new();
        for _ in 0..rounds {
            for package in ["okta-api", "baseline", OURS, THEIRS] {
                let mut clean = cargo(&self.folder);
                clean
                    .args([
                        "clean",
                        "--quiet",
                        "--profile",
                        profile,
                        "--package",
                        package,
                    ])
                    .env("CARGO_TARGET_DIR", self.target());
                check("cargo clean", process::run(&mut clean)?.0)?;
                all.extend(self.cargo(build, false)?.0);
            }
        }
        Ok(least(all))
    }

    /// Compiles the programs again after a change of one line, incrementally.
    pub fn after_a_change(&self, rounds: usize) -> Result<impl Fn(&str) -> Result<Usage>> {
        self.cargo(&["build"], true)?;
        let mut all = Vec::new();
        for round in 0..rounds {
            workspace::programs(&self.folder, round + 1)?;
            all.extend(self.cargo(&["build"], true)?.0);
        }
        Ok(least(all))
    }

    /// The size of a program's release build.
    pub fn binary(&self, name: &str) -> Result<f64> {
        let path = self.target().join("release").join(name);
        let size = fs::metadata(&path)
            .map_err(|error| Error::at("", format!("cannot be read: {error}")).in_file(path))?;
        Ok(size.len() as f64 / 1e6)
    }

    /// Generates all files, and writes none. Whether they are up to date is not asked here.
    pub fn regen(&self) -> Result<Usage> {
        let mut regen = Command::new(&self.xtask);
        regen.args(["regen", "--check"]).stdout(Stdio::null());
        Ok(process::run(&mut regen)?.1)
    }

    /// The dependencies of `okta-api`, as a tree without omissions.
    pub fn tree(&self) -> Result<String> {
        let output = cargo(&self.root)
            .args(["tree", "--quiet", "--package", "okta-api"])
            .args([
                "--edges",
                "normal,build",
                "--prefix",
                "depth",
                "--no-dedupe",
            ])
            .output()
            .map_err(|error| Error::at("cargo tree", format!("cannot be run: {error}")))?;
        check("cargo tree", output.status)?;
        String::from_utf8(output.stdout).map_err(|error| Error::at("cargo tree", error))
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

fn check(what: &str, status: ExitStatus) -> Result<()> {
    match status.success() {
        true => Ok(()),
        false => Err(Error::at(what, status)),
    }
}

/// The least CPU time that a crate took, with what else that time took.
fn least(all: Vec<Compiled>) -> impl Fn(&str) -> Result<Usage> {
    move |name| {
        let times = all.iter().filter(|entry| entry.name == name);
        times
            .map(|entry| entry.usage)
            .min_by_key(|usage| usage.cpu)
            .ok_or_else(|| Error::at(name, "was not compiled"))
    }
}
