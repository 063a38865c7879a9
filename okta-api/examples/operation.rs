//! Lists, describes and calls any operation by its name, on the org of the environment:
//!
//! ```text
//! operation list group                          operations that have to do with groups
//! operation show getUser                        what one takes and answers with
//! operation call getUser userId=ada@example.com what the org answers
//! operation call createGroup '{"profile": {…}}' the same, with a body
//! ```

use std::error::Error;

use okta_api::{
    Client,
    operations::{self, OPERATIONS, Operation},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [verb, name, arguments @ ..] = words.as_slice() else {
        return Err("usage: operation list|show|call NAME [ARGUMENT=VALUE | BODY]".into());
    };
    let operation = operations::by_id(name).ok_or("no such operation: try list");
    match *verb {
        "list" => list(&name.to_lowercase()),
        "show" => show(operation?),
        _ => call(operation?, arguments).await?,
    }
    Ok(())
}

async fn call(operation: &'static Operation, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut call = Client::from_env()?.call(operation);
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
