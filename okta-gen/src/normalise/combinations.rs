//! `oneOf` and `anyOf` without a discriminator.
//!
//! Trying the alternatives in turn would pick a wrong one in silence, so there is no
//! choice to make: alternatives that are all objects become one object with the
//! properties of all of them, alternatives of one and the same type become that type,
//! and anything else stays as it came.

use serde_json::{Map, Value, json};

use crate::{
    document::{each_schema, referenced, schemas_mut},
    error::Result,
};

pub fn apply(document: &mut Value) -> Result<()> {
    let schemas = schemas_mut(document)?.clone();
    each_schema(document, |_, schema| {
        let Some(object) = schema.as_object_mut() else {
            return Ok(());
        };
        let alternatives: Vec<Value> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| object.remove(*key))
            .filter_map(|parts| parts.as_array().cloned())
            .flatten()
            .collect();
        if !alternatives.is_empty() {
            for (key, value) in union(&schemas, &alternatives) {
                match (key.as_str(), object.get_mut(&key)) {
                    ("properties", Some(Value::Object(own))) => {
                        for (name, property) in value.as_object().cloned().unwrap_or_default() {
                            own.entry(name).or_insert(property);
                        }
                    }
                    (_, Some(_)) => {}
                    (_, None) => {
                        object.insert(key, value);
                    }
                }
            }
        }
        Ok(())
    })
}

fn union(schemas: &Map<String, Value>, alternatives: &[Value]) -> Map<String, Value> {
    let resolved: Vec<&Value> = alternatives
        .iter()
        .map(|part| {
            referenced(part)
                .and_then(|name| schemas.get(name))
                .unwrap_or(part)
        })
        .collect();
    let mut union = Map::new();
    if let [single] = alternatives {
        return single.as_object().cloned().unwrap_or_default();
    }
    if resolved.iter().all(|part| part.get("properties").is_some()) {
        let mut properties = Map::new();
        for part in resolved {
            for (name, property) in part["properties"].as_object().into_iter().flatten() {
                match properties.get(name) {
                    Some(other) if other != property => {
                        properties.insert(name.clone(), json!({}));
                    }
                    _ => {
                        properties.insert(name.clone(), property.clone());
                    }
                }
            }
        }
        union.insert("type".into(), json!("object"));
        union.insert("properties".into(), Value::Object(properties));
    } else if let Some(kind) = resolved[0]["type"].as_str()
        && matches!(kind, "string" | "integer" | "number" | "boolean")
        && resolved.iter().all(|part| part["type"] == kind)
    {
        union.insert("type".into(), json!(kind));
    }
    union
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
