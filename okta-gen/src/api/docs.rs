//! What is said of types, fields and values.

use serde_json::Value;

use super::{doc_lines, names::RustNames, pages::page, uses::Uses};
use crate::document::ENUM_DESCRIPTIONS;

/// What a type is, where it is used, and the page of Okta's reference about it.
pub fn type_doc(schema_name: &str, schema: &Value, uses: &Uses, names: &RustNames) -> Vec<String> {
    let mut doc = words(schema);
    let is_silent = doc.is_empty();
    if is_silent {
        let sentence = uses.sentence(schema_name, |name| names.of(name));
        doc.push(sentence.unwrap_or_else(|| format!("Okta's `{schema_name}`.")));
    }
    let page = uses.tag(schema_name).and_then(page);
    let page = page.map(|page| format!("See [Okta's reference]({page})."));
    let places = uses.places(schema_name, is_silent, |name| names.of(name));
    for part in places.into_iter().chain(page) {
        doc.push(String::new());
        doc.push(part);
    }
    doc
}

/// What the description says of a schema.
pub fn words(schema: &Value) -> Vec<String> {
    doc_lines(schema["description"].as_str().unwrap_or_default())
}

/// What the description says of a value of an enum, on one line.
pub fn meaning(schema: &Value, value: &str) -> String {
    let words = schema[ENUM_DESCRIPTIONS][value].as_str();
    let words = words.unwrap_or_default().split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// Nothing for a property that the description has no words for: its name says as much.
pub fn field_doc(schema: &Value, required: bool) -> Vec<String> {
    let mut doc = words(schema);
    let mut notes = Vec::new();
    if schema["readOnly"] == true {
        notes.push("Read-only.".to_owned());
    }
    if required {
        notes.push("Required by Okta.".to_owned());
    }
    match &schema["default"] {
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        default => notes.push(format!("Okta's default: `{default}`.")),
    }
    if !notes.is_empty() {
        if !doc.is_empty() {
            doc.push(String::new());
        }
        doc.push(notes.join(" "));
    }
    doc
}
