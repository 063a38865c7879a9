//! Schemas that leave their type to the reader, or name a wrong one, and objects that take
//! any property.

use serde_json::{Value, json};

use crate::{
    document::each_schema,
    error::{Error, Result},
};

/// The types that OpenAPI 3.0 knows.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

pub fn apply(document: &mut Value) -> Result<()> {
    each_schema(document, |place, schema| {
        if schema.get("$ref").is_some() {
            return Ok(());
        }
        single(schema);
        match schema.get("type") {
            None => {}
            Some(Value::String(kind)) if TYPES.contains(&kind.as_str()) => {}
            Some(other) => {
                return Err(Error::at(place, format!("{other} is no type")).advise(
                    "name one of OpenAPI 3.0: array, boolean, integer, number, object, string",
                ));
            }
        }
        // Okta describes an object by what a list of them would hold, too.
        if schema["type"] == "object"
            && schema.get("properties").is_none()
            && let Some(item @ Value::Object(_)) = schema.get_mut("items")
        {
            *schema = item.take();
            return Ok(());
        }
        // Newer descriptions say so of the profiles that orgs add attributes to.
        if schema["additionalProperties"] == true {
            schema["x-okta-extensible"] = json!(true);
        }
        let kind = match &schema["type"] {
            // Okta describes some lists of strings as objects.
            Value::String(kind) if kind == "object" && has_strings(schema) => Some("string"),
            Value::String(_) => None,
            _ if schema.get("properties").is_some() => Some("object"),
            _ if schema.get("additionalProperties").is_some() => Some("object"),
            _ if schema.get("x-okta-extensible").is_some() => Some("object"),
            _ if schema.get("items").is_some() => Some("array"),
            _ if has_strings(schema) => Some("string"),
            _ => None,
        };
        if let (Some(kind), Some(object)) = (kind, schema.as_object_mut()) {
            object.insert("type".into(), json!(kind));
        }
        Ok(())
    })
}

/// OpenAPI 3.1 lists types. One beside null is the type; several can be anything.
fn single(schema: &mut Value) {
    let Some(listed) = schema.get("type").and_then(Value::as_array) else {
        return;
    };
    let mut types = listed.iter().filter(|kind| *kind != "null");
    let (first, others) = (types.next().cloned(), types.next().is_some());
    if let Some(object) = schema.as_object_mut() {
        match first {
            Some(kind) if !others => object.insert("type".into(), kind),
            _ => object.remove("type"),
        };
    }
}

fn has_strings(schema: &Value) -> bool {
    schema["enum"]
        .as_array()
        .is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_type_is_an_error_that_names_its_place() {
        for kind in [json!("text"), json!(1)] {
            let mut document = json!({"components": {"schemas": {
                "A": {"properties": {"b": {"type": kind}}},
            }}});
            assert_eq!(apply(&mut document).unwrap_err().place, "schema A.b");
        }
    }

    #[test]
    fn an_object_with_items_is_one_of_them() {
        let item = json!({"$ref": "#/components/schemas/B"});
        let mut document = json!({"components": {"schemas": {
            "A": {"type": "object", "items": item},
        }}});
        apply(&mut document).unwrap();
        assert_eq!(document["components"]["schemas"]["A"], item);
    }

    #[test]
    fn the_type_follows_from_the_rest() {
        for (schema, kind) in [
            (json!({"properties": {}}), json!("object")),
            (json!({"additionalProperties": {}}), json!("object")),
            (json!({"additionalProperties": true}), json!("object")),
            (json!({"items": {}}), json!("array")),
            (json!({"enum": ["A"]}), json!("string")),
            (json!({"type": "object", "enum": ["A"]}), json!("string")),
            (
                json!({"type": "object", "x-okta-extensible": true}),
                json!("object"),
            ),
            (json!({"type": "integer", "enum": [1]}), json!("integer")),
            (json!({"description": "anything"}), Value::Null),
            (json!({"type": ["string", "null"]}), json!("string")),
            (json!({"type": ["string", "integer"]}), Value::Null),
            (json!({"$ref": "#/components/schemas/B"}), Value::Null),
        ] {
            let mut document = json!({"components": {"schemas": {"A": schema}}});
            apply(&mut document).unwrap();
            assert_eq!(document["components"]["schemas"]["A"]["type"], kind);
        }
    }
}
