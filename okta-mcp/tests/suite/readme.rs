//! What the README says to put into clients is what starts a server.
use std::process::Stdio;

use crate::{
    access::register_service_app,
    http::reqwest_client,
    support::{
        self, Answer, NEWEST, connect,
        program::{TOKEN, program},
    },
};
use rmcp::transport::{
    StreamableHttpClientTransport, TokioChildProcess,
    streamable_http_client::StreamableHttpClientTransportConfig,
};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

const README: &str = include_str!("../../README.md");

/// A command of the README: its arguments, and its environment.
type Command = (Vec<String>, Vec<(String, String)>);

/// The JSON blocks.
fn snippets() -> Vec<Value> {
    let blocks = README.split("```json\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap())
        .map(|json| serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}")))
        .collect()
}

/// The objects that name the program, wherever they are.
fn servers(snippet: &Value, found: &mut Vec<Command>) {
    for (_, value) in snippet.as_object().into_iter().flatten() {
        servers(value, found);
    }
    if snippet["command"] == "okta-mcp" {
        let arguments = snippet["args"].as_array().unwrap();
        let environment = snippet["env"].as_object();
        found.push((
            arguments
                .iter()
                .map(|word| word.as_str().unwrap().to_owned())
                .collect(),
            environment
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                .collect(),
        ));
    }
}

/// The indented lines that end in a call of the program.
fn lines() -> Vec<Command> {
    let lines = README.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter(|line| !line.starts_with("podman"))
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = words
                .iter()
                .rposition(|word| *word == "okta-mcp" || *word == "--")?;
            let arguments = words[at + 1..].iter().filter(|word| **word != "okta-mcp");
            let environment = words[..at].iter().filter_map(|word| word.split_once('='));
            Some((
                arguments.map(|word| (*word).to_owned()).collect(),
                environment
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            ))
        })
        .collect()
}

#[tokio::test]
async fn every_command_of_the_readme_starts_a_server() {
    let org = okta_mock::Org::builder().users(5).start().await.unwrap();
    let scopes = ["okta.users.read", "okta.logs.read"];
    let (client_id, pem) = register_service_app(&org, &scopes).await;
    let key = support::temporary("key.pem");
    std::fs::write(&key, pem).unwrap();

    let mut commands = Vec::new();
    let snippets = snippets();
    for snippet in &snippets {
        servers(snippet, &mut commands);
    }
    assert_eq!(
        commands.len(),
        snippets.len(),
        "each names the program once"
    );
    commands.extend(lines());
    assert!(commands.len() >= 5, "{commands:?}");
    for (arguments, environment) in commands {
        println!("okta-mcp {}", arguments.join(" "));
        let mut command = program(&org);
        for (name, value) in environment {
            // What stands for something of one's own is something of the embedded org's.
            let value = match name.as_str() {
                "OKTA_CLIENT_ORGURL" => org.url().to_owned(),
                "OKTA_CLIENT_CLIENTID" => client_id.clone(),
                "OKTA_CLIENT_PRIVATEKEY" => key.display().to_string(),
                "OKTA_MCP_HTTP_TOKEN" => TOKEN.to_owned(),
                _ => value,
            };
            if name == "OKTA_CLIENT_CLIENTID" {
                command.env_remove("OKTA_CLIENT_TOKEN");
            }
            command.env(name, value);
        }
        let http = arguments.iter().any(|argument| argument == "--http");
        command.args(arguments.iter().map(|argument| match argument.as_str() {
            "127.0.0.1:8080" => "127.0.0.1:0",
            argument => argument,
        }));
        let mut running = None;
        let client = if http {
            let mut server = command
                .stderr(Stdio::piped())
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            let stderr = BufReader::new(server.stderr.take().unwrap());
            let line = stderr.lines().next_line().await.unwrap().unwrap();
            let url = line.rsplit(' ').next().unwrap().to_owned();
            running = Some(server);
            let config = StreamableHttpClientTransportConfig::with_uri(url).auth_header(TOKEN);
            let transport = StreamableHttpClientTransport::with_client(reqwest_client(), config);
            connect(transport, NEWEST, Answer::Accept).await
        } else {
            let transport = TokioChildProcess::new(command).unwrap();
            connect(transport, NEWEST, Answer::Accept).await
        };
        client.call("okta_status", json!({})).await.good();
        client.okta("listUsers", json!({"limit": 1})).await.good();
        drop(running);
    }
}
