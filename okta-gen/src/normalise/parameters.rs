//! Every operation has a name, and its parameters agree with its path.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::{
    document::{each_operation, place},
    error::{Error, Result},
    words,
};

/// Header parameters that OpenAPI says to ignore: the client sets them itself.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

pub fn apply(document: &mut Value) -> Result<()> {
    let mut names: HashMap<String, String> = HashMap::new();
    each_operation(document, |path, method, operation| {
        let place = place(path, method);
        let id = operation
            .get("operationId")
            .and_then(Value::as_str)
            .ok_or_else(|| {
                Error::at(&place, "the operation has no operationId")
                    .advise("give it one with an overlay; the client's method is named after it")
            })?;
        let method_name = words::snake(id);
        if syn::parse_str::<syn::Ident>(&method_name).is_err() {
            return Err(Error::at(
                &place,
                format!("the operationId {id:?} does not make the name of a method"),
            )
            .advise("rename it with an overlay"));
        }
        if let Some(other) = names.insert(method_name, place.clone()) {
            return Err(Error::at(
                &place,
                format!("the operationId {id} is that of {other} too"),
            )
            .advise("rename one of them with an overlay"));
        }

        let parameters = operation
            .entry("parameters")
            .or_insert_with(|| json!([]))
            .as_array_mut()
            .ok_or_else(|| Error::at(&place, "`parameters` is not a list"))?;
        parameters.retain(|parameter| !ignored(parameter));
        // An operation's own parameter replaces the path item's, which stands before it.
        let mut seen = Vec::new();
        let mut index = parameters.len();
        while index > 0 {
            index -= 1;
            let key = (
                parameters[index]["name"].clone(),
                parameters[index]["in"].clone(),
            );
            if seen.contains(&key) {
                parameters.remove(index);
            } else {
                seen.push(key);
            }
        }
        let in_path = path_parameters(path);
        let mut idents = HashSet::new();
        for parameter in parameters.iter_mut() {
            let name = check(&place, parameter, &in_path)?;
            if !idents.insert(words::snake(&name)) {
                return Err(Error::at(
                    &place,
                    format!("the name of the parameter {name} is that of another one in Rust"),
                )
                .advise("remove one of them with an overlay"));
            }
        }
        for name in in_path {
            let declared = parameters
                .iter()
                .any(|parameter| parameter["in"] == "path" && parameter["name"] == name);
            if !declared {
                parameters.push(json!({
                    "in": "path", "name": name, "required": true, "schema": {"type": "string"},
                }));
            }
        }
        Ok(())
    })
}

/// The names between braces in a path, in their order.
pub fn path_parameters(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

fn ignored(parameter: &Value) -> bool {
    let name = parameter["name"].as_str().unwrap_or_default();
    parameter["in"] == "header" && IGNORED_HEADERS.contains(&name.to_ascii_lowercase().as_str())
}

/// Checks a parameter, and returns its name.
fn check(place: &str, parameter: &mut Value, in_path: &[&str]) -> Result<String> {
    let name = parameter["name"]
        .as_str()
        .ok_or_else(|| Error::at(place, "a parameter has no name"))?
        .to_owned();
    match parameter["in"].as_str() {
        Some("path") if in_path.contains(&name.as_str()) => parameter["required"] = json!(true),
        Some("path") => {
            return Err(Error::at(
                place,
                format!("the path parameter {name} is not in the path"),
            )
            .advise("correct its name, or remove it, with an overlay"));
        }
        Some("query" | "header") => {}
        other => {
            return Err(Error::at(
                place,
                format!("the parameter {name} is in {other:?}, which Okta's API does not use"),
            ));
        }
    }
    if let Some(style) = parameter["style"].as_str()
        && !matches!(style, "form" | "simple")
    {
        return Err(Error::at(
            place,
            format!("the parameter {name} has the style {style}, which is not supported"),
        )
        .advise("describe it as text with an overlay"));
    }
    // `content` is the long form for a parameter that is written as JSON: a string.
    if parameter.get("schema").is_none() {
        parameter["schema"] = json!({"type": "string"});
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(path: &str, operation: Value) -> Value {
        json!({"paths": {path: {"get": operation}}})
    }

    #[test]
    fn path_parameters_are_required_and_complete() {
        let mut document = document(
            "/a/{x}/{y}",
            json!({"operationId": "a", "parameters": [
                {"in": "path", "name": "x", "schema": {"type": "string"}},
                {"in": "header", "name": "Accept"},
                {"in": "query", "name": "q"},
            ]}),
        );
        apply(&mut document).unwrap();
        assert_eq!(
            document["paths"]["/a/{x}/{y}"]["get"]["parameters"],
            json!([
                {"in": "path", "name": "x", "required": true, "schema": {"type": "string"}},
                {"in": "query", "name": "q", "schema": {"type": "string"}},
                {"in": "path", "name": "y", "required": true, "schema": {"type": "string"}},
            ])
        );
    }

    #[test]
    fn an_operations_own_parameter_wins() {
        let mut document = document(
            "/a",
            json!({"operationId": "a", "parameters": [
                {"in": "query", "name": "q", "schema": {"type": "string"}},
                {"in": "query", "name": "q", "schema": {"type": "integer"}},
            ]}),
        );
        apply(&mut document).unwrap();
        assert_eq!(
            document["paths"]["/a"]["get"]["parameters"],
            json!([{"in": "query", "name": "q", "schema": {"type": "integer"}}])
        );
    }

    #[test]
    fn broken_operations_are_errors_that_name_them() {
        for (operation, problem) in [
            (json!({}), "no operationId"),
            (
                json!({"operationId": "a", "parameters": [{"in": "path", "name": "z"}]}),
                "not in the path",
            ),
            (
                json!({"operationId": "a", "parameters": [{"in": "cookie", "name": "z"}]}),
                "does not use",
            ),
        ] {
            let error = apply(&mut document("/a", operation)).unwrap_err();
            assert_eq!(error.place, "GET /a");
            assert!(error.problem.contains(problem), "{error}");
        }
        let mut twice = json!({"paths": {
            "/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}},
        }});
        assert!(apply(&mut twice).unwrap_err().problem.contains("GET /a"));
    }
}
