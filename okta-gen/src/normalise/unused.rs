//! Schemas that no operation leads to are left out: pieces of `_links`, which has a type
//! of its own, bodies of errors, and examples.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    document::{references, schemas_mut},
    error::Result,
};

pub fn apply(document: &mut Value) -> Result<()> {
    let mut todo = BTreeSet::new();
    references(&document["paths"], &mut todo);
    let mut todo: Vec<String> = todo.into_iter().collect();
    let schemas = schemas_mut(document)?;
    let mut used = BTreeSet::new();
    while let Some(name) = todo.pop() {
        if let Some(schema) = schemas.get(&name)
            && used.insert(name)
        {
            let mut found = BTreeSet::new();
            references(schema, &mut found);
            todo.extend(found);
        }
    }
    schemas.retain(|name, _| used.contains(name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_operations_lead_to_stays() {
        let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let mut document = json!({
            "paths": {"/a": {"get": {"responses": {"200": to("A")}}}},
            "components": {"schemas": {
                "A": {
                    "properties": {"b": to("B"), "_links": to("D")},
                    "discriminator": {"mapping": {"c": "#/components/schemas/C"}},
                },
                "B": to("A"), "C": {}, "D": {}, "E": to("F"), "F": to("E"),
            }},
        });
        apply(&mut document).unwrap();
        let left = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(left.keys().collect::<Vec<_>>(), ["A", "B", "C"]);
    }
}
