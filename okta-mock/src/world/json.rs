//! Changing resources by request bodies.

use serde_json::{Map, Value};

/// Properties that Okta sets and that a body cannot change.
const READ_ONLY: &[&str] = &["_links", "_embedded", "created", "id", "lastUpdated"];

/// What of a body is taken over: everything but what only Okta sets.
pub(crate) fn writable(body: &Map<String, Value>) -> Map<String, Value> {
    body.iter()
        .filter(|(name, _)| !READ_ONLY.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Changes what is given: objects are merged, null clears, everything else replaces.
pub(crate) fn merge(target: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, change) in changes {
        match (target.get_mut(name), change) {
            (_, Value::Null) => {
                target.remove(name);
            }
            (Some(Value::Object(target)), Value::Object(changes)) => merge(target, changes),
            _ => {
                target.insert(name.clone(), change.clone());
            }
        }
    }
}

/// Clears what is an empty text, as Okta does where people fill forms.
pub(crate) fn clear_blanks(target: &mut Map<String, Value>) {
    for value in target.values_mut() {
        if value == "" {
            *value = Value::Null;
        }
    }
}

/// Adds what is missing.
pub(crate) fn fill(target: &mut Map<String, Value>, defaults: Value) {
    let Value::Object(defaults) = defaults else {
        return;
    };
    for (name, default) in defaults {
        match (target.get_mut(&name), default) {
            (Some(Value::Object(target)), default @ Value::Object(_)) => fill(target, default),
            (Some(_), _) => {}
            (None, default) => {
                target.insert(name, default);
            }
        }
    }
}

/// The value at a path such as `primary.name`.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, name| &value[name])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn merging_clears_nulls_and_keeps_the_rest() {
        let mut target = object(json!({"profile": {"a": 1, "b": 2}, "tags": [1], "name": "x"}));
        merge(
            &mut target,
            &object(json!({"profile": {"b": null, "c": 3}, "tags": [], "name": {"y": 1}})),
        );
        assert_eq!(
            Value::Object(target),
            json!({"profile": {"a": 1, "c": 3}, "tags": [], "name": {"y": 1}})
        );
    }

    #[test]
    fn defaults_come_only_where_nothing_is() {
        let mut target = object(json!({"a": null, "b": {"c": 1}}));
        fill(&mut target, json!({"a": 1, "b": {"c": 2, "d": 3}, "e": 4}));
        assert_eq!(
            Value::Object(target),
            json!({"a": null, "b": {"c": 1, "d": 3}, "e": 4})
        );
    }

    #[test]
    fn only_okta_sets_ids_and_times() {
        let body = object(json!({"id": "x", "_links": {}, "created": "", "name": "n"}));
        assert_eq!(Value::Object(writable(&body)), json!({"name": "n"}));
    }
}
