//! Whether a decoded and encoded body still says what the recorded one said.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

/// A place where two bodies differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The JSON path.
    pub path: String,
    /// What differs, without the values: they may be secrets.
    pub detail: &'static str,
}

/// The places where something of `recorded` is lost or changed in `again`, or added to
/// it. Null and absent are the same, numbers compare as numbers, date-times as instants.
#[must_use]
pub fn differences(recorded: &Value, again: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&mut String::from("$"), recorded, again, &mut found);
    found
}

fn compare(path: &mut String, recorded: &Value, again: &Value, found: &mut Vec<Difference>) {
    let mut differ = |path: &str, detail| {
        found.push(Difference {
            path: path.to_owned(),
            detail,
        });
    };
    match (recorded, again) {
        (Value::Object(recorded), Value::Object(again)) => {
            for (key, value) in recorded {
                let length = path.len();
                path.push('.');
                path.push_str(key);
                match again.get(key) {
                    Some(again) => compare(path, value, again, found),
                    None if value.is_null() => {}
                    None => found.push(Difference {
                        path: path.clone(),
                        detail: "lost",
                    }),
                }
                path.truncate(length);
            }
            for (key, value) in again {
                if !value.is_null() && !recorded.contains_key(key) {
                    found.push(Difference {
                        path: format!("{path}.{key}"),
                        detail: "added",
                    });
                }
            }
        }
        (Value::Array(recorded), Value::Array(again)) => {
            if recorded.len() != again.len() {
                differ(path, "another number of elements");
                return;
            }
            for (index, (recorded, again)) in recorded.iter().zip(again).enumerate() {
                let length = path.len();
                path.push_str(&format!("[{index}]"));
                compare(path, recorded, again, found);
                path.truncate(length);
            }
        }
        (Value::Null, Value::Null) => {}
        (Value::Null, _) => differ(path, "added"),
        (_, Value::Null) => differ(path, "lost"),
        (recorded, again) => {
            if !same_scalar(recorded, again) {
                differ(path, "changed");
            }
        }
    }
}

fn same_scalar(recorded: &Value, again: &Value) -> bool {
    match (recorded, again) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || a.as_i64().is_none() | b.as_i64().is_none() && a.as_f64() == b.as_f64()
        }
        (Value::String(a), Value::String(b)) => {
            a == b || matches!((instant(a), instant(b)), (Some(a), Some(b)) if a == b)
        }
        (a, b) => a == b,
    }
}

fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_otherwise_is_no_difference() {
        for (recorded, again) in [
            (json!({"a": null, "b": 1}), json!({"b": 1.0})),
            (json!({"b": 1}), json!({"a": null, "b": 1})),
            (
                json!("2021-06-14T14:45:46.000Z"),
                json!("2021-06-14T14:45:46Z"),
            ),
            (json!([1, {"x": []}]), json!([1, {"x": []}])),
        ] {
            assert_eq!(differences(&recorded, &again), []);
        }
    }

    #[test]
    fn losses_changes_and_additions_are_found() {
        for (recorded, again, path, detail) in [
            (json!({"a": {"b": 1}}), json!({"a": {}}), "$.a.b", "lost"),
            (json!({"a": 1}), json!({"a": null}), "$.a", "lost"),
            (json!({"a": null}), json!({"a": 0}), "$.a", "added"),
            (json!({}), json!({"a": 0}), "$.a", "added"),
            (json!([1, 2]), json!([1]), "$", "another number of elements"),
            (json!([1, 2]), json!([2, 2]), "$[0]", "changed"),
            (json!({"a": "x"}), json!({"a": "X"}), "$.a", "changed"),
            (json!({"a": []}), json!({}), "$.a", "lost"),
            (
                json!(9007199254740993_i64),
                json!(9007199254740992_i64),
                "$",
                "changed",
            ),
        ] {
            let found = differences(&recorded, &again);
            assert_eq!(
                found,
                [Difference {
                    path: path.into(),
                    detail
                }]
            );
        }
    }
}
