//! What a model learns about a failure: what, why, and what to do.

use okta_api::{ApiError, Error};
use serde_json::{Value, json};

use crate::{
    answer::{hide_in_text, tidy},
    catalogue::Operation,
};

/// Describes a call that was not attempted.
#[must_use]
pub fn refusal(error: &str, advice: &str) -> Value {
    clean(json!({"error": error, "do": advice}))
}

/// Describes a call that Okta refused, or that did not reach it.
#[must_use]
pub fn failed(operation: &Operation, error: &Error) -> Value {
    let Some(refused) = error.as_api() else {
        let mut value = json!({
            "error": error.to_string(),
            "operation": operation.id,
            "do": if error.is_transient() {
                "it may work later; a change may have been made all the same, so look first"
            } else {
                "tell the person"
            },
        });
        if error.is_timeout() {
            value["timeout"] = true.into();
        }
        return clean(value);
    };
    let causes: Vec<&str> = refused.body().causes().collect();
    let mut value = json!({
        "error": refused.summary().or(refused.excerpt()).unwrap_or("Okta gave no reason"),
        "operation": operation.id,
        "status": refused.status().as_u16(),
        "do": advice(operation, refused),
    });
    if let Some(code) = refused.code() {
        value["code"] = code.into();
    }
    if !causes.is_empty() {
        value["causes"] = causes.into();
    }
    if let Some(id) = refused.request_id() {
        value["requestId"] = id.into();
    }
    if let Some(limit) = refused
        .rate_limit()
        .filter(|_| refused.status().as_u16() == 429)
    {
        value["retryAfterSeconds"] = limit.resets_in.map(|left| left.as_secs() + 1).into();
    }
    clean(value)
}

fn advice(operation: &Operation, refused: &ApiError) -> String {
    match refused.status().as_u16() {
        400 => "mend the arguments as the causes say; okta_describe shows what is taken".to_owned(),
        401 => "the credentials of the server are not accepted; tell the person".to_owned(),
        // Okta says by other codes that the state of a resource does not allow something.
        403 if refused
            .code()
            .is_some_and(|code| code != "E0000006" && code.starts_with('E')) =>
        {
            "it is not possible as things are; look at the resource, and tell the person".to_owned()
        }
        403 if operation.scopes.is_empty() => {
            "the credentials do not allow this; an admin role or a feature is missing".to_owned()
        }
        403 => format!(
            "the token lacks the scope {}, or its app or owner lacks an admin role for it",
            operation.scopes.join(" or the scope ")
        ),
        404 => "there is no such resource, or the token may not see it; look it up by name first"
            .to_owned(),
        409 => {
            "something else is being done to it, or it exists already; look at it first".to_owned()
        }
        412 => "it has changed meanwhile; read it again".to_owned(),
        429 => "a rate limit is used up; wait, and ask for less".to_owned(),
        500.. => "Okta has a problem; try again later".to_owned(),
        _ => "tell the person".to_owned(),
    }
}

fn clean(mut value: Value) -> Value {
    fn hide(value: &mut Value) {
        match value {
            Value::String(text) => *text = hide_in_text(text).into_owned(),
            Value::Array(items) => items.iter_mut().for_each(hide),
            Value::Object(fields) => fields.values_mut().for_each(hide),
            _ => {}
        }
    }
    hide(&mut value);
    tidy(&mut value);
    value
}
