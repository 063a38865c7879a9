//! Lists, describes and calls any operation by name:
//!
//! ```text
//! operation list group                              operations that have to do with groups
//! operation show getUser                            what it takes and answers with
//! operation call getUser userId=me                  what the embedded org answers
//! operation call addGroup '{"profile": {…}}' --org env
//! ```

use clap::Parser;
use okta_api::operations::{self, OPERATIONS};

mod support;

#[derive(Parser)]
struct Arguments {
    #[arg(value_parser = ["list", "show", "call"])]
    verb: String,
    /// The name of the operation, or a word for `list`.
    name: String,
    /// `NAME=VALUE` for each parameter, and the body as JSON.
    arguments: Vec<String>,
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> support::Result {
    let given = Arguments::parse();
    if given.verb == "list" {
        let word = given.name.to_lowercase();
        let about = |text: &str| text.to_lowercase().contains(&word);
        for operation in OPERATIONS.iter().filter(|o| about(o.id) || about(o.tag)) {
            println!("{:<40} {}", operation.id, operation.summary);
        }
        return Ok(());
    }
    let operation = operations::by_id(&given.name).ok_or("no such operation: try list")?;
    if given.verb == "show" {
        println!("{} {}", operation.method, operation.path);
        for parameter in operation.parameters {
            let (name, kind) = (parameter.name, parameter.kind);
            println!("  {name}: {kind}, required: {}", parameter.required);
        }
        let body = operation.body.as_ref().map_or("none", |body| body.kind);
        let answer = operation.response.unwrap_or("none");
        println!("  body: {body}, answer: {answer}");
        return Ok(());
    }
    let org = given.org.open().await?;
    let mut call = org.call(operation);
    for argument in &given.arguments {
        call = match argument.split_once('=') {
            Some((name, value)) if !argument.starts_with('{') => call.argument(name, value),
            _ => call.json(&serde_json::from_str::<serde_json::Value>(argument)?),
        };
    }
    println!("{:#}", *call.send().await?);
    Ok(())
}
