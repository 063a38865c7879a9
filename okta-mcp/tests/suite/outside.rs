//! The program itself, with clients that are not ours: the official TypeScript SDKs, over
//! stdio and HTTP. Where Node.js or the packages are not there, the test says so.
use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{Answer, NEWEST, connect};
use rmcp::transport::TokioChildProcess;
use serde_json::json;

const PROGRAM: &str = env!("CARGO_BIN_EXE_okta-mcp");
const TOKEN: &str = "a-bearer-token-of-more-than-32-characters";
const ARGUMENTS: [&str; 5] = ["--mock", "--allow", "destroy", "--toolset", "all"];

/// The folder of the scripts, where their packages are installed.
fn scripts() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let node = Command::new("node").arg("--version").output();
    let ready = node.is_ok_and(|node| node.status.success()) && dir.join("node_modules").is_dir();
    if !ready {
        println!("skipped: needs Node.js, and `npm ci` in okta-mcp/tests/clients");
    }
    ready.then_some(dir)
}

fn check(dir: &Path, arguments: &[&str]) {
    let output = Command::new("node")
        .arg("check.mjs")
        .args(arguments)
        .current_dir(dir)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    print!("{text}");
}

#[test]
fn the_typescript_sdks_over_stdio() {
    let Some(dir) = scripts() else { return };
    for generation in ["v1", "v2"] {
        let mut arguments = vec![generation, "stdio", PROGRAM];
        arguments.extend(ARGUMENTS);
        check(&dir, &arguments);
    }
}

/// Stopped when it is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_typescript_sdks_over_http() {
    let Some(dir) = scripts() else { return };
    for generation in ["v1", "v2"] {
        let mut server = Server(
            Command::new(PROGRAM)
                .args(ARGUMENTS)
                .args(["--http", "127.0.0.1:0"])
                .env("OKTA_MCP_HTTP_TOKEN", TOKEN)
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        );
        let mut line = String::new();
        BufReader::new(server.0.stderr.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().rsplit(' ').next().unwrap();
        check(&dir, &[generation, "http", url, TOKEN]);
    }
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
        (&["--mock", "--allow", "writes"][..], "no class of risk"),
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
        (&["--mock", "--secrets-dir", "/no/such/dir"], "no folder"),
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
