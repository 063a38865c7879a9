//! `sortBy` and `sortOrder`.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{compare::instant, path::Path};

/// An order of resources by one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SortBy {
    path: Path,
    descending: bool,
}

impl SortBy {
    /// An order by this attribute; `None` when that is no attribute path. Only `desc`,
    /// in any letter case, sorts downwards.
    pub(crate) fn new(attribute: &str, order: Option<&str>) -> Option<Self> {
        Some(Self {
            path: Path::parse(attribute)?,
            descending: order.is_some_and(|order| order.eq_ignore_ascii_case("desc")),
        })
    }

    /// Compares two resources: letter case does not count, dates compare as instants,
    /// resources without the attribute come last in both directions, and equal ones go
    /// by `id`.
    pub(crate) fn compare(&self, a: &Value, b: &Value) -> Ordering {
        let (key_a, key_b) = (self.key(a), self.key(b));
        match (&key_a, &key_b) {
            (Key::Missing, _) | (_, Key::Missing) => key_a.compare(&key_b),
            _ if self.descending => key_b.compare(&key_a),
            _ => key_a.compare(&key_b),
        }
        .then_with(|| id(a).cmp(id(b)))
    }

    fn key<'v>(&self, resource: &'v Value) -> Key<'v> {
        match self.path.first(resource) {
            Some(Value::Bool(value)) => Key::Bool(*value),
            Some(Value::Number(value)) => value.as_f64().map_or(Key::Missing, Key::Number),
            Some(Value::String(text)) => match instant(text) {
                Some(instant) => Key::Instant(instant),
                None => Key::Text(text),
            },
            _ => Key::Missing,
        }
    }
}

/// What is compared. Every kind has its rank, so that the order is total even when an
/// attribute holds a date here and a word there.
enum Key<'v> {
    Bool(bool),
    Number(f64),
    Instant(DateTime<Utc>),
    Text(&'v str),
    Missing,
}

impl Key<'_> {
    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) => 0,
            Self::Number(_) => 1,
            Self::Instant(_) => 2,
            Self::Text(_) => 3,
            Self::Missing => 4,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Instant(a), Self::Instant(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => folded(a).cmp(folded(b)),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

/// The letters without their case. Most texts differ early, so none is copied whole.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

fn id(resource: &Value) -> &str {
    resource
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sorted(values: &[Value], order: Option<&str>) -> String {
        let mut resources: Vec<Value> = values
            .iter()
            .enumerate()
            .map(|(i, value)| json!({"id": i.to_string(), "profile": {"x": value}}))
            .collect();
        let by = SortBy::new("profile.x", order).unwrap();
        resources.sort_by(|a, b| by.compare(a, b));
        resources.iter().map(id).collect()
    }

    #[test]
    fn orders() {
        let names = [
            json!("bob"),
            json!(null),
            json!("Ada"),
            json!("ada"),
            json!("Bob"),
        ];
        assert_eq!(sorted(&names, None), "23041");
        assert_eq!(sorted(&names, Some("asc")), "23041");
        assert_eq!(sorted(&names, Some("DESC")), "04231");
        assert_eq!(sorted(&[json!(10), json!(9), json!(-1.5)], None), "210");
        let dates = [
            json!("2024-05-01T12:00:00Z"),
            json!("2024-05-01T13:00:00+02:00"),
        ];
        assert_eq!(sorted(&dates, None), "10");
    }

    #[test]
    fn mixed_kinds_have_a_total_order() {
        let mixed = [
            json!("2024-05-01T12:00:00Z"),
            json!("2023 was good"),
            json!(1),
            json!(true),
            json!({}),
            json!("2024-05-01T09:00:00-05:00"),
            json!([]),
            json!(["a"]),
        ];
        assert_eq!(sorted(&mixed, None), "32051746");
        let by = SortBy::new("x", None).unwrap();
        let all: Vec<Value> = mixed.iter().map(|value| json!({"x": value})).collect();
        for a in &all {
            for b in &all {
                assert_eq!(by.compare(a, b), by.compare(b, a).reverse());
                for c in &all {
                    if by.compare(a, b).is_le() && by.compare(b, c).is_le() {
                        assert!(by.compare(a, c).is_le(), "{a} {b} {c}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_sorted_by() {
        assert_eq!(SortBy::new("", None), None);
        assert_eq!(SortBy::new("profile. x", Some("asc")), None);
    }
}
