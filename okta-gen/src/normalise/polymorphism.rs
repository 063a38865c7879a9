//! A base type and the types that its discriminator chooses between.
//!
//! Swagger 2.0 has no mapping, so Okta writes it in `x-openapi-v3-discriminator`; newer
//! descriptions use OpenAPI's `discriminator`, on the base or beside a `oneOf`. All
//! become a `discriminator` with a mapping on an object with the discriminating property.

use serde_json::{Map, Value, json};

use crate::{
    document::{SCHEMAS, schemas_mut},
    error::{Error, Result},
};

pub fn apply(document: &mut Value) -> Result<()> {
    let schemas = schemas_mut(document)?;
    let names: Vec<String> = schemas.keys().cloned().collect();
    for name in &names {
        let Some(schema) = schemas[name].as_object_mut() else {
            continue;
        };
        let Some(found) = schema
            .remove("x-openapi-v3-discriminator")
            .or_else(|| schema.remove("discriminator"))
        else {
            continue;
        };
        let alternatives = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| schema.remove(*key))
            .collect::<Vec<_>>();
        let at = |problem: String| Error::at(format!("schema {name}"), problem);
        let property = found["propertyName"]
            .as_str()
            .ok_or_else(|| at("the discriminator has no propertyName".into()))?;
        let mut mapping = mapping(&found, &alternatives);
        for target in mapping.values() {
            let target = target.as_str().unwrap_or_default();
            let known = target
                .strip_prefix(SCHEMAS)
                .is_some_and(|target| names.iter().any(|name| name == target));
            if !known {
                return Err(at(format!(
                    "the discriminator maps to {target}, which is not there"
                ))
                .advise("add the schema, or correct the mapping, with an overlay"));
            }
        }
        let own = format!("{SCHEMAS}{name}");
        mapping.retain(|_, target| target.as_str() != Some(&own));
        // The discriminating property must be readable on the base itself.
        schema.entry("type").or_insert(json!("object"));
        if let Some(properties) = schema
            .entry("properties")
            .or_insert(json!({}))
            .as_object_mut()
        {
            properties
                .entry(property)
                .or_insert(json!({"type": "string"}));
        }
        if !mapping.is_empty() {
            schema.insert(
                "discriminator".into(),
                json!({"propertyName": property, "mapping": mapping}),
            );
        }
    }
    Ok(())
}

/// Value to reference. A mapping may name schemas without the path; without a mapping
/// the alternatives' own names are the values.
fn mapping(discriminator: &Value, alternatives: &[Value]) -> Map<String, Value> {
    let mut mapping = Map::new();
    for (value, target) in discriminator["mapping"].as_object().into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let target = match target.contains('/') {
            true => target.to_owned(),
            false => format!("{SCHEMAS}{target}"),
        };
        mapping.insert(value.clone(), json!(target));
    }
    if mapping.is_empty() {
        for alternative in alternatives.iter().filter_map(Value::as_array).flatten() {
            if let Some(target) = alternative["$ref"].as_str() {
                let value = target.rsplit('/').next().unwrap_or_default();
                mapping.insert(value.to_owned(), json!(target));
            }
        }
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(base: Value) -> Result<Value> {
        let mut document = json!({"components": {"schemas": {"Base": base, "Child": {}}}});
        apply(&mut document)?;
        Ok(document["components"]["schemas"]["Base"].clone())
    }

    #[test]
    fn every_form_becomes_a_discriminator_with_a_mapping() {
        let expected = json!({
            "type": "object",
            "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind", "mapping": {"Child": "#/components/schemas/Child"}},
        });
        for base in [
            json!({"x-openapi-v3-discriminator": {
                "propertyName": "kind", "mapping": {"Child": "#/components/schemas/Child"},
            }}),
            json!({"discriminator": {
                "propertyName": "kind", "mapping": {"Child": "Child", "Base": "Base"},
            }}),
            json!({
                "oneOf": [{"$ref": "#/components/schemas/Child"}],
                "discriminator": {"propertyName": "kind"},
            }),
        ] {
            assert_eq!(normalised(base).unwrap(), expected);
        }
    }

    #[test]
    fn a_discriminator_that_chooses_nothing_is_dropped() {
        let base = normalised(json!({
            "type": "object", "properties": {"kind": {"enum": ["A"]}},
            "discriminator": {"propertyName": "kind"},
        }));
        assert_eq!(
            base.unwrap(),
            json!({"type": "object", "properties": {"kind": {"enum": ["A"]}}})
        );
    }

    #[test]
    fn a_mapping_to_nowhere_is_an_error_that_names_the_base() {
        let error = normalised(json!({
            "discriminator": {"propertyName": "kind", "mapping": {"A": "Nope"}},
        }))
        .unwrap_err();
        assert_eq!(error.place, "schema Base");
    }
}
