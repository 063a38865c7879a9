//! Describes operations and schemas in few words.

mod example;
mod shape;

use serde_json::{Map, Value, json};

use crate::{
    catalogue::{Operation, Parameter, Place},
    engine::Engine,
    policy::Decision,
};

pub use shape::schema;

/// Of a description so much is shown, in characters.
const TELLING: usize = 700;
/// Of a parameter's.
const TELLING_OF_PARAMETER: usize = 200;

/// Describes what a model has to know to call an operation.
#[must_use]
pub fn operation(engine: &Engine, operation: &Operation, depth: usize) -> Value {
    let schemas = engine.catalogue.schemas();
    let mut shown = json!({
        "operation": operation.id,
        "request": format!("{} {}", operation.method, operation.path),
        "class": operation.class.as_str(),
        "example": example::of(schemas, operation),
    });
    let does = match (operation.summary.as_str(), operation.description.as_str()) {
        (summary, "") => summary.to_owned(),
        ("", description) => short(description, TELLING),
        (summary, description) => format!("{summary}. {}", short(description, TELLING)),
    };
    if !does.is_empty() {
        shown["does"] = does.into();
    }
    if !operation.scopes.is_empty() {
        shown["scopes"] = json!(operation.scopes);
    }
    if let Some(scope) = engine.org.scopes().missing(operation) {
        shown["missingScope"] = scope.into();
    }
    shown["policy"] = match engine.policy.decide(operation) {
        Decision::Allow => "allowed".into(),
        Decision::Ask => "a person is asked, and types the name of the target".into(),
        Decision::Deny(reason) => format!("not allowed: {reason}").into(),
    };
    let parameters: Map<String, Value> = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), self::parameter(parameter).into()))
        .collect();
    if !parameters.is_empty() {
        shown["parameters"] = Value::Object(parameters);
    }
    if let Some(body) = &operation.body {
        shown["body"] = schema(schemas, &body.schema, depth);
        if body.content_type != "application/json" {
            shown["bodyType"] = body.content_type.clone().into();
            shown["bodyNote"] =
                "a text as it is, or {\"base64\": …, \"fileName\": …, \"contentType\": …}".into();
        }
        shown["bodyRequired"] = body.required.into();
    }
    if let Some(response) = &operation.response {
        shown["answers"] = schema(schemas, response, 1);
    }
    shown
}

/// `string in path, required: …`
fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    let mut text = format!("{} in {place}", parameter.kind);
    if parameter.required {
        text.push_str(", required");
    }
    if !parameter.values.is_empty() {
        text.push_str(&format!(", one of {}", parameter.values.join(" | ")));
    }
    if !parameter.description.is_empty() {
        text.push_str(&format!(
            ": {}",
            short(&parameter.description, TELLING_OF_PARAMETER)
        ));
    }
    text
}

/// The beginning of a text.
fn short(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
