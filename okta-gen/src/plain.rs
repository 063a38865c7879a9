//! The part of a normalised document that decides about Rust types, for progenitor.
//!
//! What only matters to people or to a server (defaults, bounds, patterns, which
//! properties are required or read-only) is left out here: progenitor would turn it
//! into newtypes, closed checks and values that are sent unasked.

use serde_json::{Map, Value, json};

use crate::{
    document::{METHODS, SCHEMAS, success},
    words,
};

/// Makes the document for progenitor.
pub fn document(normalised: &Value) -> Value {
    let schemas: Map<String, Value> = normalised["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), named(value)))
        .collect();
    let mut paths = Map::new();
    for (path, item) in normalised["paths"].as_object().into_iter().flatten() {
        let mut plain_item = Map::new();
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                plain_item.insert(method.to_owned(), self::operation(operation));
            }
        }
        paths.insert(path.clone(), Value::Object(plain_item));
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": normalised["info"]["title"], "version": normalised["info"]["version"]},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn operation(operation: &Value) -> Value {
    let parameters: Vec<Value> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| {
            json!({
                "name": parameter["name"], "in": parameter["in"],
                "required": parameter.get("required").cloned().unwrap_or(json!(false)),
                "schema": schema(&parameter["schema"]),
            })
        })
        .collect();
    let mut plain = json!({
        "operationId": words::snake(operation["operationId"].as_str().unwrap_or_default()),
        "parameters": parameters,
        "responses": {"200": {"description": ""}},
    });
    let body = &operation["requestBody"];
    if matches!(body["x-okta-body"]["kind"].as_str(), Some("json" | "form")) {
        plain["requestBody"] = json!({
            "required": true,
            "content": {"application/json": {
                "schema": schema(&body["content"]["application/json"]["schema"]),
            }},
        });
    }
    let content = &success(&operation["responses"])["content"];
    if let Some(answer) = content.get("application/json") {
        plain["responses"]["200"]["content"] =
            json!({"application/json": {"schema": schema(&answer["schema"])}});
    }
    plain
}

/// A named schema: an object without listed properties is still an object of its own,
/// so that properties which Okta adds have a place to go to.
fn named(value: &Value) -> Value {
    let is_map = value["additionalProperties"].is_object();
    if value["type"] == "object" && value.get("properties").is_none() && !is_map {
        json!({"type": "object", "properties": {}, "additionalProperties": false})
    } else {
        schema(value)
    }
}

fn schema(value: &Value) -> Value {
    if let Some(reference) = value["$ref"].as_str() {
        return json!({ "$ref": reference });
    }
    match value["type"].as_str() {
        Some("object") => match value["properties"].as_object() {
            Some(properties) => {
                let properties: Map<String, Value> = properties
                    .iter()
                    .map(|(name, property)| (name.clone(), self::property(name, property)))
                    .collect();
                // Properties that are not listed are kept by every object anyway.
                json!({"type": "object", "properties": properties, "additionalProperties": false})
            }
            None if value["additionalProperties"].is_object() => {
                let inner = schema(&value["additionalProperties"]);
                json!({"type": "object", "additionalProperties": inner})
            }
            None => json!({}),
        },
        Some("array") => json!({"type": "array", "items": schema(&value["items"])}),
        Some("string") => match (value.get("enum"), value["format"].as_str()) {
            (Some(values), _) => json!({"type": "string", "enum": values}),
            (None, Some("date-time")) => json!({"type": "string", "format": "date-time"}),
            _ => json!({"type": "string"}),
        },
        Some("integer") => json!({"type": "integer", "format": "int64"}),
        Some(kind @ ("number" | "boolean")) => json!({ "type": kind }),
        _ => json!({}),
    }
}

/// `_links` is the same everywhere: a relation leads to a link or to a list of links. An
/// object without listed properties holds anything by name. What Okta calls an object as a
/// value of a map or in a list need not be one: the details of a log event are texts.
fn property(name: &str, value: &Value) -> Value {
    match schema(value) {
        _ if name == "_links" => json!({ "$ref": format!("{SCHEMAS}{LINKS}") }),
        Value::Object(anything) if anything.is_empty() && value["type"] == "object" => {
            json!({"type": "object", "additionalProperties": {}})
        }
        schema => schema,
    }
}

/// The name under which progenitor sees the hand-written `Links`.
pub const LINKS: &str = "OktaApiLinks";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makes_a_type_remains() {
        for (value, expected) in [
            (
                json!({"type": "string", "maxLength": 3, "default": 1, "pattern": "(?i)a", "readOnly": true}),
                json!({"type": "string"}),
            ),
            (
                json!({"type": "integer", "format": "int32", "minimum": 1}),
                json!({"type": "integer", "format": "int64"}),
            ),
            (json!({"type": "object"}), json!({})),
            (
                json!({"type": "object", "additionalProperties": {"type": "object"}}),
                json!({"type": "object", "additionalProperties": {}}),
            ),
            (
                json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "items": {}, "minItems": 1}, "b": {"type": "object"}, "_links": {}}}),
                json!({"type": "object", "additionalProperties": false, "properties": {
                    "a": {"type": "array", "items": {}}, "b": {"type": "object", "additionalProperties": {}},
                    "_links": {"$ref": "#/components/schemas/OktaApiLinks"},
                }}),
            ),
        ] {
            assert_eq!(schema(&value), expected);
        }
    }
}
