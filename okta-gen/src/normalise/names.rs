//! Schemas whose names mean something else in the generated code get other ones, and no
//! two have the same name in Rust.
//!
//! Generated files use a few types of okta-api and of other crates by their short names,
//! and each operation's call is a type named after the operation.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;
use serde_json::Value;

use crate::{
    document::{SCHEMAS, each_operation, schemas_mut},
    error::{Error, Result},
};

/// What generated files import, and Rust's own types that they name.
const RESERVED: [&str; 28] = [
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
    "Into",
    "Link",
    "LinkHints",
    "LinkTarget",
    "Links",
    "Map",
    "NoContent",
    "Object",
    "Option",
    "Response",
    "Sending",
    "Slot",
    "String",
    "Upload",
    "Utc",
    "Value",
    "Vec",
];

pub fn apply(document: &mut Value) -> Result<()> {
    let mut reserved: Vec<String> = RESERVED.map(str::to_owned).to_vec();
    each_operation(document, |_, _, operation| {
        let id = operation["operationId"].as_str().unwrap_or_default();
        reserved.push(id.to_upper_camel_case());
        Ok(())
    })?;
    let schemas = schemas_mut(document)?;
    let mut renamed = BTreeMap::new();
    for name in schemas.keys() {
        if reserved.contains(&name.to_upper_camel_case()) {
            let mut other = format!("Okta{}", name.to_upper_camel_case());
            while schemas.contains_key(&other) || reserved.contains(&other) {
                other.insert_str(0, "Okta");
            }
            renamed.insert(format!("{SCHEMAS}{name}"), format!("{SCHEMAS}{other}"));
        }
    }
    for (old, new) in &renamed {
        if let Some(schema) = schemas.remove(&old[SCHEMAS.len()..]) {
            schemas.insert(new[SCHEMAS.len()..].to_owned(), schema);
        }
    }
    if !renamed.is_empty() {
        rewrite(document, &renamed);
    }
    tell_apart(schemas_mut(document)?.keys())
}

fn tell_apart<'a>(names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut known = BTreeMap::new();
    for name in names {
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        if let Some(other) = known.insert(letters.to_lowercase(), name) {
            return Err(Error::at(
                format!("schema {name}"),
                format!("its name is that of the schema {other} in Rust"),
            )
            .advise("rename one of them with an overlay"));
        }
    }
    Ok(())
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
    fn names_that_differ_in_case_only_are_an_error() {
        let mut document = json!({"components": {"schemas": {"MyType": {}, "my_type": {}}}});
        let error = apply(&mut document).map_err(|error| error.to_string());
        let expected = "schema my_type: its name is that of the schema MyType in Rust";
        assert!(error.is_err_and(|error| error.starts_with(expected)));
    }
}
