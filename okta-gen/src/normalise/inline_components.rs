//! Shared parameters, bodies and responses are written out where they are used, and so
//! are the parameters of a path item, so that later passes find an operation complete.

use serde_json::Value;

use crate::{
    document::{each_operation, object_entry, place},
    error::{Error, Result},
};

pub fn apply(document: &mut Value) -> Result<()> {
    let components = document.get("components").cloned().unwrap_or_default();
    for (path, item) in object_entry(document, "paths")? {
        share_parameters(item).map_err(|problem| Error::at(place(path, ""), problem))?;
    }
    each_operation(document, |path, method, operation| {
        let resolve = |value: &mut Value| {
            resolve(&components, value)
                .map_err(|reference| dangling(&place(path, method), &reference))
        };
        if let Some(parameters) = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut)
        {
            parameters.iter_mut().try_for_each(resolve)?;
        }
        if let Some(body) = operation.get_mut("requestBody") {
            resolve(body)?;
        }
        if let Some(responses) = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut)
        {
            responses.values_mut().try_for_each(resolve)?;
        }
        Ok(())
    })?;
    let components = object_entry(document, "components")?;
    components.retain(|key, _| key == "schemas" || key == "securitySchemes");
    Ok(())
}

fn dangling(place: &str, reference: &str) -> Error {
    Error::at(place, format!("the reference {reference} leads nowhere"))
        .advise("define it under /components, or correct the reference with an overlay")
}

/// Moves the parameters of a path item to the front of those of its operations.
fn share_parameters(item: &mut Value) -> Result<(), &'static str> {
    let item = item.as_object_mut().ok_or("expected a path item")?;
    let Some(shared) = item.remove("parameters") else {
        return Ok(());
    };
    let shared = shared.as_array().ok_or("`parameters` is not a list")?;
    for method in crate::document::METHODS {
        let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
            continue;
        };
        let own = operation
            .entry("parameters")
            .or_insert_with(|| Value::Array(Vec::new()))
            .as_array_mut()
            .ok_or("`parameters` is not a list")?;
        own.splice(0..0, shared.iter().cloned());
    }
    Ok(())
}

/// Replaces a reference to a component by the component; the error is the reference.
fn resolve(components: &Value, value: &mut Value) -> Result<(), String> {
    // A component may itself be a reference; more than a few in a row is a loop.
    for _ in 0..8 {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Ok(());
        };
        let component = reference
            .strip_prefix("#/components/")
            .and_then(|rest| rest.split_once('/'))
            .and_then(|(kind, name)| components.get(kind)?.get(name));
        match component {
            Some(component) => *value = component.clone(),
            None => return Err(reference.to_owned()),
        }
    }
    Err(value
        .get("$ref")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn operations_become_complete() {
        let mut document = json!({
            "components": {
                "parameters": {"Id": {"name": "id", "in": "path"}},
                "requestBodies": {"B": {"content": {}}},
                "responses": {"R": {"description": "ok"}},
            },
            "paths": {"/a/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "post": {
                    "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"200": {"$ref": "#/components/responses/R"}},
                },
            }},
        });
        apply(&mut document).unwrap();
        assert_eq!(
            document["paths"]["/a/{id}"],
            json!({"post": {
                "parameters": [{"name": "id", "in": "path"}],
                "requestBody": {"content": {}},
                "responses": {"200": {"description": "ok"}},
            }})
        );
        assert_eq!(document["components"], json!({}));
    }

    #[test]
    fn dangling_and_circular_references_are_errors() {
        for target in ["#/components/responses/Nope", "#/components/responses/Loop"] {
            let mut document = json!({
                "components": {"responses": {"Loop": {"$ref": "#/components/responses/Loop"}}},
                "paths": {"/a": {"get": {"responses": {"200": {"$ref": target}}}}},
            });
            let error = apply(&mut document).unwrap_err();
            assert_eq!(error.place, "GET /a");
            assert!(error.problem.contains(target), "{error}");
        }
    }
}
