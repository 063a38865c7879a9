//! The effect of a change on a resource, property by property.

use serde_json::Value;

/// More lines than these are counted only.
const MOST: usize = 40;

/// Lists the properties that a new value changes, as lines `path: old -> new`. With `replaces`,
/// a property that the new value lacks is lost; otherwise it stays.
#[must_use]
pub fn difference(current: &Value, new: &Value, replaces: bool) -> Vec<String> {
    let mut lines = Vec::new();
    walk("", current, new, replaces, &mut lines);
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push(format!("… and {more} more changes"));
    }
    lines
}

/// What Okta writes itself, and no request changes.
const READ_ONLY: &[&str] = &[
    "id",
    "created",
    "lastUpdated",
    "_links",
    "_embedded",
    "lastLogin",
    "activated",
    "statusChanged",
    "passwordChanged",
    "lastMembershipUpdated",
    "objectClass",
    "createdBy",
    "lastUpdatedBy",
    "orn",
    "status",
    "type",
    "system",
];

fn walk(path: &str, current: &Value, new: &Value, replaces: bool, lines: &mut Vec<String>) {
    match (current, new) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in after {
                let path = join(path, name);
                walk(
                    &path,
                    before.get(name).unwrap_or(&Value::Null),
                    value,
                    replaces,
                    lines,
                );
            }
            if replaces {
                let own = |name: &str| path.is_empty() && READ_ONLY.contains(&name);
                let lost = before
                    .iter()
                    .filter(|(name, value)| !value.is_null() && !after.contains_key(*name))
                    .filter(|(name, _)| !own(name));
                for (name, value) in lost {
                    lines.push(format!(
                        "{}: {} -> (not given, is lost)",
                        join(path, name),
                        short(value)
                    ));
                }
            }
        }
        (before, after) if before == after => {}
        (before, after) => lines.push(format!("{path}: {} -> {}", short(before), short(after))),
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => return "(nothing)".to_owned(),
        value => value.to_string(),
    };
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_replacement_shows_what_is_lost() {
        let current = json!({"id": "1", "name": "a", "conditions": {"people": [1], "network": 2}});
        let new = json!({"name": "b", "conditions": {"people": [1]}});
        assert_eq!(
            difference(&current, &new, true),
            [
                "conditions.network: 2 -> (not given, is lost)",
                "name: \"a\" -> \"b\"",
            ]
        );
        assert_eq!(difference(&current, &new, false), ["name: \"a\" -> \"b\""]);
    }
}
