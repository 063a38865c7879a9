//! The program itself.
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_okta-mcp");
pub const TOKEN: &str = "a-bearer-token-of-more-than-32-characters";

/// The program for an org, without any configuration of whoever runs the tests.
pub fn program(org: &okta_mock::Org) -> tokio::process::Command {
    let mut command = tokio::process::Command::new(PROGRAM);
    command
        .env_clear()
        .env("HOME", std::env::temp_dir())
        .current_dir(std::env::temp_dir())
        .env("OKTA_CLIENT_ORGURL", org.url())
        .env("OKTA_CLIENT_TOKEN", org.token())
        .env("OKTA_TESTING_DISABLEHTTPSCHECK", "true");
    command
}

/// Stopped when it is dropped.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program over HTTP, and its URL.
pub fn http_server(arguments: &[&str]) -> (Running, String) {
    let mut server = Running(
        Command::new(PROGRAM)
            .args(arguments)
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
    let url = line.trim().rsplit(' ').next().unwrap().to_owned();
    (server, url)
}
