//! Counts items by value.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::project;

/// Counts the items for each value at a path, most frequent first.
#[must_use]
pub fn groups<'a>(items: impl IntoIterator<Item = &'a Value>, path: &str) -> Vec<Value> {
    let fields = [path.to_owned()];
    let mut counts: BTreeMap<String, (Value, usize)> = BTreeMap::new();
    for item in items {
        let value = leaf(&project(item, &fields));
        let entry = counts.entry(value.to_string()).or_insert((value, 0));
        entry.1 += 1;
    }
    let mut counts: Vec<(Value, usize)> = counts.into_values().collect();
    counts.sort_by(|(_, a), (_, b)| b.cmp(a));
    counts
        .into_iter()
        .map(|(value, count)| json!({"value": value, "count": count}))
        .collect()
}

/// The one value that a projection to one path leaves.
fn leaf(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() <= 1 => {
            fields.values().next().map_or(Value::Null, leaf)
        }
        other => other.clone(),
    }
}
