//! What is generated from the descriptions in `quirks` compiles, all of it together, in
//! the place of okta-api's own generated code.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    env, fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::{Map, Value};
use support::Folder;

/// Far more than it takes to build everything that okta-api depends on.
const PATIENCE: Duration = Duration::from_secs(900);

/// All quirks as one description; no two of them use the same name.
fn combined() -> String {
    let mut all = Map::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quirks");
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let Value::Object(quirk) = okta_gen::yaml(&text).unwrap() else {
            panic!("{text}");
        };
        merge(&mut all, quirk, "");
    }
    serde_json::to_string(&all).unwrap()
}

fn merge(all: &mut Map<String, Value>, more: Map<String, Value>, place: &str) {
    for (key, value) in more {
        let is_container = ["paths", "components", "schemas", "parameters"].contains(&&*key)
            || ["responses", "requestBodies"].contains(&&*key);
        match (all.get_mut(&key), value) {
            (None, value) => {
                all.insert(key, value);
            }
            (Some(Value::Object(known)), Value::Object(more)) if is_container => {
                merge(known, more, &key);
            }
            _ if ["openapi", "info"].contains(&&*key) => {}
            _ => panic!("two quirks define {place} {key}"),
        }
    }
}

/// Copies a folder, but for `generated`.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if !entry.path().is_dir() {
            fs::copy(entry.path(), target).unwrap();
        } else if entry.file_name() != "generated" {
            copy(&entry.path(), &target);
        }
    }
}

/// A workspace with nothing but okta-api in it, without its generated code.
fn scratch(folder: &Folder) -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let scratch = folder.path("workspace");
    copy(
        &repository.join("okta-api/src"),
        &scratch.join("okta-api/src"),
    );
    fs::copy(repository.join("Cargo.lock"), scratch.join("Cargo.lock")).unwrap();
    // Its tests and benches stay behind, and with them what only they need.
    let manifest = fs::read_to_string(repository.join("okta-api/Cargo.toml")).unwrap();
    let mut kept = String::new();
    let mut keep = true;
    for line in manifest.lines() {
        if line.starts_with('[') {
            keep = !line.starts_with("[dev-dependencies") && !line.starts_with("[[");
        }
        if keep {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    fs::write(scratch.join("okta-api/Cargo.toml"), kept).unwrap();
    let manifest = fs::read_to_string(repository.join("Cargo.toml")).unwrap();
    let core = repository.join("okta-core");
    let lines = manifest.lines().map(|line| match line {
        members if members.starts_with("members = ") => "members = [\"okta-api\"]".to_owned(),
        layer if layer.starts_with("okta-core = ") => format!("okta-core = {{ path = {core:?} }}"),
        line => line.to_owned(),
    });
    let manifest = lines.collect::<Vec<_>>().join("\n");
    fs::write(scratch.join("Cargo.toml"), manifest).unwrap();
    scratch
}

/// Runs cargo; the result is what it says when it fails, or takes too long.
fn cargo_check(workspace: &Path) -> Result<(), String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quirks-target");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap())
        .args(["check", "--offline", "--quiet", "--package", "okta-api"])
        .args(["--color", "never"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = cargo.stderr.take().unwrap();
    let (ended, end) = mpsc::channel();
    thread::spawn(move || {
        let mut said = String::new();
        let _ = stderr.read_to_string(&mut said);
        let _ = ended.send(said);
    });
    let said = end.recv_timeout(PATIENCE);
    if said.is_err() {
        cargo.kill().unwrap();
    }
    let status = cargo.wait().unwrap();
    match said {
        Ok(_) if status.success() => Ok(()),
        Ok(said) => Err(said),
        Err(_) => Err(format!("cargo took longer than {PATIENCE:?}")),
    }
}

#[test]
fn generated_code_compiles() {
    let folder = Folder::new("quirks");
    folder.write("spec.yaml", &combined());
    let report = folder
        .regen(false)
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(report.methods > 20 && report.types > 40, "{report:?}");

    let workspace = scratch(&folder);
    let generated = workspace.join("okta-api/src/generated");
    fs::rename(folder.path("out"), &generated).unwrap();
    if let Err(said) = cargo_check(&workspace) {
        panic!("{said}");
    }

    // Nothing of it is left out: what does not compile is noticed.
    let types = generated.join("types/shared.rs");
    let code = fs::read_to_string(&types).unwrap();
    fs::write(types, code + "const _: Lamp = 1;").unwrap();
    let said = cargo_check(&workspace).unwrap_err();
    assert!(said.contains("mismatched types"), "{said}");
}
