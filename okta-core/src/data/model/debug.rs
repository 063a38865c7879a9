//! `Debug` of resources: present properties only, and never a secret.

use std::fmt;

use serde_json::Value;

use super::reflect::{Object, View, present};

/// What is shown in place of a secret.
struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Whether a property with this name, in any spelling, holds a secret. The generator decides
/// this for described properties; this function is for the others.
fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 13] = [
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
        // A picture from which anybody can enroll the factor.
        "qrcode",
    ];
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    // All details from which a new factor is made, under names that say less.
    name == "activation" || WORDS.iter().any(|word| name.contains(word))
}

/// Shows a value without its secrets.
pub(super) struct Shown<'a>(pub(super) View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("Absent"),
            View::Null => f.write_str("null"),
            View::Bool(value) => value.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Float(value) => value.fmt(f),
            View::Text(text) => text.fmt(f),
            View::Instant(instant) => fmt::Display::fmt(&super::date_time::text(instant), f),
            View::Json(value) => show_json(value, f),
            View::Object(object) => show_object(object, f),
            View::List(list) => f
                .debug_list()
                .entries((0..).map_while(|index| list.element(index)).map(Shown))
                .finish(),
            View::Map(entries) => {
                let mut map = f.debug_map();
                for (key, value) in (0..).map_while(|index| entries.entry(index)) {
                    match is_secret(key) {
                        true => map.entry(&key, &Hidden),
                        false => map.entry(&key, &Shown(value)),
                    };
                }
                map.finish()
            }
        }
    }
}

fn show_object(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut to = f.debug_struct(object.type_name());
    object.visit(&mut |properties| {
        for (name, value) in present(properties) {
            let is_hidden = match value {
                View::Null => false,
                // The generator did not see these when it decided.
                View::Json(_) => object.is_secret(name) || is_secret(name),
                _ => object.is_secret(name),
            };
            match is_hidden {
                true => to.field(name, &Hidden),
                false => to.field(name, &Shown(value)),
            };
        }
    });
    if !object.additional().is_empty() {
        to.field("additional_properties", object.additional());
    }
    to.finish()
}

fn show_json(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Object(object) => {
            let mut map = f.debug_map();
            for (name, value) in object {
                match is_secret(name) {
                    true => map.entry(name, &Hidden),
                    false => map.entry(name, &Shown(View::Json(value))),
                };
            }
            map.finish()
        }
        Value::Array(items) => f
            .debug_list()
            .entries(items.iter().map(|item| Shown(View::Json(item))))
            .finish(),
        scalar => write!(f, "{scalar}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Links;

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "password",
            "client_secret",
            "recoveryToken",
            "private-key",
            "passCode",
            "apiKey",
            "qrcode",
            "activation",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "login",
            "id",
            "displayName",
            "status",
            "questionText",
            "activated",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    /// Anybody with the picture can enroll the factor.
    #[test]
    fn a_link_to_a_qr_code_is_not_shown() {
        let links: Links = serde_json::from_value(json!({
            "qrcode": {"href": "https://acme.okta.com/qr/00fukNElRS"},
            "self": {"href": "https://acme.okta.com/me"},
        }))
        .unwrap();
        let shown = format!("{links:?}");
        assert!(shown.contains(r#""qrcode": [redacted]"#), "{shown}");
        assert!(shown.contains("https://acme.okta.com/me"), "{shown}");
    }

    #[test]
    fn free_form_json_is_shown_without_secrets() {
        let value = json!({"a": [{"password": {"value": "s3cret"}}], "b": 1});
        assert_eq!(
            format!("{:?}", Shown(View::Json(&value))),
            r#"{"a": [{"password": [redacted]}], "b": 1}"#
        );
    }
}
