//! Schemas that stood in the same place of several holders, and say the same, are one type: the
//! `expand` of two methods, the `status` of a policy and of its rules. What the description
//! names itself stays as it is.
//!
//! The type has the shortest of their names. The others remain as other names of it, each with
//! its own words, so that a program says `EventHookStatus` whether or not another resource
//! happens to have the same states in this release.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::inline_schemas::PLACE;
use crate::{
    document::{SCHEMAS, each_schema, schemas_mut},
    error::Result,
};

/// What is said of one place only.
const OWN: [&str; 6] = [
    "description",
    "example",
    "title",
    "default",
    "readOnly",
    "x-okta-tags",
];

pub fn apply(document: &mut Value) -> Result<()> {
    let schemas = schemas_mut(document)?;
    let mut others = BTreeMap::new();
    // Those that hold identical schemas are identical only when these are one.
    loop {
        let found = identical(schemas, &others);
        if found == others {
            break;
        }
        others = found;
    }
    for (name, first) in &others {
        let Some(schema) = schemas.get_mut(name).and_then(Value::as_object_mut) else {
            continue;
        };
        schema.retain(|key, _| matches!(key.as_str(), "description" | "x-okta-tags"));
        schema.insert("$ref".to_owned(), format!("{SCHEMAS}{first}").into());
    }
    each_schema(document, |_, schema| {
        if let Some(schema) = schema.as_object_mut() {
            schema.remove(PLACE);
        }
        Ok(())
    })
}

/// The schemas that another one stands for, with its name.
fn identical(
    schemas: &Map<String, Value>,
    others: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut groups: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (name, schema) in schemas {
        if schema.get(PLACE).is_some() {
            let said = said(schema, others);
            groups.entry(said.to_string()).or_default().push(name);
        }
    }
    let mut found = BTreeMap::new();
    for names in groups.values_mut() {
        names.sort_by_key(|name| (name.len(), *name));
        if let Some((first, rest)) = names.split_first() {
            found.extend(rest.iter().map(|name| ((*name).clone(), (*first).clone())));
        }
    }
    found
}

/// What a schema says of its type, its place included, once what is identical is one.
fn said(schema: &Value, others: &BTreeMap<String, String>) -> Value {
    let mut said = schema.clone();
    if let Some(said) = said.as_object_mut() {
        said.retain(|key, _| !OWN.contains(&key.as_str()));
    }
    join(&mut said, others);
    said
}

fn join(value: &mut Value, others: &BTreeMap<String, String>) {
    match value {
        Value::Object(object) => object.values_mut().for_each(|inner| join(inner, others)),
        Value::Array(items) => items.iter_mut().for_each(|item| join(item, others)),
        Value::String(text) => {
            let first = text.strip_prefix(SCHEMAS).and_then(|name| others.get(name));
            if let Some(first) = first {
                *text = format!("{SCHEMAS}{first}");
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_same_in_the_same_place_is_one_type_with_several_names() {
        let status = |words: &str| json!({"type": "string", "enum": ["ON"], "description": words, PLACE: "Status"});
        let holder = |status: &str| {
            json!({"type": "object", PLACE: "Item", "properties": {
                "status": {"$ref": format!("{SCHEMAS}{status}"), "description": "Whether it is on."},
            }})
        };
        let mut document = json!({"components": {"schemas": {
            "LampStatus": status("Of a lamp."),
            "DoorbellStatus": status("Of a doorbell."),
            "LampStatusInHouse": {"type": "string", "enum": ["ON"]},
            "LampMode": {"type": "string", "enum": ["ON"], PLACE: "Mode"},
            "LampItem": holder("LampStatus"),
            "DoorbellItem": holder("DoorbellStatus"),
        }}});
        apply(&mut document).unwrap();
        let mut one = holder("LampStatus");
        one.as_object_mut().unwrap().remove(PLACE);
        let mut kept = status("Of a lamp.");
        kept.as_object_mut().unwrap().remove(PLACE);
        assert_eq!(
            document["components"]["schemas"],
            json!({
                "LampStatus": kept,
                "DoorbellStatus": {"$ref": "#/components/schemas/LampStatus", "description": "Of a doorbell."},
                "LampStatusInHouse": {"type": "string", "enum": ["ON"]},
                "LampMode": {"type": "string", "enum": ["ON"]},
                "LampItem": one,
                "DoorbellItem": {"$ref": "#/components/schemas/LampItem"},
            })
        );
    }
}
