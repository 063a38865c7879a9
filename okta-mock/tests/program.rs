//! The program: what it prints, its certificate, its file, how it ends.
#![cfg(all(unix, feature = "program"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::{
    collections::HashMap,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use reqwest::Client;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_okta-mock"))
            .args(arguments)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    async fn line(&mut self) -> String {
        let line = tokio::time::timeout(PATIENCE, self.lines.next_line());
        line.await.unwrap().unwrap().unwrap()
    }

    /// URL and token, as printed.
    async fn org(&mut self) -> (String, String) {
        let (url, token) = (self.line().await, self.line().await);
        let token = token.strip_prefix("API token: ").unwrap().to_owned();
        assert!(self.line().await.starts_with("listening on 127.0.0.1:"));
        (url, token)
    }

    async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &id])
            .status();
        assert!(sent.await.unwrap().success());
    }

    /// Ends it as a shell does, and answers whether it ended well.
    async fn end(mut self, signal: &str) -> bool {
        self.signal(signal).await;
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        ended.unwrap().unwrap().success()
    }
}

fn http(trusted: Option<&[u8]>) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().no_proxy();
    let builder = match trusted {
        Some(pem) => builder.tls_certs_only([reqwest::Certificate::from_pem(pem).unwrap()]),
        None => builder,
    };
    builder.build().unwrap()
}

async fn get(client: &Client, (url, token): &(String, String), path: &str) -> (u16, Value) {
    let request = client.get(format!("{url}{path}"));
    let answer = request
        .header("Authorization", format!("SSWS {token}"))
        .send()
        .await
        .unwrap();
    let status = answer.status().as_u16();
    (
        status,
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
    )
}

fn file(name: &str) -> PathBuf {
    let path =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

#[tokio::test]
async fn variables_to_export_are_enough_for_a_client() {
    let mut program = Program::start(&["--env", "--tls", "self", "--token", "it's-one"]);
    let mut variables = HashMap::new();
    for _ in 0..5 {
        let line = program.line().await;
        let (name, value) = line
            .strip_prefix("export ")
            .unwrap()
            .split_once('=')
            .unwrap();
        variables.insert(name.to_owned(), value.to_owned());
    }
    assert_eq!(variables["OKTA_CLIENT_TOKEN"], r"'it'\''s-one'");
    let url = variables["OKTA_CLIENT_ORGURL"].clone();
    let trusted = PathBuf::from(&variables["SSL_CERT_FILE"]);
    assert_eq!(variables["NODE_EXTRA_CA_CERTS"], variables["SSL_CERT_FILE"]);
    let pem = std::fs::read(&trusted).unwrap();
    assert!(!String::from_utf8_lossy(&pem).contains("PRIVATE"));
    let org = (url, "it's-one".to_owned());
    let (status, me) = get(&http(Some(&pem)), &org, "/api/v1/users/me").await;
    assert_eq!((status, &me["status"]), (200, &json!("ACTIVE")));
    assert!(
        http(None).get(&org.0).send().await.is_err(),
        "others do not trust it"
    );
    assert!(program.end("TERM").await);
    assert!(!trusted.exists(), "the certificate goes with the program");

    let mut plain = Program::start(&["--env"]);
    for expected in [
        "export OKTA_CLIENT_ORGURL=http://127.0.0.1:",
        "export OKTA_CLIENT_TOKEN=00",
        "export OKTA_TESTING_DISABLEHTTPSCHECK=true",
        "export OKTA_TESTING_TESTINGDISABLEHTTPSCHECK=true",
    ] {
        let line = plain.line().await;
        assert!(line.starts_with(expected), "{line}");
    }
}

#[tokio::test]
async fn an_own_certificate_is_told_and_trusted() {
    let mut program = Program::start(&["--tls", "self"]);
    let org = program.org().await;
    assert!(org.0.starts_with("https://127.0.0.1:"));
    let line = program.line().await;
    let path = line.strip_prefix("certificate to trust: ").unwrap();
    let client = http(Some(&std::fs::read(path).unwrap()));
    assert_eq!(get(&client, &org, "/api/v1/users?limit=1").await.0, 200);
}

#[tokio::test]
async fn an_org_lives_on_in_its_file() {
    let path = file("org.json");
    let name = path.to_str().unwrap().to_owned();
    let client = http(None);
    let arguments = ["--state", &name, "--users", "50"];
    let mut first = Program::start(&arguments);
    let org = first.org().await;
    let (_, users) = get(&client, &org, "/api/v1/users?limit=40").await;
    let user = users[39]["id"].as_str().unwrap();
    let (_, factors) = get(&client, &org, &format!("/api/v1/users/{user}/factors")).await;
    let created = client.post(format!("{}/api/v1/groups", org.0));
    let created = created
        .header("Authorization", format!("SSWS {}", org.1))
        .header("Content-Type", "application/json")
        .body(json!({"profile": {"name": "Kept"}}).to_string());
    assert_eq!(created.send().await.unwrap().status(), 200);
    // In the middle of its work.
    first.signal("USR1").await;
    while !path.exists() {
        assert_eq!(get(&client, &org, "/api/v1/org").await.0, 200);
    }
    assert!(first.end("INT").await);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let mut second = Program::start(&arguments);
    let again = second.org().await;
    assert_eq!(again.1, org.1, "the same token");
    let (_, groups) = get(&client, &again, "/api/v1/groups?q=Kept").await;
    assert_eq!(groups[0]["profile"]["name"], "Kept");
    let plain = |value: &Value, url: &str| value.to_string().replace(url, "");
    for (path, before) in [
        ("/api/v1/users?limit=40".to_owned(), &users),
        (format!("/api/v1/users/{user}/factors"), &factors),
    ] {
        let (_, after) = get(&client, &again, &path).await;
        assert_eq!(plain(&after, &again.0), plain(before, &org.0), "{path}");
    }
    assert!(second.end("TERM").await);

    std::fs::write(&path, "{\"format\":99}").unwrap();
    let refused = Command::new(env!("CARGO_BIN_EXE_okta-mock"))
        .args(arguments)
        .output();
    let refused = tokio::time::timeout(PATIENCE, refused)
        .await
        .unwrap()
        .unwrap();
    let problem = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && problem.contains(&name),
        "{problem}"
    );
    assert_eq!(
        std::fs::read(&path).unwrap(),
        b"{\"format\":99}",
        "it is left alone"
    );
    std::fs::remove_file(path).unwrap();
}
