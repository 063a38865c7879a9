//! A call of an operation, to be filled in.

use serde_json::{Map, Value, json};

use super::schema;
use crate::catalogue::{Operation, Schemas};

/// The arguments of `okta_call` for an operation, with what has to be there.
pub(super) fn of(schemas: &Schemas, operation: &Operation) -> Value {
    let mut example = json!({"operation": operation.id});
    let arguments: Map<String, Value> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .map(|parameter| {
            let value = match (parameter.values.first(), parameter.name.as_str()) {
                (Some(value), _) => value.clone(),
                (None, "userId") => "ada@example.com".to_owned(),
                (None, name) => format!("<{name}>"),
            };
            (parameter.name.clone(), value.into())
        })
        .collect();
    if !arguments.is_empty() {
        example["arguments"] = Value::Object(arguments);
    }
    if operation.is_list() {
        example["fields"] = json!(["id"]);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        example["body"] = outline(schemas, &body.schema);
    }
    example
}

/// The required properties of a body, or the outermost ones where none is.
fn outline(schemas: &Schemas, body: &Value) -> Value {
    let required: Vec<&str> = schemas.follow(body)["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    match schema(schemas, body, 1) {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| {
                !name.starts_with('(') && (required.is_empty() || required.contains(&name.as_str()))
            });
            Value::Object(kept.collect())
        }
        other => other,
    }
}
