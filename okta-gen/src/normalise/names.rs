//! Schemas whose names mean something else in the generated code get other ones, and no
//! two have the same name in Rust.
//!
//! Generated files use a few types of okta-api and of other crates by their short names,
//! and each operation's call is a type named after the operation.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use serde_json::Value;

use crate::{
    document::{SCHEMAS, each_operation, schemas_mut},
    error::Result,
};

/// What generated files import, and Rust's own types that they name.
const RESERVED: [&str; 34] = [
    "Box",
    "Bytes",
    "Call",
    "Choice",
    "Client",
    "DateTime",
    "Default",
    "Deserialize",
    "Error",
    "Field",
    "From",
    "Future",
    "Into",
    "IntoIterator",
    "Iterator",
    "Link",
    "LinkHints",
    "LinkTarget",
    "Links",
    "Map",
    "NoContent",
    "Object",
    "Option",
    "PartialEq",
    "Response",
    "Result",
    "Send",
    "Sending",
    "Slot",
    "String",
    "Upload",
    "Utc",
    "Value",
    "Vec",
];

pub fn apply(document: &mut Value) -> Result<()> {
    let mut taken: BTreeSet<String> = RESERVED.iter().map(|name| letters(name)).collect();
    each_operation(document, |_, _, operation| {
        taken.insert(letters(
            operation["operationId"].as_str().unwrap_or_default(),
        ));
        Ok(())
    })?;
    let schemas = schemas_mut(document)?;
    let names: Vec<String> = schemas.keys().cloned().collect();
    let mut renamed = BTreeMap::new();
    for name in &names {
        if taken.insert(letters(name)) {
            continue;
        }
        let mut other = format!("Okta{}", name.to_upper_camel_case());
        while names.iter().any(|name| letters(name) == letters(&other))
            || !taken.insert(letters(&other))
        {
            other.insert_str(0, "Okta");
        }
        if let Some(schema) = schemas.remove(name) {
            schemas.insert(other.clone(), schema);
        }
        renamed.insert(format!("{SCHEMAS}{name}"), format!("{SCHEMAS}{other}"));
    }
    if !renamed.is_empty() {
        rewrite(document, &renamed);
    }
    Ok(())
}

/// What remains of a name when it becomes one in Rust.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

fn rewrite(value: &mut Value, renamed: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(new) = renamed.get(text) {
                text.clone_from(new);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, renamed)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|inner| rewrite(inner, renamed)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn taken_names_are_changed_wherever_they_are_used() {
        let mut document = json!({
            "paths": {"/a": {"get": {"operationId": "listThings"}}},
            "components": {"schemas": {
                "Client": {"$ref": "#/components/schemas/ListThings"},
                "ListThings": {"discriminator": {"mapping": {"A": "#/components/schemas/Client"}}},
                "OktaClient": {"type": "object"},
            }},
        });
        assert_eq!(apply(&mut document), Ok(()));
        assert_eq!(
            document["components"]["schemas"],
            json!({
                "OktaOktaClient": {"$ref": "#/components/schemas/OktaListThings"},
                "OktaListThings": {"discriminator": {"mapping": {"A": "#/components/schemas/OktaOktaClient"}}},
                "OktaClient": {"type": "object"},
            })
        );
    }

    #[test]
    fn names_that_differ_in_case_only_are_told_apart() {
        let mut document = json!({"components": {"schemas": {
            "MyType": {"$ref": "#/components/schemas/my_type"}, "my_type": {},
        }}});
        assert_eq!(apply(&mut document), Ok(()));
        assert_eq!(
            document["components"]["schemas"],
            json!({"MyType": {"$ref": "#/components/schemas/OktaMyType"}, "OktaMyType": {}})
        );
    }
}
