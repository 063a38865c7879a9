//! Running examples as `cargo test` has built them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use okta_api::{Client, http::Method, serde_json::Value};
use okta_mock::{Limits, Org};
use tokio::{process::Command, time::timeout};

/// The most that one run may take, on a machine that does much else.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A run of an example that has ended.
pub struct Run {
    pub text: String,
    pub success: bool,
}

pub fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"))
}

/// An example as `cargo test` has built it, beside this test.
pub fn example(name: &str) -> Command {
    let tests = std::env::current_exe().unwrap();
    let program: PathBuf = tests
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join(name);
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    let built = program.metadata().and_then(|file| file.modified()).ok();
    for source in [
        folder().join(format!("{name}.rs")),
        folder().join("support/mod.rs"),
    ] {
        assert!(
            built >= source.metadata().unwrap().modified().ok(),
            "{name} is not built: run `cargo build -p okta-api --examples` first",
        );
    }
    let mut command = Command::new(program);
    command.kill_on_drop(true).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("OKTA_")) {
        command.env_remove(name);
    }
    command
}

/// An example on this org.
pub fn on(org: &Org, name: &str, arguments: &[&str]) -> Command {
    let mut command = example(name);
    command
        .args(arguments)
        .args(["--org", "env"])
        .envs(org.environment());
    command
}

pub async fn run(mut command: Command) -> Run {
    let output = timeout(PATIENCE, command.output()).await.unwrap().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    Run {
        text,
        success: output.status.success(),
    }
}

pub async fn run_well(command: Command) -> String {
    let run = run(command).await;
    assert!(run.success, "{}", run.text);
    run.text
}

pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("okta-examples-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub async fn org() -> Org {
    Org::builder()
        .users(250)
        .limits(Limits::none())
        .start()
        .await
        .unwrap()
}

pub async fn all(client: &Client, target: &str) -> Vec<Value> {
    let mut items = client.request(Method::GET, target).stream();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    all
}

pub async fn get(client: &Client, target: &str) -> Value {
    client
        .request(Method::GET, target)
        .send()
        .await
        .unwrap()
        .into_inner()
}

pub fn ids(members: &[Value]) -> BTreeSet<&str> {
    members
        .iter()
        .map(|member| member["id"].as_str().unwrap())
        .collect()
}
