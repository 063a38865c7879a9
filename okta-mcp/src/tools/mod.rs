//! The four tools that reach every operation.

mod call;
mod define;
mod describe;
mod search;
mod status;

use rmcp::model::Tool;
use serde_json::{Map, Value};

pub(crate) use call::list_page;
pub(crate) use define::{Hints, define};

use crate::{
    engine::Engine,
    gate::{Context, Stop, refusal},
    jobs,
};

/// What a tool answers.
pub type Outcome = Result<Value, Stop>;

/// The tools of a server, always in the same order and the same bytes.
#[must_use]
pub fn all(engine: &Engine) -> Vec<Tool> {
    let mut tools = vec![
        search::tool(),
        describe::tool(),
        call::tool(engine),
        status::tool(),
    ];
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
        let error = format!("{} has no argument `{unknown}`", tool.name);
        return Some(Err(Stop::Failed(refusal(
            &error,
            "see the input schema of the tool",
        ))));
    }
    Some(match context.tool.as_str() {
        "okta_search" => search::run(engine, arguments),
        "okta_describe" => describe::run(engine, arguments),
        "okta_call" => call::run(engine, context, arguments).await,
        "okta_status" => status::run(engine, context).await,
        _ => jobs::run(engine, context, arguments).await,
    })
}

/// A text argument.
pub(crate) fn text<'a>(arguments: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    arguments
        .get(name)?
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// A text argument that has to be there.
pub(crate) fn needed<'a>(arguments: &'a Map<String, Value>, name: &str) -> Result<&'a str, Stop> {
    text(arguments, name).ok_or_else(|| {
        let error = format!("the argument `{name}` is missing or is not a text");
        Stop::Failed(refusal(&error, "see the input schema of the tool"))
    })
}

/// A list of texts; a text alone is a list of one.
pub(crate) fn texts(arguments: &Map<String, Value>, name: &str) -> Vec<String> {
    match arguments.get(name) {
        Some(Value::String(text)) => text
            .split(',')
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect(),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
