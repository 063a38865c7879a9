//! `x-okta-multi-operation` documents several operations under one path and method.
//! Each becomes an operation of its own, under the path with a fragment (which never
//! reaches the wire) that keeps the paths of the document distinct.

use serde_json::{Map, Value, json};

use crate::{
    document::{METHODS, object_entry, place},
    error::{Error, Result},
};

const EXTENSION: &str = "x-okta-multi-operation";

pub fn apply(document: &mut Value) -> Result<()> {
    let paths = object_entry(document, "paths")?;
    let mut variants = Vec::new();
    for (path, item) in paths.iter_mut() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let Some(listed) = operation.remove(EXTENSION) else {
                continue;
            };
            let shared = operation.clone();
            for variant in listed.as_array().into_iter().flatten() {
                let operation = expand(&shared, variant)
                    .map_err(|problem| Error::at(place(path, method), problem))?;
                let id = operation["operationId"].as_str().unwrap_or_default();
                variants.push((format!("{path}#{id}"), method, operation));
            }
            if let Some(item) = item.as_object_mut() {
                item.remove(method);
            }
        }
    }
    for (path, method, operation) in variants {
        paths.insert(path, json!({ method: operation }));
    }
    paths.retain(|_, item| item.as_object().is_none_or(|item| !item.is_empty()));
    Ok(())
}

fn expand(shared: &Map<String, Value>, variant: &Value) -> Result<Value, String> {
    let mut operation = shared.clone();
    let variant = variant
        .as_object()
        .ok_or(format!("{EXTENSION} holds something else than operations"))?;
    if !variant.contains_key("operationId") {
        return Err(format!("a variant in {EXTENSION} has no operationId"));
    }
    for key in [
        "operationId",
        "description",
        "summary",
        "x-okta-destructive",
        "x-okta-former-id",
        "x-okta-aliases",
    ] {
        if let Some(value) = variant.get(key) {
            operation.insert(key.to_owned(), value.clone());
        }
    }
    for parameter in variant
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if parameter.get("in").and_then(Value::as_str) == Some("body") {
            operation.insert("requestBody".into(), body(variant, parameter));
        } else {
            operation
                .entry("parameters")
                .or_insert_with(|| json!([]))
                .as_array_mut()
                .ok_or("`parameters` is not a list")?
                .push(query(parameter));
        }
    }
    Ok(Value::Object(operation))
}

/// A Swagger 2.0 body parameter in the form of OpenAPI 3.0.
fn body(variant: &Map<String, Value>, parameter: &Value) -> Value {
    let media_type = variant
        .get("consumes")
        .and_then(|types| types.get(0)?.as_str())
        .unwrap_or("application/json");
    let mut schema = parameter.get("schema").cloned().unwrap_or_else(|| {
        let mut schema = json!({"type": parameter.get("type")});
        if let Some(format) = parameter.get("format") {
            schema["format"] = format.clone();
        }
        schema
    });
    // `encoding: base64` says how a textual body is written.
    if variant.get("encoding").and_then(Value::as_str) == Some("base64")
        && let Some(schema) = schema.as_object_mut()
    {
        schema.insert("format".to_owned(), json!("byte"));
    }
    json!({
        "required": parameter.get("required").cloned().unwrap_or(json!(false)),
        "content": {media_type: {"schema": schema}},
    })
}

/// A Swagger 2.0 query parameter in the form of OpenAPI 3.0.
fn query(parameter: &Value) -> Value {
    let mut parameter = parameter.clone();
    if let Some(object) = parameter.as_object_mut() {
        let mut schema = Map::new();
        for key in ["type", "format", "default", "enum"] {
            if let Some(value) = object.remove(key) {
                schema.insert(key.to_owned(), value);
            }
        }
        object.entry("schema").or_insert(Value::Object(schema));
    }
    parameter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variant_becomes_an_operation() {
        let mut document = json!({"paths": {"/csr/publish": {"post": {
            "tags": ["Application"],
            "responses": {"201": {}},
            "x-okta-multi-operation": [
                {
                    "operationId": "publishCer", "encoding": "base64", "consumes": ["application/pkix-cert"],
                    "parameters": [{"in": "body", "name": "certificate", "required": true, "type": "string"}],
                },
                {
                    "operationId": "forgot",
                    "parameters": [{"in": "query", "name": "sendEmail", "type": "boolean", "default": true}],
                },
            ],
        }}}});
        apply(&mut document).unwrap();
        assert_eq!(
            document["paths"],
            json!({
                "/csr/publish#publishCer": {"post": {
                    "tags": ["Application"],
                    "responses": {"201": {}},
                    "operationId": "publishCer",
                    "requestBody": {
                        "required": true,
                        "content": {"application/pkix-cert": {"schema": {"type": "string", "format": "byte"}}},
                    },
                }},
                "/csr/publish#forgot": {"post": {
                    "tags": ["Application"],
                    "responses": {"201": {}},
                    "operationId": "forgot",
                    "parameters": [{"in": "query", "name": "sendEmail", "schema": {"type": "boolean", "default": true}}],
                }},
            })
        );
    }

    #[test]
    fn a_variant_without_a_name_is_an_error() {
        let mut document = json!({"paths": {"/a": {"post": {"x-okta-multi-operation": [{}]}}}});
        let error = apply(&mut document).unwrap_err();
        assert_eq!(error.place, "POST /a");
    }
}
