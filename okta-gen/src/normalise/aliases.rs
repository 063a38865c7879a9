//! A named schema that is a scalar, a list, a map or another named schema is written out
//! where it is used: it adds words to a type, and no type. A list behind a reference is a
//! list then, and a secret behind one is a text.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::{
    document::{DEEPEST, SCHEMAS, each_schema, referenced, schemas_mut},
    error::{Error, Result},
};

pub fn apply(document: &mut Value) -> Result<()> {
    let aliases: Map<String, Value> = schemas_mut(document)?
        .iter()
        .filter(|(_, schema)| !is_type(schema))
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    each_schema(document, |place, schema| {
        write_out(&aliases, schema, &mut HashSet::new())
            .map_err(|problem| Error::at(place, problem))
    })?;
    let chosen = chosen(document)?;
    schemas_mut(document)?.retain(|name, _| !aliases.contains_key(name) || chosen.contains(name));
    Ok(())
}

/// Whether a schema makes a type of its own: an object, a choice between objects, or an
/// enum.
fn is_type(schema: &Value) -> bool {
    let says = |key| schema.get(key).is_some();
    match schema["type"].as_str() {
        _ if says("discriminator") => true,
        Some("object") => says("properties") || !schema["additionalProperties"].is_object(),
        Some("string") => says("enum"),
        _ => false,
    }
}

/// Replaces a reference to an alias, and those in what takes its place. One that leads
/// back to itself can be anything.
fn write_out(
    aliases: &Map<String, Value>,
    schema: &mut Value,
    open: &mut HashSet<String>,
) -> Result<(), String> {
    let alias = referenced(schema)
        .filter(|name| aliases.contains_key(*name))
        .map(str::to_owned);
    if let Some(name) = alias {
        let words = std::mem::replace(schema, json!({}));
        if !open.insert(name.clone()) {
            return Ok(());
        }
        if open.len() > DEEPEST {
            return Err(format!(
                "more than {DEEPEST} schemas lead from one to the next"
            ));
        }
        *schema = aliases[&name].clone();
        write_out(aliases, schema, open)?;
        open.remove(&name);
        for (key, value) in words.as_object().into_iter().flatten() {
            if key != "$ref" {
                schema[key] = value.clone();
            }
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner @ Value::Object(_)) = schema.get_mut(key) {
            write_out(aliases, inner, open)?;
        }
    }
    Ok(())
}

/// The schemas that discriminators choose: they are there by name.
fn chosen(document: &mut Value) -> Result<HashSet<String>> {
    Ok(schemas_mut(document)?
        .values()
        .filter_map(|schema| schema["discriminator"]["mapping"].as_object())
        .flat_map(Map::values)
        .filter_map(|target| target.as_str()?.strip_prefix(SCHEMAS))
        .map(str::to_owned)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_and_enums_have_names() {
        let mut document = json!({"components": {"schemas": {
            "Holder": {"type": "object", "properties": {
                "id": {"$ref": "#/components/schemas/Id", "description": "Mine."},
                "names": {"$ref": "#/components/schemas/Names"},
                "same": {"$ref": "#/components/schemas/Same"},
                "loop": {"$ref": "#/components/schemas/Loop"},
                "status": {"$ref": "#/components/schemas/Status"},
            }},
            "Id": {"type": "string", "description": "An id.", "readOnly": true},
            "Names": {"type": "array", "items": {"$ref": "#/components/schemas/Name"}},
            "Name": {"$ref": "#/components/schemas/Id"},
            "Same": {"$ref": "#/components/schemas/Holder"},
            "Loop": {"type": "array", "items": {"$ref": "#/components/schemas/Loop"}},
            "Status": {"type": "string", "enum": ["A"]},
        }}});
        apply(&mut document).unwrap();
        let id = json!({"type": "string", "description": "An id.", "readOnly": true});
        assert_eq!(
            document["components"]["schemas"],
            json!({
                "Holder": {"type": "object", "properties": {
                    "id": {"type": "string", "description": "Mine.", "readOnly": true},
                    "names": {"type": "array", "items": id},
                    "same": {"$ref": "#/components/schemas/Holder"},
                    "loop": {"type": "array", "items": {}},
                    "status": {"$ref": "#/components/schemas/Status"},
                }},
                "Status": {"type": "string", "enum": ["A"]},
            })
        );
    }
}
