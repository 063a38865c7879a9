//! One success for each operation, whatever its status: Okta answers with other 2xx
//! codes than the description says. Errors are not described for each operation,
//! because all of them are Okta's error object.

use serde_json::{Value, json};

use super::bodies::{is_json, written};
use crate::{
    document::{each_operation, place},
    error::{Error, Result},
};

pub fn apply(document: &mut Value) -> Result<()> {
    each_operation(document, |path, method, operation| {
        let responses = operation
            .get("responses")
            .and_then(Value::as_object)
            .ok_or_else(|| Error::at(place(path, method), "the operation has no responses"))?;
        let successes = responses
            .iter()
            .filter(|(status, _)| status.starts_with('2') || *status == "default");
        let success = success(successes.map(|(_, response)| response));
        operation.insert("responses".into(), json!({ "200": success }));
        Ok(())
    })
}

/// The success with a body where there is one; JSON where there are several types.
/// What it is, where it is not plain JSON, is said by `x-okta-response`: text, or JSON of a
/// type that has to be asked for.
fn success<'a>(responses: impl Iterator<Item = &'a Value>) -> Value {
    let mut text = None;
    for response in responses {
        for (media_type, media) in response["content"].as_object().into_iter().flatten() {
            if is_json(media_type) {
                let schema = media.get("schema").cloned().unwrap_or(json!({}));
                let mut success = json!({
                    "description": "Success",
                    "content": {"application/json": {"schema": schema}},
                });
                if media_type != "application/json" {
                    success["x-okta-response"] =
                        json!({"kind": "json", "contentType": written(media_type)});
                }
                return success;
            }
            text.get_or_insert_with(|| media_type.clone());
        }
    }
    match text {
        Some(media_type) => json!({
            "description": "Success",
            "x-okta-response": {"kind": "text", "contentType": media_type},
        }),
        None => json!({"description": "Success"}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_success_with_a_body_is_kept() {
        let body = json!({"content": {"application/json": {"schema": {"type": "string"}}}});
        let text = json!({"content": {"text/xml": {}}});
        for (responses, expected) in [
            (json!({"200": body, "201": {}}), body.clone()),
            (json!({"200": {}, "201": body, "404": text}), body.clone()),
            (
                json!({"200": {"content": {"application/json;v=1": {"schema": {"type": "string"}}}}}),
                json!({
                    "content": body["content"],
                    "x-okta-response": {"kind": "json", "contentType": "application/json; v=1"},
                }),
            ),
            (
                json!({"200": {"content": {"application/json": {}}}}),
                json!({"content": {"application/json": {"schema": {}}}}),
            ),
            (
                json!({"200": text}),
                json!({"x-okta-response": {"kind": "text", "contentType": "text/xml"}}),
            ),
            (json!({"204": {}}), json!({})),
        ] {
            let mut document = json!({"paths": {"/a": {"get": {"responses": responses}}}});
            apply(&mut document).unwrap();
            let mut success = document["paths"]["/a"]["get"]["responses"]["200"].take();
            assert_eq!(
                success
                    .as_object_mut()
                    .unwrap()
                    .remove("description")
                    .unwrap(),
                "Success"
            );
            assert_eq!(success, expected);
        }
    }
}
