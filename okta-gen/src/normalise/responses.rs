//! One success for each operation, under the status that Okta answers with. Errors are not
//! described for each operation, because all of them are Okta's error object.
//!
//! Clients take any 2xx for a success; the status is for who answers like Okta. Where Okta
//! was seen to answer with another than it declares, an overlay says so under
//! `x-okta-statuses` at the root of the document, by operationId.

use serde_json::{Map, Value, json};

use super::bodies::{is_json, written};
use crate::{
    document::{self, each_operation, place, spread, take_table},
    error::{Error, Result},
};

/// The key of the table of statuses that were seen.
const STATUSES: &str = "x-okta-statuses";

/// The statuses that a success can have.
const SUCCESSES: std::ops::Range<u64> = 200..300;

pub fn apply(document: &mut Value) -> Result<()> {
    let seen = take_table(document, STATUSES)?;
    for (place, status) in seen.values() {
        if !status
            .as_u64()
            .is_some_and(|code| SUCCESSES.contains(&code))
        {
            return Err(
                Error::at(place, format!("{status} is no status of a success"))
                    .advise("give each operationId a number from 200 to 299"),
            );
        }
    }
    each_operation(document, |path, method, operation| {
        let responses = operation
            .get("responses")
            .and_then(Value::as_object)
            .ok_or_else(|| Error::at(place(path, method), "the operation has no responses"))?;
        let (status, success) = (status(responses), success(responses));
        operation.insert("responses".into(), json!({ status: success }));
        Ok(())
    })?;
    spread(document, seen, |_, _, operation, status| {
        if let Some(status) = status {
            let success = document::success(&operation["responses"]).clone();
            operation.insert("responses".into(), json!({ status.to_string(): success }));
        }
    })
}

/// The successes that are declared, those with a body in JSON first. What is declared for any
/// other status is one where there is none.
fn declared(responses: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let has_json = |response: &Value| {
        let mut types = response["content"].as_object().into_iter().flatten();
        types.any(|(media_type, _)| is_json(media_type))
    };
    let with = |statuses: fn(&str) -> bool| {
        let all = responses
            .iter()
            .map(|(status, response)| (&**status, response));
        all.filter(|(status, _)| statuses(status))
            .collect::<Vec<_>>()
    };
    let mut successes = with(|status| status.starts_with('2'));
    if successes.is_empty() {
        successes = with(|status| status == "default");
    }
    successes.sort_by_key(|(_, response)| !has_json(response));
    successes
}

fn status(responses: &Map<String, Value>) -> &str {
    let is_code = |status: &str| status.parse().is_ok_and(|code| SUCCESSES.contains(&code));
    let bare = |status| {
        let response = responses.get(status);
        response.is_some_and(|response| response.get("content").is_none())
    };
    match declared(responses).first() {
        // Okta describes some creations by a 200 with a body and a 201 without. Recorded is a
        // 201 with that body, of all five.
        _ if bare("201") => "201",
        Some((status, _)) if is_code(status) => status,
        // `default`, `2XX`, or nothing but a failure.
        _ => "200",
    }
}

/// The success with a body where there is one; JSON where there are several types.
/// What it is, where it is not plain JSON, is said by `x-okta-response`: text, or JSON of a
/// type that has to be asked for.
fn success(responses: &Map<String, Value>) -> Value {
    let mut text = None;
    for (_, response) in declared(responses) {
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
            text.get_or_insert(media_type);
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
            (json!({"204": {}, "default": body}), json!({})),
        ] {
            let operation = normalised(responses, json!({})).unwrap();
            let mut success = document::success(&operation["responses"]).clone();
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

    fn normalised(responses: Value, seen: Value) -> Result<Value> {
        let mut document = json!({
            "paths": {"/a": {"post": {"operationId": "makeA", "responses": responses}}},
            STATUSES: seen,
        });
        apply(&mut document)?;
        Ok(document["paths"]["/a"]["post"].take())
    }

    #[test]
    fn the_status_is_the_one_that_okta_answers_with() {
        let body = json!({"content": {"application/json": {}}});
        for (responses, seen, status) in [
            (json!({"201": body}), json!({}), "201"),
            (json!({"204": {}, "404": {}}), json!({}), "204"),
            (json!({"200": {}}), json!({}), "200"),
            (json!({"200": {}}), json!({"makeA": 204}), "204"),
            (json!({"200": body, "201": {}}), json!({}), "201"),
            (json!({"200": body, "201": body}), json!({}), "200"),
            (json!({"200": body, "202": {}}), json!({}), "200"),
            (json!({"200": {}, "202": body}), json!({}), "202"),
            (json!({"204": {}, "default": body}), json!({}), "204"),
            (json!({"default": body}), json!({}), "200"),
            (json!({"2XX": body}), json!({}), "200"),
            (json!({"301": {}}), json!({}), "200"),
        ] {
            let operation = normalised(responses.clone(), seen).unwrap();
            let found = operation["responses"].as_object().unwrap();
            assert_eq!(found.keys().collect::<Vec<_>>(), [status], "{responses}");
        }
    }

    #[test]
    fn a_status_that_was_seen_has_an_operation_and_is_a_success() {
        for (seen, place) in [
            (json!({"makeB": 204}), "/x-okta-statuses/makeB"),
            (json!({"makeA": 404}), "/x-okta-statuses/makeA"),
            (json!({"makeA": "204"}), "/x-okta-statuses/makeA"),
            (json!([]), "/x-okta-statuses"),
        ] {
            let error = normalised(json!({"200": {}}), seen).unwrap_err();
            assert_eq!(error.place, place, "{error}");
        }
    }
}
