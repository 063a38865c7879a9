//! Stands between cargo and the compiler, and writes down what each crate takes.

use std::{
    env,
    ffi::OsString,
    fs,
    io::Write,
    path::Path,
    process::{Command, ExitCode},
    time::Duration,
};

use serde_json::{Value, json};

use super::process::{self, Usage};
use okta_gen::{Error, Result};

/// The variable that makes `xtask` the compiler's wrapper; it names the log.
pub const LOG: &str = "OKTA_BUILD_COST_LOG";

/// One run of the compiler.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The package, with its version as `cargo tree` shows it.
    pub package: String,
    /// The crate: a package may also have a build script.
    pub name: String,
    /// What it took.
    pub usage: Usage,
}

/// Runs the compiler as cargo asks, and appends a line to the log.
pub fn rustc(log: &Path, mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(rustc) = arguments.next() else {
        return ExitCode::from(2);
    };
    let arguments: Vec<OsString> = arguments.collect();
    let done = process::run(Command::new(rustc).args(&arguments)).and_then(|(status, usage)| {
        // Without a name, cargo only asks the compiler about itself.
        if let Some(name) = crate_name(&arguments) {
            append(log, &line(&package(), &name, usage))?;
        }
        Ok(status)
    });
    match done {
        Ok(status) => ExitCode::from(status.code().and_then(|c| c.try_into().ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn crate_name(arguments: &[OsString]) -> Option<String> {
    let flag = arguments.iter().position(|word| word == "--crate-name")?;
    let name = arguments.get(flag + 1)?.to_str()?;
    (name != "___").then(|| name.to_owned())
}

/// Cargo names the package in the compiler's environment.
fn package() -> String {
    let part = |key| env::var(key).unwrap_or_default();
    format!("{} v{}", part("CARGO_PKG_NAME"), part("CARGO_PKG_VERSION"))
}

fn line(package: &str, name: &str, usage: Usage) -> String {
    let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let (cpu, wall) = (milliseconds(usage.cpu), milliseconds(usage.wall));
    json!([package, name, cpu, wall, usage.peak_kb]).to_string() + "\n"
}

/// One write in append mode: lines of compilers that run at the same time do not mix.
fn append(log: &Path, line: &str) -> Result<()> {
    let file = fs::OpenOptions::new().create(true).append(true).open(log);
    file.and_then(|mut file| file.write_all(line.as_bytes()))
        .map_err(|error| Error::at("", format!("cannot be written: {error}")).in_file(log))
}

/// Reads a log and removes it. There is none when nothing had to be compiled.
pub fn take(log: &Path) -> Result<Vec<Compiled>> {
    let Ok(text) = fs::read_to_string(log) else {
        return Ok(Vec::new());
    };
    let broken = |error: String| Error::at("", error).in_file(log);
    fs::remove_file(log).map_err(|error| broken(error.to_string()))?;
    let compiled = |line| parse(line).ok_or_else(|| broken(format!("not an entry: {line}")));
    text.lines().map(compiled).collect()
}

fn parse(line: &str) -> Option<Compiled> {
    let entry: Value = serde_json::from_str(line).ok()?;
    let time = |at: usize| Some(Duration::from_millis(entry[at].as_u64()?));
    Some(Compiled {
        package: entry[0].as_str()?.to_owned(),
        name: entry[1].as_str()?.to_owned(),
        usage: Usage {
            cpu: time(2)?,
            wall: time(3)?,
            peak_kb: entry[4].as_u64()?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let usage = Usage {
            cpu: Duration::from_millis(4400),
            wall: Duration::from_millis(5),
            peak_kb: 9,
        };
        let written = line("okta-api v0.1.0", "okta_api", usage);
        let read = parse(written.trim_end());
        let expected = Compiled {
            package: "okta-api v0.1.0".into(),
            name: "okta_api".into(),
            usage,
        };
        assert_eq!(read, Some(expected));
        assert_eq!(parse("[1]"), None);
    }

    #[test]
    fn only_crates_have_a_name() {
        let name =
            |words: &[&str]| crate_name(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(name(&["--crate-name", "url", "lib.rs"]), Some("url".into()));
        assert_eq!(name(&["-", "--crate-name", "___", "--print=cfg"]), None);
        assert_eq!(name(&["-vV"]), None);
    }
}
