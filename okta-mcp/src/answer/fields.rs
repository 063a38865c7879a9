//! Keeps only the requested properties.

use serde_json::{Map, Value};

/// Keeps the values at these paths (`id`, `profile.login`), and looks into lists. Missing
/// values are left out.
#[must_use]
pub fn project(value: &Value, fields: &[String]) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| project(item, fields)).collect(),
        Value::Object(_) => {
            let mut kept = Map::new();
            for field in fields {
                let path: Vec<&str> = field.split('.').collect();
                copy(value, &path, &mut kept);
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

fn copy(from: &Value, path: &[&str], into: &mut Map<String, Value>) {
    let Some((name, rest)) = path.split_first() else {
        return;
    };
    let Some(found) = from.get(*name) else {
        return;
    };
    if rest.is_empty() {
        into.insert((*name).to_owned(), found.clone());
        return;
    }
    match found {
        Value::Object(_) => {
            let slot = into
                .entry((*name).to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(slot) = slot {
                copy(found, rest, slot);
            }
        }
        Value::Array(items) => {
            let path = rest.join(".");
            let projected: Vec<Value> = items
                .iter()
                .map(|item| project(item, std::slice::from_ref(&path)))
                .collect();
            merge(into, name, projected);
        }
        _ => {}
    }
}

/// Puts the projected elements of a list beside what earlier fields took of them.
fn merge(into: &mut Map<String, Value>, name: &str, projected: Vec<Value>) {
    match into.get_mut(name) {
        Some(Value::Array(present)) => {
            for (present, new) in present.iter_mut().zip(projected) {
                if let (Value::Object(present), Value::Object(new)) = (present, new) {
                    present.extend(new);
                }
            }
        }
        _ => {
            into.insert(name.to_owned(), Value::Array(projected));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_reach_into_objects_and_lists() {
        let user = json!({
            "id": "00u1", "profile": {"login": "a", "email": "b"},
            "target": [{"id": 1, "type": "x", "n": 0}, {"id": 2}],
        });
        let fields = [
            "id",
            "profile.login",
            "target.id",
            "target.type",
            "nothing.here",
        ]
        .map(str::to_owned);
        assert_eq!(
            project(&user, &fields),
            json!({"id": "00u1", "profile": {"login": "a"},
                   "target": [{"id": 1, "type": "x"}, {"id": 2}]})
        );
    }
}
