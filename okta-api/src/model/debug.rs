//! `Debug` of resources: present properties only, and never a secret.

use std::fmt;

use serde_json::Value;

use super::{
    field::Field,
    object::{Object, Writer},
    schema::Schema,
};

/// What stands in the place of a secret.
pub(super) const HIDDEN: Hidden = Hidden;

pub(super) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Whether a property of this name, in any spelling, holds a secret. For properties that
/// the description knows the generator decides; this is for those that it does not.
pub(super) fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 12] = [
        "password",
        "passwd",
        "secret",
        "token",
        "answer",
        "privatekey",
        "passcode",
        "apikey",
        "assertion",
        "authorization",
        "credential",
        "otp",
    ];
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    WORDS.iter().any(|word| name.contains(word))
}

/// Free-form JSON without its secrets.
pub(super) struct Redacted<'a>(pub(super) &'a Value);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Object(object) => f
                .debug_map()
                .entries(object.iter().map(|(name, value)| {
                    let shown: Box<dyn fmt::Debug> = match is_secret(name) {
                        true => Box::new(HIDDEN),
                        false => Box::new(Redacted(value)),
                    };
                    (name, shown)
                }))
                .finish(),
            Value::Array(items) => f.debug_list().entries(items.iter().map(Redacted)).finish(),
            scalar => write!(f, "{scalar}"),
        }
    }
}

/// Shows a resource: its present properties, secrets hidden.
pub(crate) fn debug<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut to = DebugWriter(f.debug_struct(T::NAME));
    object.write(&mut to)?;
    if !object.additional().is_empty() {
        to.0.field("additional_properties", object.additional());
    }
    to.0.finish()
}

struct DebugWriter<'a, 'b>(fmt::DebugStruct<'a, 'b>);

impl Writer for DebugWriter<'_, '_> {
    type Error = fmt::Error;

    fn property<T: Schema + fmt::Debug>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> fmt::Result {
        match value {
            Field::Absent => {}
            Field::Value(value) => show(&mut self.0, name, value),
            value => show(&mut self.0, name, value),
        }
        Ok(())
    }

    fn secret<T: Schema + fmt::Debug>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> fmt::Result {
        match value {
            Field::Absent => {}
            Field::Null => show(&mut self.0, name, value),
            _ => show(&mut self.0, name, &HIDDEN),
        }
        Ok(())
    }
}

/// Not generic, so that a property costs one call and no code of its own.
fn show(to: &mut fmt::DebugStruct<'_, '_>, name: &str, value: &dyn fmt::Debug) {
    to.field(name, value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "password",
            "client_secret",
            "recoveryToken",
            "private-key",
            "passCode",
            "apiKey",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["login", "id", "displayName", "status", "questionText"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn free_form_json_is_shown_without_secrets() {
        let value = json!({"a": [{"password": {"value": "s3cret"}}], "b": 1});
        assert_eq!(
            format!("{:?}", Redacted(&value)),
            r#"{"a": [{"password": [redacted]}], "b": 1}"#
        );
    }
}
