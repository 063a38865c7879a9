//! The `_links` of resources.

use serde_json::{Map, Value, json};

use crate::{resources::Resource, state::text};

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

/// Adds the links that nearly every resource has: to itself, and to the lifecycle
/// operation that its status allows. `url` is the URL of the resource.
pub(crate) fn present(mut value: Value, url: &str, resource: &Resource) -> Value {
    let mut links = json!({ "self": link(url.to_owned(), &["GET", "PUT", "DELETE"]) });
    if resource.status.is_some() {
        let verb = match text(&value, "status") {
            "ACTIVE" => "deactivate",
            _ => "activate",
        };
        links[verb] = link(format!("{url}/lifecycle/{verb}"), &["POST"]);
    }
    add(&mut value, links);
    value
}
