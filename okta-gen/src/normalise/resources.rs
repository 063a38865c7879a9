//! Every schema is filed under a resource: what Okta's Swagger says in `x-okta-tags`, and
//! newer descriptions do not say, follows from the operations that use it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{
    document::{each_operation, references, schemas_mut},
    error::Result,
};

pub fn apply(document: &mut Value) -> Result<()> {
    let mut inner: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, schema) in schemas_mut(document)? {
        references(schema, inner.entry(name.clone()).or_default());
    }
    let mut users: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    each_operation(document, |_, _, operation| {
        let Some(tag) = operation.get("tags").and_then(|tags| tags[0].as_str()) else {
            return Ok(());
        };
        let mut todo = BTreeSet::new();
        operation
            .values()
            .for_each(|value| references(value, &mut todo));
        let mut todo: Vec<String> = todo.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = todo.pop() {
            if seen.insert(name.clone()) {
                *users
                    .entry(name.clone())
                    .or_default()
                    .entry(tag.to_owned())
                    .or_default() += 1;
                todo.extend(inner.get(&name).into_iter().flatten().cloned());
            }
        }
        Ok(())
    })?;
    for (name, schema) in schemas_mut(document)? {
        if schema.get("x-okta-tags").is_none()
            && let Some(tag) = users.get(name).and_then(|tags| resource(name, tags))
            && let Some(schema) = schema.as_object_mut()
        {
            schema.insert("x-okta-tags".into(), json!([tag]));
        }
    }
    Ok(())
}

/// The resource of a schema: the only one that uses it, or the one that it is named after.
/// What is left is shared by several.
fn resource<'a>(name: &str, tags: &'a BTreeMap<String, usize>) -> Option<&'a str> {
    if let (1, Some(tag)) = (tags.len(), tags.keys().next()) {
        return Some(tag);
    }
    tags.keys()
        .map(String::as_str)
        .filter(|tag| name.starts_with(tag))
        .max_by_key(|tag| tag.len())
}
