//! `allOf` around one reference, with nothing else that makes a type, only describes what
//! is referred to: the property is of that type, and keeps its own words.

use serde_json::{Value, json};

use crate::{document::each_inner_schema, error::Result};

/// What makes a type; everything else are words about it.
const MAKES_TYPE: [&str; 8] = [
    "additionalProperties",
    "anyOf",
    "discriminator",
    "items",
    "oneOf",
    "properties",
    "x-okta-extensible",
    "x-okta-parent",
];

pub fn apply(document: &mut Value) -> Result<()> {
    // Not a named schema: that has its name to itself, which a discriminator may choose.
    each_inner_schema(document, |_, schema| {
        if let Some(reference) = reference(schema) {
            *schema = reference;
        }
        Ok(())
    })
}

/// The reference that a schema describes, with the words of the schema and of its parts.
fn reference(schema: &Value) -> Option<Value> {
    let parts = schema.get("allOf")?.as_array()?;
    let mut references = parts.iter().filter_map(|part| part.get("$ref"));
    let reference = match (references.next(), references.next()) {
        (Some(reference), None) => reference,
        _ => return None,
    };
    let says = |part: &Value, key: &&str| part.get(key).is_some();
    if MAKES_TYPE.iter().any(|key| says(schema, key)) {
        return None;
    }
    let mut described = json!({});
    for part in parts.iter().filter(|part| !says(part, &"$ref")) {
        if says(part, &"allOf") || MAKES_TYPE.iter().any(|key| says(part, key)) {
            return None;
        }
        add_words(&mut described, part);
    }
    add_words(&mut described, schema);
    described["$ref"] = reference.clone();
    Some(described)
}

fn add_words(described: &mut Value, part: &Value) {
    for (key, value) in part.as_object().into_iter().flatten() {
        if !matches!(key.as_str(), "allOf" | "type" | "enum" | "required") {
            described[key] = value.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_reference_make_no_type() {
        let reference = json!({"$ref": "#/components/schemas/B"});
        let described = json!({
            "$ref": "#/components/schemas/B", "description": "Why.", "readOnly": true,
        });
        for (schema, expected) in [
            (
                json!({"description": "Why.", "allOf": [reference, {"readOnly": true}]}),
                Some(&described),
            ),
            (
                json!({"type": "object", "allOf": [{"description": "Why.", "readOnly": true}, reference]}),
                Some(&described),
            ),
            (
                json!({"allOf": [reference, {"enum": ["A"]}]}),
                Some(&reference),
            ),
            (json!({"allOf": [reference, reference]}), None),
            (json!({"allOf": [reference, {"properties": {}}]}), None),
            (json!({"allOf": [reference], "properties": {}}), None),
            (json!({"allOf": [{"properties": {}}]}), None),
        ] {
            let mut document = json!({"components": {"schemas": {
                "A": {"properties": {"b": schema}}, "C": schema,
            }}});
            apply(&mut document).unwrap();
            let schemas = &document["components"]["schemas"];
            assert_eq!(
                &schemas["A"]["properties"]["b"],
                expected.unwrap_or(&schema)
            );
            assert_eq!(schemas["C"], schema, "a named schema stays one");
        }
    }
}
