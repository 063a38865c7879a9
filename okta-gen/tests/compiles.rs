//! The crate that is generated from the descriptions in `quirks`, all of them together,
//! compiles with its tests and examples.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    env, fs,
    io::Read,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use okta_gen::{PackageOptions, package};
use serde_json::{Map, Value};
use support::Folder;

/// Far more than it takes to build everything that the crate depends on.
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

/// Runs cargo; the result is what it says when it fails, or takes too long.
fn cargo_check(krate: &Path) -> Result<(), String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quirks-target");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap())
        .args(["check", "--offline", "--quiet", "--all-targets"])
        .args(["--color", "never"])
        .current_dir(krate)
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
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let krate = folder.path("crate");
    let options = PackageOptions {
        spec: folder.path("spec.yaml"),
        overlays: Vec::new(),
        out: krate.clone(),
        name: "quirks".into(),
        core: Some(repository.join("okta-core")),
        strict: true,
        check: false,
    };
    let report = package(&options, |_| ()).unwrap_or_else(|error| panic!("{error}"));
    assert!(report.methods > 20 && report.types > 40, "{report:?}");
    fs::copy(repository.join("Cargo.lock"), krate.join("Cargo.lock")).unwrap();
    if let Err(said) = cargo_check(&krate) {
        panic!("{said}");
    }

    // Nothing of it is left out: what does not compile is noticed.
    let types = krate.join("src/generated/types/shared.rs");
    let code = fs::read_to_string(&types).unwrap();
    fs::write(types, code + "const _: Lamp = 1;").unwrap();
    let said = cargo_check(&krate).unwrap_err();
    assert!(said.contains("mismatched types"), "{said}");
}
