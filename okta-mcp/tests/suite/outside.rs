//! The program itself, with clients that are not ours: the official SDKs, over stdio and
//! HTTP. Where one is not there, the test says so.
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{
    self, Answer, NEWEST, connect,
    program::{PROGRAM, TOKEN, http_server, program},
};
use rmcp::transport::TokioChildProcess;
use serde_json::{Value, json};

const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients");
const ARGUMENTS: [&str; 5] = ["--mock", "--allow", "destroy", "--toolset", "all"];

/// A script that tries a server with an SDK, in its modes.
struct Script {
    program: PathBuf,
    file: &'static str,
    modes: &'static [&'static str],
}

/// The scripts whose SDKs are there.
fn scripts() -> Vec<Script> {
    let dir = Path::new(CLIENTS);
    let runs = |program: &Path, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    let mut scripts = Vec::new();
    let node = PathBuf::from("node");
    if runs(&node, &["--version"]) && dir.join("node_modules").is_dir() {
        scripts.push(Script {
            program: node,
            file: "check.mjs",
            modes: &["v1", "v2"],
        });
    } else {
        println!("skipped: needs Node.js, and `npm ci` in okta-mcp/tests/clients");
    }
    let python = dir.join(".venv/bin/python");
    if runs(&python, &["-c", "import mcp"]) {
        scripts.push(Script {
            program: python,
            file: "check.py",
            modes: &["legacy", "auto"],
        });
    } else {
        println!("skipped: needs Python and its packages; see okta-mcp/tests/clients/README.md");
    }
    scripts
}

fn check(script: &Script, mode: &str, arguments: &[&str]) {
    let output = Command::new(&script.program)
        .args([script.file, mode])
        .args(arguments)
        .current_dir(CLIENTS)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{} {mode}: {text}{}",
        script.file,
        String::from_utf8_lossy(&output.stderr)
    );
    print!("{text}");
}

#[test]
fn the_official_sdks_over_stdio() {
    for script in scripts() {
        for mode in script.modes {
            let mut arguments = vec!["stdio", PROGRAM];
            arguments.extend(ARGUMENTS);
            check(&script, mode, &arguments);
        }
    }
}

#[test]
fn the_official_sdks_over_http() {
    for script in scripts() {
        for mode in script.modes {
            let (_server, url) = http_server(&ARGUMENTS);
            check(&script, mode, &["http", &url, TOKEN]);
        }
    }
}

/// The program names its session to Okta, whose log shows it beside what the audit says.
#[tokio::test]
async fn what_is_done_can_be_found_again_in_oktas_log() {
    let org = okta_mock::Org::builder().users(5).start().await.unwrap();
    let audit = support::temporary("audit.jsonl");
    let mut command = program(&org);
    command
        .args(["--correlate", "--allow", "write", "--audit"])
        .arg(&audit);
    let client = connect(
        TokioChildProcess::new(command).unwrap(),
        NEWEST,
        Answer::Accept,
    )
    .await;
    let group = json!({"operation": "addGroup", "body": {"profile": {"name": "Correlated"}}});
    client.call("okta_call", group).await.good();
    let line = std::fs::read_to_string(&audit).unwrap();
    let line: Value = serde_json::from_str(line.lines().last().unwrap()).unwrap();
    let session = line["session"].as_str().unwrap();
    let wanted = format!("okta-mcp/{} session/{session}", env!("CARGO_PKG_VERSION"));
    let journal = org.journal().of("addGroup");
    let agent = journal[0].header("user-agent").unwrap();
    assert!(agent.ends_with(&wanted), "{agent}");
    let logged = json!({"filter": r#"eventType eq "group.lifecycle.create""#});
    let logged = client.okta("listLogEvents", logged).await.good();
    let agents = logged.to_string();
    assert!(agents.contains(&wanted), "{logged:#}");
    // Nothing is said unasked.
    let client = connect(
        TokioChildProcess::new(program(&org)).unwrap(),
        NEWEST,
        Answer::Accept,
    );
    client.await.okta("listGroups", json!({})).await.good();
    let journal = org.journal().of("listGroups");
    let agent = journal.last().unwrap().header("user-agent").unwrap();
    assert!(!agent.contains("session"), "{agent}");
}

#[tokio::test]
async fn the_program_answers_over_stdio() {
    let start = Instant::now();
    let mut command = tokio::process::Command::new(PROGRAM);
    command.arg("--mock");
    let client = connect(
        TokioChildProcess::new(command).unwrap(),
        NEWEST,
        Answer::Accept,
    )
    .await;
    let found = client
        .call("okta_search", json!({"intent": "list users"}))
        .await
        .good();
    println!("first answer after {:?}", start.elapsed());
    assert_eq!(found["operations"][0]["operation"], "listUsers");
    client.okta("listUsers", json!({"limit": 1})).await.good();
    assert!(start.elapsed() < Duration::from_secs(20));
}

/// Runs the program with these arguments, which it is to refuse, and returns what it says.
fn refused(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = Command::new(PROGRAM)
        .args(arguments)
        .env_remove("OKTA_CLIENT_TOKEN")
        .env("HOME", std::env::temp_dir())
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success(), "{arguments:?}");
    assert!(
        output.stdout.is_empty(),
        "standard output belongs to the protocol"
    );
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_means_nothing_does_not_start() {
    for (arguments, hint) in [
        (&["--mock", "--allow", "writes"][..], "not a class of risk"),
        (&["--mock", "--allow", "user:write"], "there is no area"),
        (
            &["--mock", "--policy", "/no/such/policy.yaml"],
            "cannot read the policy",
        ),
        (&["--mock", "--toolset", "poeple"], "no toolset"),
        (
            &["--mock", "--description", "/no/such.json"],
            "cannot read the description",
        ),
        (&["--mock", "--secrets-dir", "/no/such/dir"], "not a folder"),
        (
            &["--mock", "--audit", "/no/such/dir/audit"],
            "audit cannot be written",
        ),
        (&["--mock", "--http", "0.0.0.0:0"], "OKTA_MCP_HTTP_TOKEN"),
        (
            &["--mock", "--synonyms", "/no/such.txt"],
            "cannot read the synonyms",
        ),
        (&[], "org"),
    ] {
        let told = refused(arguments, &[]);
        assert!(told.contains(hint), "{arguments:?}: {told}");
    }
    let secret = "00hunter2-secret-in-the-environment-000001";
    let told = refused(
        &[],
        &[
            ("OKTA_CLIENT_ORGURL", "http://nope"),
            ("OKTA_CLIENT_TOKEN", secret),
        ],
    );
    assert!(!told.contains(secret), "{told}");
}
