//! The measurements one by one, with cargo below a target folder of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    time::Duration,
};

use super::{
    process::{self, Usage},
    workspace::{self, BASELINE, OURS, THEIRS},
    wrapper::{self, Compiled},
};
use okta_gen::{Error, Result};

/// How cargo is asked to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Debug,
    Check,
    Release,
    /// Debug, with what an earlier build remembers.
    Incremental,
}

/// What was compiled.
#[derive(Debug, Default)]
pub struct Built {
    /// Each run of the compiler.
    pub compiled: Vec<Compiled>,
    /// CPU time of build scripts and of cargo itself.
    pub scripts: Duration,
}

impl Built {
    /// What a crate took in the round in which it took the least CPU time.
    pub fn least(&self, name: &str) -> Result<Usage> {
        let rounds = self.compiled.iter().filter(|entry| entry.name == name);
        rounds
            .map(|entry| entry.usage)
            .min_by_key(|usage| usage.cpu)
            .ok_or_else(|| Error::at(name, "was not compiled"))
    }
}

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

    /// Builds the workspace with all that it needs, progenitor's crate last, so that the
    /// two that are compared do not compete for the machine. Then, when there is more than
    /// one round, compiles each crate again by itself, in turns.
    pub fn build(&self, mode: Mode, rounds: usize) -> Result<Built> {
        let (mut compiled, first) = self.cargo(mode, &["--exclude", BASELINE])?;
        let in_compiler: Duration = compiled.iter().map(|entry| entry.usage.cpu).sum();
        compiled.extend(self.cargo(mode, &[])?.0);
        for _ in 1..rounds {
            for package in ["okta-core", "okta-api", BASELINE, OURS, THEIRS] {
                self.clean(mode, package)?;
                compiled.extend(self.cargo(mode, &[])?.0);
            }
        }
        Ok(Built {
            compiled,
            scripts: first.cpu.saturating_sub(in_compiler),
        })
    }

    /// Compiles the programs again after a change of one line, incrementally.
    pub fn after_a_change(&self, rounds: usize) -> Result<Built> {
        let programs = ["--exclude", BASELINE];
        self.cargo(Mode::Incremental, &programs)?;
        let mut built = Built::default();
        for round in 0..rounds {
            workspace::programs(&self.folder, round + 1)?;
            let (compiled, _) = self.cargo(Mode::Incremental, &programs)?;
            built.compiled.extend(compiled);
        }
        Ok(built)
    }

    /// Builds what is not up to date: returns what was compiled, and what cargo took with
    /// all that it ran. The packages that are always among the selected ones ask for the
    /// same features of all dependencies as the whole workspace.
    fn cargo(&self, mode: Mode, selection: &[&str]) -> Result<(Vec<Compiled>, Usage)> {
        let log = self.folder.join("compiled.log");
        let mut command = self.command();
        match mode {
            Mode::Check => command.arg("check"),
            Mode::Debug | Mode::Incremental => command.arg("build"),
            Mode::Release => command.args(["build", "--release"]),
        };
        let incremental = if mode == Mode::Incremental { "1" } else { "0" };
        command
            .args(["--quiet", "--workspace"])
            .args(selection)
            .env("CARGO_INCREMENTAL", incremental)
            .env("RUSTC_WRAPPER", &self.xtask)
            .env(wrapper::LOG, &log);
        let (status, usage) = process::run(&mut command)?;
        check("cargo", status)?;
        Ok((wrapper::take(&log)?, usage))
    }

    fn clean(&self, mode: Mode, package: &str) -> Result<()> {
        let profile = if mode == Mode::Release {
            "release"
        } else {
            "dev"
        };
        let mut command = self.command();
        command.args([
            "clean",
            "--quiet",
            "--profile",
            profile,
            "--package",
            package,
        ]);
        check("cargo clean", process::run(&mut command)?.0)
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

    fn command(&self) -> Command {
        let mut command = cargo(&self.folder);
        command.env("CARGO_TARGET_DIR", self.target());
        command
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
