//! Comparing an attribute with the operand of an expression.

use std::{borrow::Cow, cmp::Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::{Number, Value};

/// An attribute operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    StartsWith,
    Contains,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Present,
}

impl Operator {
    /// Every operator, in the order of Okta's documentation.
    pub(crate) const ALL: &[Self] = &[
        Self::Equal,
        Self::NotEqual,
        Self::Contains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Present,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Less,
        Self::LessOrEqual,
    ];

    /// How the operator is written.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::StartsWith => "sw",
            Self::Contains => "co",
            Self::EndsWith => "ew",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
            Self::Present => "pr",
        }
    }

    /// Reads an operator in any letter case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operator| operator.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether the operator can have such an operand: order means nothing for booleans
    /// and null, and parts exist of strings only.
    pub(crate) fn takes(self, operand: &Value) -> bool {
        match self {
            Self::Equal | Self::NotEqual => true,
            Self::StartsWith | Self::Contains | Self::EndsWith => operand.is_string(),
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => {
                operand.is_string() || operand.is_number()
            }
            Self::Present => false,
        }
    }
}

/// Whether `ADA` and `ada` are the same: in `search` they are, in `filter` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Sensitive,
    Ignored,
}

impl Case {
    /// The text in the form in which it is compared; no copy is made where none is needed.
    pub(crate) fn fold(self, text: &str) -> Cow<'_, str> {
        if self == Self::Ignored
            && text
                .chars()
                .any(|c| !c.is_ascii() || c.is_ascii_uppercase())
        {
            Cow::Owned(text.to_lowercase())
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// The literal that an attribute is compared with, prepared once for many resources.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Null,
    Bool(bool),
    Number(Number),
    Text {
        folded: String,
        instant: Option<DateTime<Utc>>,
    },
}

impl Operand {
    /// Prepares a literal; `None` for an array or an object, which no literal is.
    pub(crate) fn new(literal: Value, case: Case) -> Option<Self> {
        Some(match literal {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(value) => Self::Number(value),
            Value::String(text) => Self::Text {
                folded: case.fold(&text).into_owned(),
                instant: instant(&text),
            },
            Value::Array(_) | Value::Object(_) => return None,
        })
    }

    /// Whether `value operator self` holds. Values of different types are not equal and
    /// have no order.
    pub(crate) fn matches(&self, operator: Operator, value: &Value, case: Case) -> bool {
        match operator {
            Operator::Present => is_present(value),
            Operator::StartsWith | Operator::Contains | Operator::EndsWith => {
                let (Some(text), Self::Text { folded, .. }) = (value.as_str(), self) else {
                    return false;
                };
                let text = case.fold(text);
                match operator {
                    Operator::StartsWith => text.starts_with(folded.as_str()),
                    Operator::EndsWith => text.ends_with(folded.as_str()),
                    _ => text.contains(folded.as_str()),
                }
            }
            Operator::Equal => self.order(value, case) == Some(Ordering::Equal),
            Operator::NotEqual => self.order(value, case) != Some(Ordering::Equal),
            Operator::Greater => self.order(value, case).is_some_and(Ordering::is_gt),
            Operator::GreaterOrEqual => self.order(value, case).is_some_and(Ordering::is_ge),
            Operator::Less => self.order(value, case).is_some_and(Ordering::is_lt),
            Operator::LessOrEqual => self.order(value, case).is_some_and(Ordering::is_le),
        }
    }

    /// How the value stands to the operand; `None` when their types differ.
    fn order(&self, value: &Value, case: Case) -> Option<Ordering> {
        match (value, self) {
            (Value::Null, Self::Null) => Some(Ordering::Equal),
            (Value::Bool(value), Self::Bool(operand)) => Some(value.cmp(operand)),
            (Value::Number(value), Self::Number(operand)) => compare_numbers(value, operand),
            (Value::String(text), Self::Text { folded, instant: i }) => {
                let dates = i.and_then(|operand| Some(instant(text)?.cmp(&operand)));
                Some(dates.unwrap_or_else(|| case.fold(text).as_ref().cmp(folded)))
            }
            _ => None,
        }
    }
}

/// Whether there is something: a value that is not empty, at any depth.
pub(crate) fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => elements.iter().any(is_present),
        Value::Object(properties) => properties.values().any(is_present),
    }
}

/// Compares integers exactly and everything else as floating point.
pub(crate) fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

/// The instant that an ISO 8601 text names: date and time with an offset, or a date
/// (its first instant, UTC).
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    // Most strings are no dates; do not let a scan of many users pay for that.
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() < 10 {
        return None;
    }
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .map(|date| date.to_utc())
        .or_else(|_| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .map(|date| date.and_time(NaiveTime::MIN).and_utc())
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn instants() {
        let noon = instant("2024-05-01T12:00:00.000Z").unwrap();
        for text in [
            "2024-05-01T12:00:00Z",
            "2024-05-01T14:00:00+02:00",
            "2024-05-01T14:00:00.000+0200",
        ] {
            assert_eq!(instant(text), Some(noon), "{text}");
        }
        assert!(instant("2024-05-01").unwrap() < noon);
        for text in [
            "",
            "2024",
            "2024-13-01",
            "tomorrow",
            "2024-05-01T12:00:00",
            "١٢٣٤٥٦",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn presence() {
        for value in [
            json!(0),
            json!(false),
            json!("x"),
            json!([0]),
            json!({"a": {"b": 1}}),
        ] {
            assert!(is_present(&value), "{value}");
        }
        for value in [
            json!(null),
            json!(""),
            json!([]),
            json!([null]),
            json!({"a": {"b": null}}),
        ] {
            assert!(!is_present(&value), "{value}");
        }
    }

    #[test]
    fn numbers_of_every_size_compare() {
        let number = |text: &str| serde_json::from_str::<Number>(text).unwrap();
        for (a, b, expected) in [
            ("1", "2", Ordering::Less),
            ("2", "2.0", Ordering::Equal),
            ("-1", "0.5", Ordering::Less),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("18446744073709551615", "1", Ordering::Greater),
        ] {
            assert_eq!(
                compare_numbers(&number(a), &number(b)),
                Some(expected),
                "{a} {b}"
            );
        }
    }

    #[test]
    fn folding_copies_only_what_changes() {
        assert!(matches!(
            Case::Ignored.fold("ada@example.com"),
            Cow::Borrowed(_)
        ));
        assert!(matches!(Case::Sensitive.fold("Ada"), Cow::Borrowed("Ada")));
        assert_eq!(Case::Ignored.fold("ÅDA"), "åda");
    }
}
