//! `oneOf` and `anyOf` without a discriminator.
//!
//! Trying the alternatives in turn would pick a wrong one in silence, so there is no
//! choice to make: alternatives that are all objects become one object with the
//! properties of all of them, alternatives of one and the same type become that type,
//! and anything else stays as it came. Words make no difference.

use serde_json::{Map, Value, json};

use crate::{
    document::{each_schema, referenced, schemas_mut},
    error::Result,
};

pub fn apply(document: &mut Value) -> Result<()> {
    let schemas = schemas_mut(document)?.clone();
    each_schema(document, |_, schema| {
        if let Some(combined) = combined(&schemas, schema, DEPTH) {
            *schema = combined;
        }
        Ok(())
    })
}

/// A schema with what its alternatives amount to, if it has any.
fn combined(schemas: &Map<String, Value>, schema: &Value, depth: usize) -> Option<Value> {
    let alternatives: Vec<&Value> = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten()
        .collect();
    if alternatives.is_empty() {
        return None;
    }
    let mut whole = schema.as_object().cloned()?;
    whole.retain(|key, _| !matches!(key.as_str(), "oneOf" | "anyOf"));
    for (key, value) in union(schemas, &alternatives, depth) {
        match (key.as_str(), whole.get_mut(&key)) {
            ("properties", Some(Value::Object(own))) => {
                for (name, property) in value.as_object().cloned().unwrap_or_default() {
                    own.entry(name).or_insert(property);
                }
            }
            (_, Some(_)) => {}
            (_, None) => {
                whole.insert(key, value);
            }
        }
    }
    Some(Value::Object(whole))
}

/// What holds any of the alternatives.
fn union(
    schemas: &Map<String, Value>,
    alternatives: &[&Value],
    depth: usize,
) -> Map<String, Value> {
    if let [single] = alternatives {
        return single.as_object().cloned().unwrap_or_default();
    }
    let union = alternatives
        .iter()
        .map(|part| {
            let part = resolved(schemas, part);
            let inner = depth.checked_sub(1);
            let combined = inner.and_then(|depth| combined(schemas, part, depth));
            combined.unwrap_or_else(|| part.clone())
        })
        .reduce(|all, part| join(schemas, &all, &part, depth));
    match union {
        // What is said of one alternative is not said of all of them.
        Some(Value::Object(mut union)) => {
            union.retain(|key, _| MAKES_TYPE.contains(&key.as_str()));
            union
        }
        _ => Map::new(),
    }
}

/// How deep properties of several alternatives are joined; deeper ones can be anything.
const DEPTH: usize = 4;

/// What decides about the type of a union.
const MAKES_TYPE: [&str; 8] = [
    "$ref",
    "additionalProperties",
    "enum",
    "format",
    "items",
    "properties",
    "type",
    "x-okta-extensible",
];

fn resolved<'a>(schemas: &'a Map<String, Value>, mut schema: &'a Value) -> &'a Value {
    while let Some(target) = referenced(schema).and_then(|name| schemas.get(name)) {
        schema = target;
    }
    schema
}

/// What holds both: the same but for words, texts, numbers, lists, or objects with the
/// properties of both; otherwise anything.
fn join(schemas: &Map<String, Value>, a: &Value, b: &Value, depth: usize) -> Value {
    if bare(a) == bare(b) {
        return a.clone();
    }
    let (first, second) = (resolved(schemas, a), resolved(schemas, b));
    if bare(first) == bare(second) {
        return a.clone();
    }
    if depth == 0 {
        return json!({});
    }
    match (kind(first), kind(second)) {
        ("string", "string") => match (first["enum"].as_array(), second["enum"].as_array()) {
            (Some(values), Some(more)) => {
                let mut values = values.clone();
                for value in more {
                    if !values.contains(value) {
                        values.push(value.clone());
                    }
                }
                json!({"type": "string", "enum": values})
            }
            _ => json!({"type": "string"}),
        },
        ("integer" | "number", "integer" | "number") => json!({"type": "number"}),
        ("array", "array") => {
            let items = join(schemas, &first["items"], &second["items"], depth - 1);
            json!({"type": "array", "items": items})
        }
        ("object", "object") => object(schemas, first, second, depth),
        _ => json!({}),
    }
}

fn kind(schema: &Value) -> &str {
    match schema["type"].as_str() {
        Some(kind) => kind,
        None if schema.get("properties").is_some() => "object",
        None => "",
    }
}

/// An object with the properties of both.
fn object(schemas: &Map<String, Value>, a: &Value, b: &Value, depth: usize) -> Value {
    let is_map = |part: &Value| part["additionalProperties"].is_object();
    let listed = |part: &Value| part["properties"].as_object().cloned();
    let (mut properties, more) = match (listed(a), listed(b)) {
        (None, None) => return json!({"type": "object"}),
        // One of them has properties by any name.
        _ if is_map(a) || is_map(b) => return json!({"type": "object"}),
        // One that lists none, such as a push without a code, takes none away.
        (properties, more) => (properties.unwrap_or_default(), more.unwrap_or_default()),
    };
    for (name, property) in &more {
        let joined = match properties.get(name) {
            Some(known) => join(schemas, known, property, depth - 1),
            None => property.clone(),
        };
        properties.insert(name.clone(), joined);
    }
    let mut union = json!({"type": "object", "properties": properties});
    if [a, b].iter().any(|part| part["x-okta-extensible"] == true) {
        union["x-okta-extensible"] = json!(true);
    }
    union
}

/// What of a schema decides about its type: the rest are words.
pub fn bare(schema: &Value) -> Value {
    let mut bare_schema = Map::new();
    for key in MAKES_TYPE {
        let Some(value) = schema.get(key) else {
            continue;
        };
        let value = match (key, value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, property)| (name.clone(), bare(property)))
                .collect::<Map<_, _>>()
                .into(),
            ("items" | "additionalProperties", Value::Object(_)) => bare(value),
            _ => value.clone(),
        };
        bare_schema.insert(key.to_owned(), value);
    }
    Value::Object(bare_schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_become_what_holds_all_of_them() {
        let text = json!({"type": "string"});
        for (alternatives, expected) in [
            (
                json!([{"$ref": "#/components/schemas/A"}, {"properties": {"b": text, "x": {"type": "integer"}}}]),
                json!({"type": "object", "properties": {"a": text, "b": text, "x": {}}}),
            ),
            (
                json!([text, {"type": "string", "format": "uuid"}]),
                text.clone(),
            ),
            (json!([text, {"type": "integer"}]), json!({})),
            (
                json!([{"type": "object"}, {"properties": {"b": text}}, {"type": "object"}]),
                json!({"type": "object", "properties": {"b": text}}),
            ),
            (
                json!([{"type": "object", "additionalProperties": text}, {"properties": {"b": text}}]),
                json!({"type": "object"}),
            ),
            (
                json!([{"type": "string", "enum": ["A", "B"]}, {"type": "string", "enum": ["B", "C"]}]),
                json!({"type": "string", "enum": ["A", "B", "C"]}),
            ),
            (
                json!([
                    {"properties": {"a": {"type": "string", "example": {}}}, "x-okta-extensible": true},
                    {"properties": {"a": {"type": "string", "description": "Other words."}}},
                ]),
                json!({"type": "object", "x-okta-extensible": true, "properties": {
                    "a": {"type": "string", "example": {}},
                }}),
            ),
            (
                json!([{"type": "array", "items": text}, {"type": "array", "items": {"type": "integer"}}]),
                json!({"type": "array", "items": {}}),
            ),
            (json!([text, {"$ref": "#/components/schemas/A"}]), json!({})),
            (
                json!([{"$ref": "#/components/schemas/A"}]),
                json!({"$ref": "#/components/schemas/A"}),
            ),
        ] {
            let mut document = json!({"components": {"schemas": {
                "A": {"type": "object", "properties": {"a": text, "x": text}},
                "Choice": {"oneOf": alternatives},
            }}});
            apply(&mut document).unwrap();
            assert_eq!(document["components"]["schemas"]["Choice"], expected);
        }
    }
}
