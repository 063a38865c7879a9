//! What happens while a body is read: values that are not of the described type, and the place
//! of an error.
//!
//! A mismatch is kept and reading continues, which costs nothing until it happens. The number
//! of mismatches tells a body's decoder whether to look for them. It then reads the body again,
//! strictly, to find the first one. A client with [strict
//! types](crate::ClientBuilder::strict_types) reads only strictly. While an error travels up,
//! every level adds its step to the path.
//!
//! The trace is passed down from the start of a reading and dropped at its end.

use serde::de::Error;
use serde_json::Value;

use super::{
    flaw::{DecodeError, reason},
    reflect::Slot,
};
use crate::bounded::bounded;

/// The length in characters up to which a property's name is shown in a path.
const NAME: usize = 64;

/// Notes from one reading.
#[derive(Default)]
pub(crate) struct Trace {
    strict: bool,
    /// The number of values that were kept although they are not as described.
    mismatches: usize,
    /// The origin of the error that is travelling up, innermost step first.
    path: Vec<Step>,
    /// The type that discriminators chose there. The innermost one counts.
    variant: Option<&'static str>,
}

enum Step {
    Property(String),
    Index(usize),
}

impl Trace {
    /// Starts a reading. A strict one refuses whatever is not as described.
    pub(super) fn new(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    pub(super) fn mismatches(&self) -> usize {
        self.mismatches
    }

    /// Keeps a value that is not as described. In a strict reading it is an error.
    #[cold]
    pub(super) fn keep<E: Error>(&mut self, slot: &mut dyn Slot, value: Value) -> Result<(), E> {
        if self.strict {
            return Err(E::custom(format_args!(
                "expected {}, found {}",
                slot.expected(),
                found(&value)
            )));
        }
        self.mismatches += 1;
        slot.put_unrecognized(value);
        Ok(())
    }

    /// Notes that the error comes from inside this property.
    #[cold]
    pub(super) fn inside_property(&mut self, name: &str) {
        self.path.push(Step::Property(bounded(name, NAME)));
    }

    /// Notes that the error comes from inside this element.
    #[cold]
    pub(super) fn inside(&mut self, index: usize) {
        self.path.push(Step::Index(index));
    }

    /// Notes that the error comes from inside a value of this type, which its discriminators
    /// chose.
    #[cold]
    pub(super) fn inside_variant(&mut self, name: &'static str) {
        self.variant.get_or_insert(name);
    }

    /// Returns the error that ended the reading, with its place.
    #[cold]
    pub(super) fn explain(self, error: &serde_json::Error) -> DecodeError {
        let reason = reason(error);
        DecodeError {
            path: self.path(),
            reason: match self.variant {
                Some(variant) => format!("{reason} (in a {variant})"),
                None => reason,
            },
        }
    }

    /// Returns the error's path, outermost step first: `$.profile.emails[2]`.
    fn path(&self) -> String {
        use std::fmt::Write;

        let mut text = String::from("$");
        for step in self.path.iter().rev() {
            let written = match step {
                Step::Property(name) if is_plain(name) => write!(text, ".{name}"),
                Step::Property(name) => write!(text, "[{name:?}]"),
                Step::Index(index) => write!(text, "[{index}]"),
            };
            debug_assert!(written.is_ok(), "writing to a String cannot fail");
        }
        text
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Returns the kind of a value without the value, which may be a secret.
pub(crate) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
