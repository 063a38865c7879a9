//! Request bodies: one content type for each operation, and what kind of body it is.
//!
//! A body in several content types makes one operation for each of them, like the
//! multi-operations that Okta writes out itself.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use crate::{
    document::{METHODS, object_entry, place},
    error::{Error, Result},
};

pub fn apply(document: &mut Value) -> Result<()> {
    let paths = object_entry(document, "paths")?;
    let mut variants = Vec::new();
    for (path, item) in paths.iter_mut() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let Some(body) = operation.get_mut("requestBody") else {
                continue;
            };
            let content = body
                .get_mut("content")
                .and_then(Value::as_object_mut)
                .ok_or_else(|| Error::at(place(path, method), "the body has no content"))?;
            let types: Vec<String> = content.keys().cloned().collect();
            let Some((first, others)) = types.split_first() else {
                operation.remove("requestBody");
                continue;
            };
            for other in others {
                let media = content.remove(other).unwrap_or_default();
                variants.push((path.clone(), method, other.clone(), media));
            }
            classify(body, first).map_err(|problem| Error::at(place(path, method), problem))?;
        }
    }
    for (path, method, media_type, media) in variants {
        let mut operation = paths[&path][method].clone();
        let id = format!(
            "{}As{}",
            operation["operationId"].as_str().unwrap_or_default(),
            media_type
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_upper_camel_case()
        );
        let required = operation["requestBody"]["required"].clone();
        let mut body = json!({"content": {&media_type: media}, "required": required});
        classify(&mut body, &media_type)
            .map_err(|problem| Error::at(place(&path, method), problem))?;
        operation["requestBody"] = body;
        operation["operationId"] = json!(id);
        paths.insert(format!("{path}#{id}"), json!({ method: operation }));
    }
    Ok(())
}

/// The content type of forms: names and values.
const FORM: &str = "application/x-www-form-urlencoded";

/// How a body travels, kept on it as `x-okta-body`.
///
/// `json` and `form` by their schema; `bytes` and `text` as they are; `file` as the one file of a
/// multipart form, in the part that `field` names.
fn classify(body: &mut Value, media_type: &str) -> Result<(), String> {
    let schema = body["content"][media_type]
        .get("schema")
        .cloned()
        .unwrap_or(json!({}));
    let kind = if is_json(media_type) {
        json!({"kind": "json", "contentType": written(media_type)})
    } else if media_type == FORM {
        json!({"kind": "form", "contentType": media_type})
    } else if media_type == "multipart/form-data" {
        let field = file_field(&schema)?;
        json!({"kind": "file", "contentType": media_type, "field": field})
    } else if schema["type"] == "string" && schema["format"] == "binary" {
        json!({"kind": "bytes", "contentType": media_type})
    } else if schema["type"] == "string" {
        json!({"kind": "text", "contentType": media_type})
    } else {
        return Err(format!(
            "a body of type {media_type} is neither JSON, nor a form, nor a file, nor text"
        ));
    };
    if let Some(body) = body.as_object_mut() {
        body.insert("x-okta-body".into(), kind);
        // The schema stands where that of every other body stands.
        if (is_json(media_type) || media_type == FORM) && media_type != "application/json" {
            let mut content = Map::new();
            content.insert("application/json".into(), json!({"schema": schema}));
            body.insert("content".into(), Value::Object(content));
        }
    }
    Ok(())
}

/// Whether a media type is JSON, plain or structured.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split([';', ',']).next();
    let essence = essence.unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// A media type as it is written into a header: a comma between its parameters would
/// begin another one.
pub fn written(media_type: &str) -> String {
    let parts = media_type.split([';', ',']).map(str::trim);
    parts.collect::<Vec<_>>().join("; ")
}

fn file_field(schema: &Value) -> Result<String, String> {
    let properties = schema["properties"].as_object();
    let mut fields = properties.into_iter().flatten();
    match (fields.next(), fields.next()) {
        (Some((name, _)), None) => Ok(name.clone()),
        _ => Err("a multipart form is expected to hold exactly one file".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(content: Value) -> Result<Value> {
        let mut document = json!({"paths": {"/a": {"post": {
            "operationId": "put", "requestBody": {"content": content, "required": true},
        }}}});
        apply(&mut document)?;
        Ok(document["paths"].clone())
    }

    #[test]
    fn kinds_are_told_by_content_type_and_schema() {
        for (media_type, schema, kind) in [
            (
                "application/json",
                json!({}),
                json!({"kind": "json", "contentType": "application/json"}),
            ),
            (
                "application/scim+json",
                json!({}),
                json!({"kind": "json", "contentType": "application/scim+json"}),
            ),
            (
                "application/merge-patch+json, okta-version=1.0.0",
                json!({}),
                json!({"kind": "json", "contentType": "application/merge-patch+json; okta-version=1.0.0"}),
            ),
            (
                "application/x-www-form-urlencoded",
                json!({"properties": {}}),
                json!({"kind": "form", "contentType": "application/x-www-form-urlencoded"}),
            ),
            (
                "multipart/form-data",
                json!({"properties": {"file": {"type": "string", "format": "binary"}}}),
                json!({"kind": "file", "contentType": "multipart/form-data", "field": "file"}),
            ),
            (
                "application/pkix-cert",
                json!({"type": "string", "format": "binary"}),
                json!({"kind": "bytes", "contentType": "application/pkix-cert"}),
            ),
            (
                "application/pkix-cert",
                json!({"type": "string", "format": "byte"}),
                json!({"kind": "text", "contentType": "application/pkix-cert"}),
            ),
        ] {
            let paths = normalised(json!({media_type: {"schema": schema}})).unwrap();
            assert_eq!(paths["/a"]["post"]["requestBody"]["x-okta-body"], kind);
        }
    }

    #[test]
    fn each_content_type_makes_an_operation() {
        let text = json!({"schema": {"type": "string"}});
        let paths = normalised(json!({"application/a-cert": text, "application/x-pem-file": text}))
            .unwrap();
        assert_eq!(paths["/a"]["post"]["operationId"], "put");
        let other = &paths["/a#putAsXPemFile"]["post"];
        assert_eq!(other["operationId"], "putAsXPemFile");
        assert_eq!(
            other["requestBody"]["x-okta-body"]["contentType"],
            "application/x-pem-file"
        );
        assert_eq!(other["requestBody"]["required"], true);
    }

    #[test]
    fn bodies_that_cannot_be_sent_are_errors() {
        for content in [
            json!({"application/xml": {"schema": {"type": "object"}}}),
            json!({"multipart/form-data": {"schema": {"properties": {"a": {}, "b": {}}}}}),
        ] {
            assert_eq!(normalised(content).unwrap_err().place, "POST /a");
        }
    }
}
