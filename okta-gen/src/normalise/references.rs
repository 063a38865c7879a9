//! Every schema is an object, and every reference leads to a named one, and in no circle.

use serde_json::{Map, Value};

use crate::{
    document::{each_schema, referenced, schemas_mut},
    error::{Error, Result},
};

pub fn apply(document: &mut Value) -> Result<()> {
    let schemas = schemas_mut(document)?.clone();
    each_schema(document, |place, schema| match schema.get("$ref") {
        _ if !schema.is_object() => Err(Error::at(
            place,
            format!("expected a schema, which is an object, and found {schema}"),
        )),
        Some(reference) => lead(&schemas, schema).map_err(|problem| {
            let reference = shown(reference);
            let advice = match reference.starts_with('#') {
                true => "define the schema, or correct the reference, with an overlay",
                false => "bundle the files of the description into one",
            };
            Error::at(place, format!("the reference {reference} {problem}")).advise(advice)
        }),
        None => Ok(()),
    })
}

fn shown(reference: &Value) -> String {
    match reference.as_str() {
        Some(text) => text.to_owned(),
        None => reference.to_string(),
    }
}

/// Follows a reference to what is none.
fn lead(schemas: &Map<String, Value>, schema: &Value) -> Result<(), &'static str> {
    let mut schema = schema;
    for _ in 0..=schemas.len() {
        if schema.get("$ref").is_none() {
            return Ok(());
        }
        schema = referenced(schema)
            .and_then(|name| schemas.get(name))
            .ok_or("leads nowhere")?;
    }
    Err("leads in a circle")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(reference: &str) -> Result<()> {
        apply(&mut json!({"components": {"schemas": {
            "A": {"type": "object", "properties": {"b": {"$ref": reference}}},
            "B": {"$ref": "#/components/schemas/A"},
            "C": {"$ref": "#/components/schemas/C"},
        }}}))
    }

    #[test]
    fn a_schema_that_is_no_object_is_an_error() {
        let mut document = json!({"components": {"schemas": {
            "A": {"type": "object", "properties": {"b": "text"}},
        }}});
        let error = apply(&mut document).unwrap_err();
        assert_eq!(error.place, "schema A.b");
        assert!(error.problem.ends_with("found \"text\""), "{error}");
    }

    #[test]
    fn references_end_at_a_schema() {
        for (reference, problem) in [
            ("#/components/schemas/Z", "leads nowhere"),
            ("other.yaml#/A", "leads nowhere"),
            ("#/components/schemas/C", "leads in a circle"),
        ] {
            let error = checked(reference).unwrap_err();
            assert_eq!(error.place, "schema A.b");
            assert_eq!(
                error.problem,
                format!("the reference {reference} {problem}")
            );
        }
        // The circle is at fault, and nothing else is.
        assert_eq!(
            checked("#/components/schemas/B").unwrap_err().place,
            "schema C"
        );
    }
}
