//! The `_links` of resources.

use serde_json::{Map, Value, json};

/// A link with the methods that it allows.
pub(crate) fn link(href: String, methods: &[&str]) -> Value {
    json!({ "href": href, "hints": { "allow": methods } })
}

/// Adds links to a resource, in front of those it has.
pub(crate) fn add(value: &mut Value, links: Value) {
    let (Some(value), Value::Object(links)) = (value.as_object_mut(), links) else {
        return;
    };
    let present = value
        .entry("_links")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Some(present) = present.as_object_mut() {
        for (name, link) in links {
            present.insert(name, link);
        }
    }
}
