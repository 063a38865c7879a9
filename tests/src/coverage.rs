//! How much of a body the description knows: what it does not survives, but only as JSON.

use std::sync::LazyLock;

use okta_api::operations;
use serde::Serialize;
use serde_json::Value;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(operations::document()).unwrap_or_default());

/// What is not typed in a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Properties that their object does not have, but for attributes that an org adds.
    pub unknown: usize,
    /// Values that can be anything, or are not of the type that is described.
    pub untyped: usize,
}

/// Compares a body with a type: a schema's name, or a list of those.
#[must_use]
pub fn of(kind: &str, body: &Value) -> Coverage {
    in_schemas(&DOCUMENT["components"]["schemas"], kind, body)
}

fn in_schemas(schemas: &Value, kind: &str, body: &Value) -> Coverage {
    let mut look = Look {
        schemas,
        found: Coverage::default(),
    };
    let item = kind
        .strip_prefix("Vec<")
        .and_then(|rest| rest.strip_suffix('>'));
    // The names of types are those of schemas in the letter case of Rust.
    let letters = |name: &str| {
        name.replace(|c: char| !c.is_alphanumeric(), "")
            .to_lowercase()
    };
    let name = letters(item.unwrap_or(kind));
    let mut all = schemas.as_object().into_iter().flatten();
    if let Some((_, schema)) = all.find(|(other, _)| letters(other) == name) {
        match (item, body) {
            (Some(_), Value::Array(items)) => items.iter().for_each(|item| look.at(schema, item)),
            _ => look.at(schema, body),
        }
    }
    look.found
}

struct Look<'a> {
    schemas: &'a Value,
    found: Coverage,
}

impl<'a> Look<'a> {
    fn at(&mut self, schema: &'a Value, value: &Value) {
        let named = schema.get("$ref").is_some();
        let schema = self.chosen(schema, value);
        match (schema["type"].as_str(), value) {
            (_, Value::Null) => {}
            (Some("object"), Value::Object(object)) => {
                let properties = schema["properties"].as_object();
                let others = &schema["additionalProperties"];
                let is_open = schema["x-okta-extensible"] == true;
                for (name, value) in object {
                    match properties.and_then(|properties| properties.get(name)) {
                        // The same everywhere, and typed.
                        _ if name == "_links" => {}
                        Some(property) => self.at(property, value),
                        None if others.is_object() => self.at(others, value),
                        // A profile; an inline object that takes anything has no type.
                        None if is_open && (named || properties.is_some()) => {}
                        None if properties.is_none() => self.found.untyped += 1,
                        None => self.found.unknown += 1,
                    }
                }
            }
            (Some("array"), Value::Array(items)) => {
                items
                    .iter()
                    .for_each(|item| self.at(&schema["items"], item));
            }
            (Some("string"), Value::String(_))
            | (Some("boolean"), Value::Bool(_))
            | (Some("integer" | "number"), Value::Number(_)) => {}
            _ => self.found.untyped += 1,
        }
    }

    /// The schema behind references and discriminators.
    fn chosen(&self, schema: &'a Value, value: &Value) -> &'a Value {
        let mut schema = schema;
        loop {
            let reference = schema["$ref"].as_str().or_else(|| {
                let choice = schema.get("discriminator")?;
                let told = value[choice["propertyName"].as_str()?].as_str()?;
                choice["mapping"][told].as_str()
            });
            match reference.and_then(|reference| reference.rsplit('/').next()) {
                Some(name) => schema = &self.schemas[name],
                None => return schema,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_description_does_not_know_is_counted() {
        let schemas = json!({
            "Group": {"type": "object", "properties": {
                "id": {"type": "string"}, "any": {}, "profile": {"$ref": "#/components/schemas/Profile"},
            }},
            "Profile": {"type": "object", "properties": {}, "x-okta-extensible": true},
        });
        for (body, unknown, untyped) in [
            (json!({"id": "00g1", "profile": {"costCenter": 1}}), 0, 0),
            (json!({"id": null, "_links": {"any": [1]}}), 0, 0),
            (json!({"newIn2030": {"deep": 1}, "other": 1}), 2, 0),
            (json!({"id": 1, "any": "x"}), 0, 2),
        ] {
            let expected = Coverage { unknown, untyped };
            assert_eq!(in_schemas(&schemas, "Group", &body), expected, "{body}");
            let list = json!([body]);
            assert_eq!(
                in_schemas(&schemas, "Vec<Group>", &list),
                expected,
                "{body}"
            );
        }
    }
}
