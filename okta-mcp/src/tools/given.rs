//! The arguments of a tool.

use serde_json::{Map, Value};

use crate::gate::{Stop, refusal};

/// What a tool answers.
pub type Outcome = Result<Value, Stop>;

/// An argument that is not as it has to be.
pub(crate) fn wrong(problem: &str) -> Stop {
    Stop::Failed(refusal(problem, "see the input schema of the tool"))
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
        wrong(&format!(
            "the argument `{name}` is missing or is not a text"
        ))
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
