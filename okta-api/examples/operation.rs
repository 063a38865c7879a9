//! Lists, describes and calls any operation by its name:
//!
//! ```text
//! operation list group                              operations that have to do with groups
//! operation show getUser                            what one takes and answers with
//! operation call getUser userId=me                  what the embedded org answers
//! operation call addGroup '{"profile": {…}}' --org env
//! ```

use clap::{Parser, ValueEnum};
use okta_api::{
    Client,
    operations::{self, OPERATIONS, Operation},
};

mod support;
use support::Result;

#[derive(Parser)]
struct Arguments {
    verb: Verb,
    /// The name of the operation; for `list`, a word.
    name: String,
    /// `NAME=VALUE` for each parameter, and the body as JSON.
    arguments: Vec<String>,
    #[command(flatten)]
    org: support::Choice,
}

#[derive(Clone, ValueEnum)]
enum Verb {
    List,
    Show,
    Call,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments {
        verb,
        name,
        arguments,
        org,
    } = Arguments::parse();
    let operation = operations::by_id(&name).ok_or("no such operation: try list");
    match verb {
        Verb::List => list(&name.to_lowercase()),
        Verb::Show => show(operation?),
        Verb::Call => call(&*org.open().await?, operation?, &arguments).await?,
    }
    Ok(())
}

async fn call(client: &Client, operation: &'static Operation, arguments: &[String]) -> Result {
    let mut call = client.call(operation);
    for argument in arguments {
        call = match argument.split_once('=') {
            Some((name, value)) if !argument.starts_with('{') => call.argument(name, value),
            _ => call.json(&serde_json::from_str::<serde_json::Value>(argument)?),
        };
    }
    println!("{:#}", *call.send().await?);
    Ok(())
}

fn list(word: &str) {
    let about = |text: &str| text.to_lowercase().contains(word);
    for operation in OPERATIONS.iter().filter(|o| about(o.id) || about(o.tag)) {
        println!("{:<40} {}", operation.id, operation.summary);
    }
}

fn show(operation: &Operation) {
    println!("{} {}", operation.method, operation.path);
    for parameter in operation.parameters {
        let (name, kind) = (parameter.name, parameter.kind);
        println!("  {name}: {kind}, required: {}", parameter.required);
    }
    let body = operation.body.as_ref().map_or("none", |body| body.kind);
    println!("  body: {body}, answer: {:?}", operation.response);
}
