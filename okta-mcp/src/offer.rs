//! The tools that a server offers: the four, and those of its toolsets.

use rmcp::model::Tool;
use serde_json::{Map, Value};

use crate::{
    engine::Engine,
    gate::Context,
    jobs,
    tools::{self, Outcome, wrong},
};

/// Returns a server's tools, always in the same order and with the same bytes.
#[must_use]
pub fn all(engine: &Engine) -> Vec<Tool> {
    let mut tools = tools::all(engine);
    tools.extend(jobs::tools(&engine.settings.toolsets));
    tools
}

/// Runs a tool. Returns `None` if the tool does not exist.
///
/// # Errors
///
/// Returns what the model learns, or the question for a person.
pub async fn run(
    engine: &Engine,
    context: &Context,
    arguments: &Map<String, Value>,
) -> Option<Outcome> {
    let known = all(engine);
    let tool = known.iter().find(|tool| tool.name == context.tool)?;
    if let Some(problem) = problem(tool, arguments) {
        return Some(Err(wrong(&problem)));
    }
    match tools::run(engine, context, arguments).await {
        Some(outcome) => Some(outcome),
        None => Some(jobs::run(engine, context, arguments).await),
    }
}

/// Says what is wrong with a tool's arguments. Unknown or mistyped ones would otherwise be
/// ignored silently.
fn problem(tool: &Tool, arguments: &Map<String, Value>) -> Option<String> {
    let properties = tool.input_schema.get("properties");
    arguments.iter().find_map(|(name, value)| {
        let Some(schema) = properties.and_then(|properties| properties.get(name)) else {
            return Some(format!("{} has no argument `{name}`", tool.name));
        };
        let (fits, wanted) = match schema["type"].as_str() {
            Some("string") => (value.is_string(), "a text"),
            Some("boolean") => (value.is_boolean(), "true or false"),
            Some("integer") => (value.is_u64(), "a whole number from 0 on"),
            Some("object") => (value.is_object(), "an object"),
            // A text alone is a list of one.
            Some("array") => (texts(value), "a list of texts"),
            _ => (true, ""),
        };
        (!fits && !value.is_null()).then(|| format!("`{name}` has to be {wanted}"))
    })
}

fn texts(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        value => value.is_string(),
    }
}
