//! Corrections to the vendored description, as
//! [OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html) documents.
//!
//! Every action must say why it exists and must match something: a correction that the
//! description no longer needs fails the generation, so that it is removed. Only a correction of
//! all descriptions (`x-where-needed`) may find nothing to correct in one of them.

use std::path::{Path, PathBuf};

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::{
    document::ENUM_DESCRIPTIONS,
    error::{Error, Result},
    load,
};

/// The overlay files of a folder, in the order in which they apply: by name.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Error::at("", format!("cannot be listed: {error}"))
            .in_file(folder)
            .advise("pass the folder of the overlays with --overlays; it may be empty")
    })?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| Error::at("", error).in_file(folder))?
            .path();
        if matches!(
            path.extension().and_then(|e| e.to_str()),
            Some("yaml" | "yml" | "json")
        ) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Applies one overlay file; returns the number of its actions.
pub fn apply_file(document: &mut Value, path: &Path) -> Result<usize> {
    let overlay = load::file(path)?;
    apply(document, &overlay).map_err(|error| error.in_file(path))
}

/// Applies the actions of an overlay in their order; returns their number.
pub fn apply(document: &mut Value, overlay: &Value) -> Result<usize> {
    match overlay.get("overlay").and_then(Value::as_str) {
        Some(version) if version.starts_with("1.0") => {}
        other => {
            return Err(Error::at(
                "/overlay",
                format!("expected an OpenAPI Overlay 1.0 document, found {other:?}"),
            ));
        }
    }
    let actions = overlay
        .get("actions")
        .and_then(Value::as_array)
        .ok_or_else(|| Error::at("/actions", "an overlay needs a list of actions"))?;
    for (index, action) in actions.iter().enumerate() {
        apply_action(document, action).map_err(|problem| {
            let target = action.get("target").and_then(Value::as_str).unwrap_or("?");
            Error::at(format!("/actions/{index} ({target})"), problem.0).advise(problem.1)
        })?;
    }
    Ok(actions.len())
}

/// What is wrong with an action, and what to do.
struct Problem(String, &'static str);

fn apply_action(document: &mut Value, action: &Value) -> Result<(), Problem> {
    if action
        .get("description")
        .and_then(Value::as_str)
        .is_none_or(|text| text.trim().is_empty())
    {
        return Err(Problem(
            "the action has no description".into(),
            "say why the description is wrong and what shows it",
        ));
    }
    if !concerns(document, action) {
        return Ok(());
    }
    let target = action
        .get("target")
        .and_then(Value::as_str)
        .ok_or_else(|| Problem("the action has no target".into(), "give a JSONPath"))?;
    let path = JsonPath::parse(target).map_err(|error| {
        Problem(
            format!("the target is not a JSONPath: {error}"),
            "see RFC 9535; names with special characters go in brackets and quotes",
        )
    })?;

    // Later matches first: removing an element of an array moves those behind it.
    let mut pointers: Vec<String> = path
        .query_located(document)
        .locations()
        .map(|location| location.to_json_pointer())
        .collect();
    pointers.reverse();
    let where_needed = action.get("x-where-needed").and_then(Value::as_bool) == Some(true);
    if pointers.is_empty() {
        return match where_needed {
            true => Ok(()),
            false => Err(Problem(
                "the target matches nothing".into(),
                "the description has changed: correct the target, or remove the action if it is no longer needed",
            )),
        };
    }

    let update = action.get("update");
    if let Some(words) = update.filter(|update| only_describes(update)) {
        for pointer in &pointers {
            let target = document.pointer(pointer).unwrap_or(&Value::Null);
            if let Some(missing) = not_there(target, words, pointer) {
                return Err(Problem(
                    format!("the action describes {missing}, which the description does not have"),
                    "correct the name, or remove the words if what they describe is gone",
                ));
            }
        }
    }
    let remove = action.get("remove").and_then(Value::as_bool) == Some(true);
    let mut changed = false;
    for pointer in pointers {
        if remove {
            changed |= remove_at(document, &pointer);
        } else if let (Some(update), Some(target)) = (update, document.pointer_mut(&pointer)) {
            changed |= merge(target, update);
        }
    }
    if !changed {
        return Err(Problem(
            "the action changes nothing".into(),
            "the description already says so: remove the action",
        ));
    }
    Ok(())
}

/// Whether an action is about this release: an overlay of several says with `x-since` and
/// `x-until` which of them it corrects.
fn concerns(document: &Value, action: &Value) -> bool {
    let release = numbers(&document["info"]["version"]);
    let bound = |key| action.get(key).map(numbers);
    bound("x-since").is_none_or(|since| release >= since)
        && bound("x-until").is_none_or(|until| release <= until)
}

fn numbers(version: &Value) -> Vec<u64> {
    let version = version.as_str().unwrap_or_default();
    let parts = version.split(['.', '-']);
    parts.map(|part| part.parse().unwrap_or_default()).collect()
}

/// What says something about an API without changing it.
const WORDS: [&str; 4] = [
    "description",
    "summary",
    "x-okta-aliases",
    ENUM_DESCRIPTIONS,
];

/// Whether an update holds words alone. Such an update has no business to create what it
/// describes: a misspelt property would become one of the API.
fn only_describes(update: &Value) -> bool {
    update.as_object().is_some_and(|update| {
        !update.is_empty()
            && update.iter().all(|(key, value)| match value {
                Value::Object(_) if key != ENUM_DESCRIPTIONS => only_describes(value),
                _ => WORDS.contains(&key.as_str()),
            })
    })
}

/// The pointer of the first thing that is described and is not there.
fn not_there(target: &Value, words: &Value, pointer: &str) -> Option<String> {
    if !target.is_object() {
        return Some(pointer.to_owned());
    }
    let words = words.as_object().into_iter().flatten();
    words
        .filter(|(_, value)| value.is_object())
        .find_map(|(key, inner)| {
            if key == ENUM_DESCRIPTIONS {
                return no_value(target, inner, pointer);
            }
            let key_in_pointer = key.replace('~', "~0").replace('/', "~1");
            let pointer = format!("{pointer}/{key_in_pointer}");
            not_there(target.get(key).unwrap_or(&Value::Null), inner, &pointer)
        })
}

/// The pointer of the first value that is described and that the enum does not have.
fn no_value(schema: &Value, words: &Value, pointer: &str) -> Option<String> {
    let values = schema["enum"].as_array();
    let has = |name: &str| values.is_some_and(|values| values.iter().any(|value| value == name));
    let mut described = words.as_object()?.keys();
    described
        .find(|name| !has(name))
        .map(|name| format!("{pointer}/enum/{name}"))
}

/// Merges as the Overlay specification says: objects by key, arrays by appending,
/// everything else by replacing. Returns whether anything is different now.
fn merge(target: &mut Value, update: &Value) -> bool {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            let mut changed = false;
            for (key, value) in update {
                changed |= match target.get_mut(key) {
                    Some(existing) => merge(existing, value),
                    None => {
                        target.insert(key.clone(), value.clone());
                        true
                    }
                };
            }
            changed
        }
        (Value::Array(target), Value::Array(update)) => {
            target.extend(update.iter().cloned());
            !update.is_empty()
        }
        (Value::Array(target), update) => {
            target.push(update.clone());
            true
        }
        (target, update) => {
            let changed = target != update;
            *target = update.clone();
            changed
        }
    }
}

fn remove_at(document: &mut Value, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return false;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => object.remove(&key).is_some(),
        Some(Value::Array(array)) => match key.parse() {
            Ok(index) if index < array.len() => {
                array.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn overlay(action: Value) -> Value {
        json!({"overlay": "1.0.0", "actions": [action]})
    }

    #[test]
    fn words_describe_what_is_there_and_create_nothing() {
        let document = json!({"schemas": {
            "User": {"properties": {"a/b": {"type": "string"}}},
            "State": {"enum": ["ON", "OFF"]},
        }});
        for (update, problem) in [
            (
                json!({"User": {"description": "x", "properties": {"a/b": {"description": "y"}}}}),
                None,
            ),
            (
                json!({"User": {"properties": {"ab": {"description": "y"}}}}),
                Some(
                    "the action describes /schemas/User/properties/ab, which the description does not have",
                ),
            ),
            (
                json!({"Usr": {"description": "x"}}),
                Some("the action describes /schemas/Usr, which the description does not have"),
            ),
            (json!({"State": {"x-enumDescriptions": {"ON": "y"}}}), None),
            (
                json!({"State": {"x-enumDescriptions": {"ON": "y", "OF": "z"}}}),
                Some(
                    "the action describes /schemas/State/enum/OF, which the description does not have",
                ),
            ),
            // More than words may add.
            (json!({"Usr": {"description": "x", "type": "string"}}), None),
        ] {
            let action = json!({"target": "$.schemas", "description": "why", "update": update});
            let result = apply(&mut document.clone(), &overlay(action));
            assert_eq!(result.err().map(|error| error.problem).as_deref(), problem);
        }
    }

    #[test]
    fn updates_merge_objects_append_to_arrays_and_replace_the_rest() {
        let mut document = json!({"a": {"b": 1, "c": [1]}, "d": {"b": 2}});
        let action = json!({
            "target": "$.a", "description": "why",
            "update": {"b": {"x": 1}, "c": [2], "new": true},
        });
        assert_eq!(apply(&mut document, &overlay(action)), Ok(1));
        assert_eq!(
            document,
            json!({"a": {"b": {"x": 1}, "c": [1, 2], "new": true}, "d": {"b": 2}})
        );
    }

    #[test]
    fn removing_several_elements_of_an_array_removes_the_right_ones() {
        let mut document = json!({"a": [1, 2, 3, 4]});
        let action = json!({"target": "$.a[1,2]", "description": "why", "remove": true});
        apply(&mut document, &overlay(action)).unwrap();
        assert_eq!(document, json!({"a": [1, 4]}));
    }

    #[test]
    fn keys_with_slashes_are_found() {
        let mut document = json!({"paths": {"/api/v1/users/{id}": {"get": {}}}});
        let action = json!({
            "target": "$.paths['/api/v1/users/{id}'].get", "description": "why",
            "update": {"operationId": "getUser"},
        });
        apply(&mut document, &overlay(action)).unwrap();
        assert_eq!(
            document["paths"]["/api/v1/users/{id}"]["get"]["operationId"],
            "getUser"
        );
    }

    #[test]
    fn an_action_that_does_nothing_is_an_error_that_names_it() {
        for (action, problem) in [
            (
                json!({"target": "$.nowhere", "description": "why", "remove": true}),
                "matches nothing",
            ),
            (
                json!({"target": "$.a", "description": "why", "update": 1}),
                "changes nothing",
            ),
            (json!({"target": "$.a", "update": 2}), "has no description"),
            (
                json!({"target": "a..[", "description": "why", "update": 2}),
                "not a JSONPath",
            ),
        ] {
            let target = action["target"].as_str().unwrap().to_owned();
            let error = apply(&mut json!({"a": 1}), &overlay(action)).unwrap_err();
            assert!(error.problem.contains(problem), "{error}");
            assert!(error.place.contains(&target), "{error}");
        }
    }

    #[test]
    fn a_correction_of_all_descriptions_may_find_nothing_in_one() {
        let action = json!({
            "target": "$.a[?!@.required]", "description": "why", "x-where-needed": true,
            "update": {"required": true},
        });
        for (mut document, corrected) in [
            (json!({"a": [{}]}), json!({"a": [{"required": true}]})),
            (
                json!({"a": [{"required": false}]}),
                json!({"a": [{"required": false}]}),
            ),
        ] {
            apply(&mut document, &overlay(action.clone())).unwrap();
            assert_eq!(document, corrected);
        }
    }

    #[test]
    fn an_action_of_other_releases_is_passed_over() {
        for (bounds, applies) in [
            (json!({}), true),
            (json!({"x-since": "2025.01.1"}), true),
            (
                json!({"x-since": "2026.06.3", "x-until": "2026.06.3"}),
                true,
            ),
            (json!({"x-since": "2026.11.0"}), false),
            (json!({"x-until": "2026.06.2"}), false),
        ] {
            let mut action = json!({"target": "$.a", "description": "why", "update": 2});
            action
                .as_object_mut()
                .unwrap()
                .extend(bounds.as_object().unwrap().clone());
            let mut document = json!({"info": {"version": "2026.06.3"}, "a": 1});
            apply(&mut document, &overlay(action)).unwrap();
            assert_eq!(document["a"], if applies { 2 } else { 1 }, "{bounds}");
        }
    }

    #[test]
    fn other_documents_are_refused() {
        assert!(apply(&mut json!({}), &json!({"openapi": "3.0.0"})).is_err());
        assert!(apply(&mut json!({}), &json!({"overlay": "1.0.0"})).is_err());
    }
}
