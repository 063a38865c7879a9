//! Inheritance written out: a child lists all properties, its own and its parents'.
//!
//! Okta's Swagger says `x-okta-parent`, newer descriptions say `allOf`; some say both.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::{
    document::{DEEPEST, SCHEMAS, each_schema, schemas_mut},
    error::{Error, Result},
};

const PARENT: &str = "x-okta-parent";

pub fn apply(document: &mut Value) -> Result<()> {
    let original = schemas_mut(document)?.clone();
    // Inner schemas come before the ones that hold them, so nested `allOf`s are flat
    // when their holder is looked at.
    each_schema(document, |place, schema| {
        if !inherits(schema) {
            return Ok(());
        }
        *schema = flatten(&original, schema, &mut HashSet::new())
            .map_err(|problem| Error::at(place, problem))?;
        Ok(())
    })
}

fn inherits(schema: &Value) -> bool {
    schema.get(PARENT).is_some() || schema.get("allOf").is_some()
}

fn flatten(
    schemas: &Map<String, Value>,
    schema: &Value,
    visited: &mut HashSet<String>,
) -> Result<Value, String> {
    let mut parts = Vec::new();
    if let Some(parent) = schema.get(PARENT) {
        parts.push(json!({ "$ref": parent }));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if !parts.contains(part) {
            parts.push(part.clone());
        }
    }
    let mut own = schema.clone();
    if let Some(own) = own.as_object_mut() {
        own.remove(PARENT);
        own.remove("allOf");
    }

    // `allOf` around a single reference only adds a description to it.
    let mut merged = Map::new();
    let mut scalar = None;
    for part in parts {
        let inherited = match part["$ref"].as_str() {
            Some(reference) => {
                let name = reference
                    .strip_prefix(SCHEMAS)
                    .filter(|name| schemas.contains_key(*name))
                    .ok_or_else(|| format!("the parent {reference} is not there"))?;
                if !visited.insert(name.to_owned()) {
                    return Err(format!("{name} is its own ancestor"));
                }
                if visited.len() > DEEPEST {
                    return Err(format!(
                        "more than {DEEPEST} schemas inherit from each other"
                    ));
                }
                let resolved = flatten(schemas, &schemas[name], visited)?;
                visited.remove(name);
                if !is_object(&resolved) {
                    scalar = Some(part.clone());
                    continue;
                }
                resolved
            }
            None => flatten(schemas, &part, visited)?,
        };
        merge(&mut merged, inherited);
    }
    if merged.get("properties").is_none()
        && !is_object(&own)
        && let Some(mut reference) = scalar
    {
        if let Some(description) = own.get("description") {
            reference["description"] = description.clone();
        }
        return Ok(reference);
    }
    // What makes the parent polymorphic does not make the child so, and what the
    // parent is called and what it is for is not said of the child.
    for key in ["discriminator", "description", "title"] {
        merged.remove(key);
    }
    merge(&mut merged, own);
    Ok(Value::Object(merged))
}

fn is_object(schema: &Value) -> bool {
    schema["type"] == "object" || schema.get("properties").is_some()
}

/// Later parts win, property by property; one that says nothing of its type (a default
/// only, say) adds to what is inherited.
fn merge(merged: &mut Map<String, Value>, part: Value) {
    let Value::Object(part) = part else { return };
    for (key, value) in part {
        match (key.as_str(), merged.get_mut(&key), value) {
            ("properties", Some(Value::Object(properties)), Value::Object(more)) => {
                for (name, property) in more {
                    match properties.get_mut(&name) {
                        Some(Value::Object(inherited)) if !says_type(&property) => {
                            merge(inherited, property);
                        }
                        _ => {
                            properties.insert(name, property);
                        }
                    }
                }
            }
            ("required", Some(Value::Array(required)), Value::Array(more)) => {
                required.extend(more);
            }
            (_, _, value) => {
                merged.insert(key, value);
            }
        }
    }
}

fn says_type(schema: &Value) -> bool {
    [
        "$ref",
        "type",
        "properties",
        "items",
        "enum",
        "allOf",
        "oneOf",
        "anyOf",
        "additionalProperties",
    ]
    .iter()
    .any(|key| schema.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(schemas: Value) -> Result<Value> {
        let mut document = json!({"components": {"schemas": schemas}});
        apply(&mut document)?;
        Ok(document["components"]["schemas"].take())
    }

    #[test]
    fn a_child_has_its_own_and_all_inherited_properties() {
        let text = json!({"type": "string"});
        let schemas = normalised(json!({
            "Base": {
                "type": "object", "description": "A base.",
                "properties": {"id": text, "name": text, "settings": {"$ref": "#/components/schemas/S"}},
                "discriminator": {"propertyName": "name"},
            },
            "Child": {
                "x-okta-parent": "#/components/schemas/Base",
                "allOf": [{"$ref": "#/components/schemas/Base"}],
                "properties": {"name": {"default": "child"}, "settings": {"$ref": "#/components/schemas/T"}},
            },
            "Grandchild": {"x-okta-parent": "#/components/schemas/Child", "properties": {"more": text}},
            "S": {"type": "object"}, "T": {"type": "object"},
        }))
        .unwrap();
        assert_eq!(
            schemas["Grandchild"],
            json!({"type": "object", "properties": {
                "id": text,
                "name": {"type": "string", "default": "child"},
                "settings": {"$ref": "#/components/schemas/T"},
                "more": text,
            }})
        );
        assert!(schemas["Base"].get("discriminator").is_some());
    }

    #[test]
    fn nested_combinations_are_flat_and_a_described_reference_stays_one() {
        let schemas = normalised(json!({
            "Status": {"type": "string", "enum": ["A"]},
            "Holder": {"type": "object", "properties": {
                "status": {"allOf": [{"$ref": "#/components/schemas/Status"}, {"readOnly": true}]},
                "inner": {"allOf": [
                    {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                    {"properties": {"b": {"type": "string"}}, "required": ["b"]},
                ]},
            }},
        }))
        .unwrap();
        assert_eq!(
            schemas["Holder"]["properties"],
            json!({
                "status": {"$ref": "#/components/schemas/Status"},
                "inner": {"type": "object", "required": ["a", "b"], "properties": {
                    "a": {"type": "string"}, "b": {"type": "string"},
                }},
            })
        );
    }

    #[test]
    fn missing_parents_and_loops_are_errors_that_name_the_child() {
        for child in [
            json!({"x-okta-parent": "#/components/schemas/Nope"}),
            json!({"allOf": [{"$ref": "#/components/schemas/Child"}]}),
        ] {
            let error = normalised(json!({"Child": child})).unwrap_err();
            assert_eq!(error.place, "schema Child");
        }
    }
}
