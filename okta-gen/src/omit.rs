//! What of a description cannot be generated, and going on without it.

use std::fmt;

use serde_json::Value;

use crate::{
    document::METHODS,
    error::{Error, Result},
};

/// An operation or a schema that is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// What is left out: `GET /api/v1/users`, or `schema User`, which becomes any JSON.
    pub subject: String,
    /// Where it is in the description.
    pub pointer: String,
    /// What is wrong with it, where exactly, and what to do about it.
    pub reason: String,
}

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.subject, self.pointer, self.reason)
    }
}

/// A path item may hold these besides operations.
const NO_METHODS: [&str; 5] = ["$ref", "description", "parameters", "servers", "summary"];

/// Takes out what no client can call: methods that are none of HTTP's, or not of an API.
pub fn unknown_methods(document: &mut Value) -> Vec<Omission> {
    let mut omitted = Vec::new();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        item.retain(|key, _| {
            let known = METHODS.contains(&key.as_str()) || NO_METHODS.contains(&key.as_str());
            let kept = known || key.starts_with("x-");
            if !kept {
                omitted.push(Omission {
                    subject: format!("{} {path}", key.to_uppercase()),
                    pointer: pointer(&["paths", path, key]),
                    reason: format!(
                        "{key} is not an HTTP method; help: correct it with an overlay"
                    ),
                });
            }
            kept
        });
    }
    omitted
}

/// Takes out what an error is about, if it is about one operation or schema.
pub fn culprit(document: &mut Value, error: &Error) -> Option<Omission> {
    let (subject, keys) = subject(document, &error.place)?;
    let (last, holder) = keys.split_last()?;
    let holder = document.pointer_mut(&pointer(holder))?.as_object_mut()?;
    match subject.starts_with("schema ") {
        true => holder.insert((*last).to_owned(), anything()),
        false => holder.remove(last),
    }
    .filter(|omitted| *omitted != anything())?;
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    Some(Omission {
        subject,
        pointer: pointer(&keys),
        reason: Error {
            file: None,
            ..error.clone()
        }
        .to_string(),
    })
}

/// What takes the place of a schema that is left out.
fn anything() -> Value {
    serde_json::json!({"description": "Any JSON: the description of it cannot be generated."})
}

/// Adds to an error where in the description it is.
pub fn locate(document: &Value, mut error: Error) -> Error {
    if let (true, Some((_, keys))) = (error.pointer.is_empty(), subject(document, &error.place)) {
        error.pointer = pointer(&keys);
    }
    advised(error)
}

/// An error with what can always be done, where it does not say more.
pub fn advised(error: Error) -> Error {
    match error.advice.is_empty() {
        true => error.advise("correct the description with an overlay"),
        false => error,
    }
}

/// The operation or schema that a place is in, and the keys that lead to it.
fn subject(document: &Value, place: &str) -> Option<(String, Vec<String>)> {
    let within = |name: &str, rest: &str| {
        rest.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', ':', ' ', '#']))
    };
    if let Some(rest) = place.strip_prefix("schema ") {
        let schemas = document["components"]["schemas"].as_object()?;
        let name = schemas
            .keys()
            .filter(|name| within(name, rest))
            .max_by_key(|name| name.len())?;
        let keys = ["components", "schemas", name].map(str::to_owned);
        return Some((format!("schema {name}"), keys.to_vec()));
    }
    let (method, rest) = place.split_once(' ')?;
    let method = METHODS
        .iter()
        .find(|known| method == known.to_uppercase())?;
    let paths = document["paths"].as_object()?;
    let path = paths
        .keys()
        .filter(|path| within(path, rest))
        .max_by_key(|path| path.len())?;
    let subject = format!("{} {path}", method.to_uppercase());
    let keys = ["paths", path, method].map(str::to_owned);
    Some((subject, keys.to_vec()))
}

fn pointer(keys: &[impl AsRef<str>]) -> String {
    keys.iter()
        .map(|key| format!("/{}", key.as_ref().replace('~', "~0").replace('/', "~1")))
        .collect()
}

/// How much may be left out. Each takes another generation, and what has more of them is no
/// description that anything good comes of.
const MOST: usize = 100;

/// Runs `generate`, again and again without what it stops at.
pub fn without<T>(
    document: &mut Value,
    strict: bool,
    omitted: &mut Vec<Omission>,
    mut generate: impl FnMut(Value) -> Result<T>,
) -> Result<T> {
    loop {
        let error = match generate(document.clone()) {
            Ok(done) => return Ok(done),
            Err(error) => locate(document, error),
        };
        if strict {
            return Err(error);
        }
        match culprit(document, &error) {
            Some(_) if omitted.len() >= MOST => {
                let advice = "correct them with overlays, one kind after the other, with --strict";
                let problem = format!("{}; {MOST} others cannot be generated, too", error.problem);
                return Err(Error { problem, ..error }.advise(advice));
            }
            Some(omission) => omitted.push(omission),
            None => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_leads_to_its_operation_or_schema() {
        let document = json!({
            "paths": {"/a": {"get": {}}, "/a/{b}": {"get": {}}},
            "components": {"schemas": {"A": {}, "AB": {}}},
        });
        for (place, found) in [
            ("GET /a", Some("/paths/~1a/get")),
            ("GET /a (normalising: bodies)", Some("/paths/~1a/get")),
            ("GET /a/{b}#variant: body", Some("/paths/~1a~1{b}/get")),
            ("schema A.b[]", Some("/components/schemas/A")),
            ("schema AB (normalising: x)", Some("/components/schemas/AB")),
            ("schema AC", None),
            ("GET /b", None),
            ("/openapi", None),
        ] {
            let keys = subject(&document, place).map(|(_, keys)| pointer(&keys));
            assert_eq!(keys.as_deref(), found, "{place}");
        }
    }
}
