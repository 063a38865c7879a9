//! Makes definitions of tools.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::Value;

/// What a tool does to the org at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hints {
    /// Nothing, and it does not even ask Okta.
    Local,
    /// It reads.
    Reads,
    /// It adds or changes, and doing it twice is doing it once.
    Changes,
    /// It adds something new each time.
    Adds,
    /// It may take something away.
    Destroys,
}

/// A tool whose answers are objects.
pub(crate) fn define(
    name: &'static str,
    title: &str,
    description: &'static str,
    hints: Hints,
    input: Value,
    output: Value,
) -> Tool {
    let annotations = ToolAnnotations::with_title(title)
        .read_only(matches!(hints, Hints::Local | Hints::Reads))
        .destructive(hints == Hints::Destroys)
        .idempotent(!matches!(hints, Hints::Adds | Hints::Destroys))
        .open_world(hints != Hints::Local);
    Tool::new(name, description, Arc::new(object(input)))
        .with_raw_output_schema(Arc::new(object(output)))
        .with_annotations(annotations)
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => serde_json::Map::new(),
    }
}
