//! The tools that a server offers: the four, and those for the jobs of its toolsets.

use rmcp::model::Tool;
use serde_json::{Map, Value};

use crate::{
    engine::Engine,
    gate::Context,
    jobs,
    tools::{self, Outcome, wrong},
};

/// The tools of a server, always in the same order and the same bytes.
#[must_use]
pub fn all(engine: &Engine) -> Vec<Tool> {
    let mut tools = tools::all(engine);
    tools.extend(jobs::tools(&engine.settings.toolsets));
    tools
}

/// Runs a tool.
///
/// # Errors
///
/// What the model is told, or what a person is to be asked. `None` where there is no such
/// tool.
pub async fn run(
    engine: &Engine,
    context: &Context,
    arguments: &Map<String, Value>,
) -> Option<Outcome> {
    let known = all(engine);
    let tool = known.iter().find(|tool| tool.name == context.tool)?;
    if let Some(unknown) = arguments.keys().find(|name| {
        tool.input_schema
            .get("properties")
            .is_none_or(|properties| properties.get(name.as_str()).is_none())
    }) {
        let problem = format!("{} has no argument `{unknown}`", tool.name);
        return Some(Err(wrong(&problem)));
    }
    match tools::run(engine, context, arguments).await {
        Some(outcome) => Some(outcome),
        None => Some(jobs::run(engine, context, arguments).await),
    }
}
