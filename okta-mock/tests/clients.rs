//! Okta's own SDKs for Node and Python against the mock: the scripts of `tests/clients`.
//! Skipped, which is said, where their packages are not; see the README there.
#![allow(clippy::unwrap_used)]

mod support;

use std::{path::Path, time::Duration};

use serde_json::Value;
use support::World;
use tokio::process::Command;

const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients");

/// Far more than a script takes.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a script found, by what it listed.
async fn found(program: &str, script: &str) -> Value {
    let world = World::start().await;
    // No configuration of whoever runs the tests gets in between.
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let run = Command::new(program)
        .arg(format!("{CLIENTS}/{script}"))
        .current_dir(empty)
        .env("HOME", empty)
        .env("OKTA_CLIENT_ORGURL", world.org.url())
        .env("OKTA_CLIENT_TOKEN", world.org.token())
        // The same switch, as the one for Node and the one for Python call it.
        .env("OKTA_TESTING_DISABLEHTTPSCHECK", "true")
        .env("OKTA_TESTING_TESTINGDISABLEHTTPSCHECK", "true")
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(PATIENCE, run).await.unwrap().unwrap();
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {problem}");
    let journal = world.org.journal();
    for operation in ["createUser", "updateUser", "deactivateUser", "deleteUser"] {
        assert!(!journal.of(operation).is_empty(), "{operation}");
    }
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whether a program runs, and does this.
async fn can(program: &str, arguments: &[&str]) -> bool {
    let mut run = Command::new(program);
    let output = run.args(arguments).kill_on_drop(true).output();
    let output = tokio::time::timeout(PATIENCE, output).await.unwrap();
    output.is_ok_and(|output| output.status.success())
}

fn check(found: &Value) {
    for (list, least) in [
        ("users", 20),
        ("groups", 12),
        ("apps", 10),
        ("idps", 2),
        ("PASSWORD", 1),
        ("ACCESS_POLICY", 1),
        ("PROFILE_ENROLLMENT", 1),
        ("IDP_DISCOVERY", 1),
    ] {
        assert!(found[list].as_i64().unwrap() >= least, "{list}: {found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn oktas_node_sdk_lists_and_leads_a_user_through_life() {
    let installed = Path::new(CLIENTS)
        .join("node_modules/@okta/okta-sdk-nodejs")
        .exists();
    if !installed || !can("node", &["--version"]).await {
        println!("no Node SDK: skipped");
        return;
    }
    check(&found("node", "node.mjs").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn oktas_python_sdk_lists_and_leads_a_user_through_life() {
    let own = format!("{CLIENTS}/.venv/bin/python");
    for python in [own.as_str(), "python3"] {
        if can(python, &["-c", "import okta.client"]).await {
            return check(&found(python, "python.py").await);
        }
    }
    println!("no Python SDK: skipped");
}
