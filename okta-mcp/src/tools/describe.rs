//! `okta_describe`.

use rmcp::model::Tool;
use serde_json::{Map, Value, json};

use super::{
    define::{Hints, define},
    given::{Outcome, text},
};
use crate::{
    answer::{fit_value, size},
    describe,
    engine::Engine,
    gate::{Stop, refusal},
};

/// How deep bodies are shown, if nothing is said.
const USUAL_DEPTH: u64 = 3;

pub(super) fn tool() -> Tool {
    define(
        "okta_describe",
        "Describe an Okta operation",
        "Parameters, body, scopes, class of risk and an example of an operation; or one schema \
         that a description refers to.",
        Hints::Local,
        json!({
            "type": "object",
            "properties": {
                "operation": {"type": "string"},
                "schema": {"type": "string"},
                "depth": {"type": "integer", "description": "Of schemas, default 3"},
            },
        }),
        json!({
            "type": "object",
            "properties": {"operation": {"type": "string"}, "class": {"type": "string"}, "parameters": {"type": "object"}, "body": {}, "example": {}},
        }),
    )
}

pub(super) fn run(engine: &Engine, arguments: &Map<String, Value>) -> Outcome {
    let depth = arguments
        .get("depth")
        .and_then(Value::as_u64)
        .unwrap_or(USUAL_DEPTH);
    let deepest = usize::try_from(depth).unwrap_or(0).clamp(1, 8);
    let show: Box<dyn Fn(usize) -> Value> = match (
        text(arguments, "operation"),
        text(arguments, "schema"),
    ) {
        (Some(id), _) => {
            let Some(operation) = engine.catalogue.find(id) else {
                return Err(unknown(engine, id));
            };
            Box::new(move |depth| describe::operation(engine, operation, depth))
        }
        (None, Some(name)) => {
            let Some(schema) = engine.catalogue.schemas().get(name) else {
                return Err(Stop::Failed(refusal(
                    &format!("there is no schema `{name}`"),
                    "use a name that okta_describe shows",
                )));
            };
            Box::new(
                move |depth| json!({"schema": name, "is": describe::schema(engine.catalogue.schemas(), schema, depth)}),
            )
        }
        (None, None) => {
            return Err(Stop::Failed(refusal(
                "name an `operation` or a `schema`",
                "okta_search finds operations",
            )));
        }
    };
    let room = engine.settings.answer_bytes;
    let mut answer = show(deepest);
    for depth in (1..deepest).rev() {
        if size(&answer) <= room {
            break;
        }
        answer = show(depth);
        answer["note"] =
            format!("shown to depth {depth}, so that it fits; `schema` shows one by its name")
                .into();
    }
    fit_value(&mut answer, room);
    Ok(answer)
}

/// An operation that does not exist, and those that may have been meant.
pub(super) fn unknown(engine: &Engine, id: &str) -> Stop {
    let near: Vec<&str> = engine
        .search
        .find(&engine.catalogue, id, 5)
        .iter()
        .map(|hit| hit.operation.id.as_str())
        .collect();
    Stop::Failed(refusal(
        &format!("there is no operation `{id}`"),
        &format!(
            "perhaps one of {}; okta_search finds others",
            near.join(", ")
        ),
    ))
}
