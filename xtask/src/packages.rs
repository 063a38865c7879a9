//! Builds each published crate from its archive, as somebody who downloads it would.

use std::{
    env,
    error::Error,
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// In the order in which they can be published: each needs only those before it.
const PUBLISHED: [&str; 4] = ["okta-core", "okta-api", "okta-mock", "okta-mcp"];

/// What Apache-2.0 asks for, and what the registry shows.
const PAPERS: [&str; 3] = ["LICENSE", "NOTICE", "README.md"];

/// The mock signs with a key of its own, which protects nothing.
const PUBLIC_KEY_OF_THE_MOCK: &str = "src/domain/keys/mock.key.pem";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Packs the crates, looks at what is inside, and builds them and the examples of okta-api,
/// offline. Prints a line for each archive.
pub fn check(root: &Path) -> Result<()> {
    for name in PUBLISHED {
        let list = files(root, name)?;
        check_files(name, &list)?;
    }
    forget_earlier_archives()?;
    let mut package = cargo(root, "package");
    package.args(["--allow-dirty", "--quiet"]);
    for name in PUBLISHED {
        package.args(["-p", name]);
    }
    run(&mut package)?;

    let archives = root.join("target/package");
    for name in PUBLISHED {
        let archive = archives.join(format!("{}.crate", versioned(name)));
        let bytes = fs::metadata(&archive)?.len();
        let count = files(root, name)?.len();
        println!(
            "{}: {count} files, {} KiB",
            versioned(name),
            bytes.div_ceil(1024)
        );
    }
    build_examples(root, &archives)
}

/// Removes what cargo unpacked of our crates from the local registry of an earlier run. Cargo
/// goes by the version, which is still the same, and would build the older code.
fn forget_earlier_archives() -> Result<()> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let Some(home) = home.or_else(|| Some(env::home_dir()?.join(".cargo"))) else {
        return Ok(());
    };
    let Ok(registries) = fs::read_dir(home.join("registry/src")) else {
        return Ok(());
    };
    for registry in registries {
        let registry = registry?;
        // A local registry has no host in its name.
        if registry.file_name().to_string_lossy().starts_with('-') {
            for name in PUBLISHED {
                let unpacked = registry.path().join(versioned(name));
                if unpacked.exists() {
                    fs::remove_dir_all(unpacked)?;
                }
            }
        }
    }
    Ok(())
}

fn versioned(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}

fn files(root: &Path, name: &str) -> Result<Vec<String>> {
    let mut list = cargo(root, "package");
    list.args(["--list", "--allow-dirty", "--quiet", "-p", name]);
    let output = list.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{name} has no list of files").into());
    }
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().map(|line| line.replace('\\', "/")).collect())
}

/// Refuses an archive that lacks a paper, or holds what programs do not build.
fn check_files(name: &str, files: &[String]) -> Result<()> {
    if let Some(paper) = PAPERS
        .iter()
        .find(|paper| !files.iter().any(|file| file == *paper))
    {
        return Err(format!("{name} has no {paper}").into());
    }
    let is_foreign = |file: &&String| {
        let folders = ["tests/", "benches/", "fuzz/", "fixtures/"];
        let in_folder = folders
            .iter()
            .any(|folder| file.starts_with(folder) || file.contains(&format!("/{folder}")));
        let is_key = [".pem", ".jwk.json", ".der"]
            .iter()
            .any(|end| file.ends_with(end));
        let is_certificate = file.ends_with(".crt.pem");
        in_folder
            || file.ends_with("/tests.rs")
            || (is_key && !is_certificate && *file != PUBLIC_KEY_OF_THE_MOCK)
    };
    match files.iter().find(is_foreign) {
        Some(file) => Err(format!("{name} holds {file}, which programs do not build").into()),
        None => Ok(()),
    }
}

/// okta-mock depends on okta-api, so an archive of okta-api cannot name it: whoever builds its
/// examples adds that one line, as this does.
fn build_examples(root: &Path, archives: &Path) -> Result<()> {
    let beside = |name: &str| archives.join(versioned(name)).display().to_string();
    let manifest = archives.join(versioned("okta-api")).join("Cargo.toml");
    let mut file = OpenOptions::new().append(true).open(&manifest)?;
    write!(
        file,
        "\n[dev-dependencies.okta-mock]\npath = {:?}\ndefault-features = false\n\
         \n[patch.crates-io]\nokta-core = {{ path = {:?} }}\nokta-api = {{ path = \".\" }}\n",
        beside("okta-mock"),
        beside("okta-core"),
    )?;
    let mut check = cargo(root, "check");
    check
        .args(["--examples", "--quiet", "--manifest-path"])
        .arg(&manifest);
    check.env("CARGO_TARGET_DIR", root.join("target"));
    run(&mut check)
}

fn cargo(root: &Path, task: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).args([task, "--offline"]);
    command
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_belong_into_an_archive_is_found() {
        let papers = || PAPERS.map(str::to_owned).to_vec();
        let with = |file: &str| [papers(), vec![file.to_owned()]].concat();
        assert!(check_files("okta-core", &with("src/lib.rs")).is_ok());
        assert!(check_files("okta-mock", &with(PUBLIC_KEY_OF_THE_MOCK)).is_ok());
        assert!(check_files("okta-core", &papers()[1..]).is_err());
        for file in [
            "tests/flows.rs",
            "src/auth/tests/device.rs",
            "src/client/builder/tests.rs",
            "benches/types.rs",
            "src/auth/fixtures/rsa.pem",
            "src/auth/rsa.jwk.json",
        ] {
            assert!(check_files("okta-core", &with(file)).is_err(), "{file}");
        }
    }
}
