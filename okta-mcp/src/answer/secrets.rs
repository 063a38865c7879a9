//! Removes secrets from what a model sees.

use std::borrow::Cow;

use serde_json::Value;

use crate::catalogue::Schemas;

/// The text that replaces a secret.
pub const MARK: &str = "[secret, not shown]";

/// Endings of names, in lower case, whose values are secrets: the generator's list, and more
/// that Okta sends.
const ENDINGS: &[&str] = &[
    "password",
    "secret",
    "token",
    "answer",
    "passcode",
    "privatekey",
    "apikey",
    "salt",
    "secret_hash",
    "secrethash",
    "client_assertion",
    "clientassertion",
    "seed",
    "credential_value",
    "authorization",
    "otp",
    "recoverycode",
    "usercode",
    "user_code",
    "devicecode",
    "device_code",
    "signingkey_private",
    "cookietokenurl",
    "activationurl",
    "resetpasswordurl",
    "recoveryurl",
    "secretkey",
    "accesskey",
    "passphrase",
    "pin",
    "sharedkey",
    "bindpassword",
];

/// Whole names, in lower case, whose values are secrets.
const NAMES: &[&str] = &[
    "code",
    "value_hash",
    "psk",
    "tac",
    "activationcode",
    "qrcode",
    "sid",
];

/// The private members of a JSON Web Key.
const KEY_MEMBERS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "k", "oth"];

/// Finds secrets by the description's marks, by names and by shapes.
#[derive(Debug, Clone, Copy)]
pub struct Masker<'a> {
    schemas: &'a Schemas,
}

impl<'a> Masker<'a> {
    /// Creates a masker that uses the marks of these schemas.
    #[must_use]
    pub fn new(schemas: &'a Schemas) -> Self {
        Self { schemas }
    }

    /// Replaces every secret with [`MARK`]. Returns the number of secrets.
    pub fn mask(&self, value: &mut Value, schema: Option<&Value>) -> usize {
        match value {
            Value::Array(items) => {
                let of_items = schema.map(|schema| &self.schemas.follow(schema)["items"]);
                items.iter_mut().map(|item| self.mask(item, of_items)).sum()
            }
            Value::Object(fields) => {
                let variant = schema.map(|schema| self.variant(schema, fields));
                let values =
                    variant.map(|schema| &self.schemas.follow(schema)["additionalProperties"]);
                let is_key = fields.contains_key("kty");
                let mut found = 0;
                for (name, value) in fields.iter_mut() {
                    let described = variant.and_then(|schema| self.schemas.property(schema, name));
                    if described.is_some_and(is_marked)
                        || named(name, described, value)
                        || is_key && KEY_MEMBERS.contains(&name.as_str())
                    {
                        found += hide(value);
                    } else {
                        found += self.mask(value, described.or(values));
                    }
                }
                found
            }
            Value::String(text) => match hide_in_text(text) {
                Cow::Owned(hidden) => {
                    *text = hidden;
                    1
                }
                Cow::Borrowed(_) => 0,
            },
            _ => 0,
        }
    }

    /// The variant of a polymorphic schema that an object is of.
    fn variant(&self, schema: &'a Value, fields: &serde_json::Map<String, Value>) -> &'a Value {
        let mut schema = schema;
        // Okta nests discriminators twice at most: `signOnMode`, then `name`.
        for _ in 0..3 {
            let Some((property, variants)) = self.schemas.variants(schema) else {
                break;
            };
            let value = fields.get(property).and_then(Value::as_str);
            let target = value.and_then(|value| {
                let (_, target) = variants.iter().find(|(known, _)| *known == value)?;
                self.schemas.get(target)
            });
            match target {
                Some(target) if !std::ptr::eq(target, schema) => schema = target,
                _ => break,
            }
        }
        schema
    }
}

fn is_marked(schema: &Value) -> bool {
    schema["x-okta-secret"] == true || schema["format"] == "password"
}

/// Whether a name says that a text is a secret.
fn named(name: &str, described: Option<&Value>, value: &Value) -> bool {
    if !value.is_string() || described.is_some_and(|schema| schema["x-okta-secret"] == false) {
        return false;
    }
    // A documented value, or a date, is none.
    if described
        .is_some_and(|schema| schema.get("enum").is_some() || schema["format"] == "date-time")
    {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    NAMES.contains(&lower.as_str()) || ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Replaces a value of any type. An empty value stays.
fn hide(value: &mut Value) -> usize {
    let empty = match value {
        Value::Null | Value::Bool(_) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Number(_) => false,
    };
    if empty {
        return 0;
    }
    *value = Value::from(MARK);
    1
}

/// Replaces what looks like a secret anywhere in a text.
#[must_use]
pub fn hide_in_text(text: &str) -> Cow<'_, str> {
    if text.contains("-----BEGIN") && text.contains("PRIVATE KEY") {
        return Cow::Owned(MARK.to_owned());
    }
    let mut hidden: Option<String> = None;
    let mut rest = text;
    let mut before = "";
    while let Some(start) = rest.find(is_token_character) {
        let end = rest
            .get(start..)
            .and_then(|tail| tail.find(|c| !is_token_character(c)))
            .map_or(rest.len(), |length| start + length);
        let (gap, word) = (
            rest.get(..start).unwrap_or(""),
            rest.get(start..end).unwrap_or(""),
        );
        let secret = looks_secret(word, before, gap);
        if secret && hidden.is_none() {
            let done = text.len() - rest.len();
            hidden = Some(text.get(..done).unwrap_or("").to_owned());
        }
        if let Some(hidden) = &mut hidden {
            hidden.push_str(gap);
            hidden.push_str(if secret { MARK } else { word });
        }
        before = word;
        rest = rest.get(end..).unwrap_or("");
    }
    match hidden {
        Some(mut hidden) => {
            hidden.push_str(rest);
            Cow::Owned(hidden)
        }
        None => Cow::Borrowed(text),
    }
}

fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~')
}

/// Whether a word is a secret, by its own shape or by what stands before it.
fn looks_secret(word: &str, before: &str, gap: &str) -> bool {
    let jwt = word.starts_with("eyJ") && word.len() > 40 && word.matches('.').count() >= 2;
    let api_token = word.len() == 42 && word.starts_with("00") && mixed(word);
    let scheme =
        gap == " " && matches!(before, "SSWS" | "Bearer" | "DPoP" | "Basic") && word.len() > 8;
    let lower = before.to_ascii_lowercase();
    let parameter = gap == "="
        && !word.is_empty()
        && (ENDINGS.iter().any(|ending| lower.ends_with(ending))
            || matches!(lower.as_str(), "code" | "sid" | "ott"));
    let path = gap == "/"
        && word.len() >= 16
        && matches!(
            lower.as_str(),
            "activate" | "welcome" | "reset_password" | "verify" | "qr" | "tokens" | "signin"
        )
        && mixed(word);
    jwt || api_token || scheme || parameter || path
}

/// Has letters and digits: not a plain word, not a number.
fn mixed(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_shapes() {
        let token = format!("00{}", "aB3".repeat(14).get(..40).unwrap());
        for (text, secret) in [
            ("Authorization: SSWS 00abcdefgh1", true),
            (token.as_str(), true),
            (
                "https://acme.okta.com/activate?token=XE6wE17zmphl3KqAPFxO",
                true,
            ),
            ("https://acme.okta.com/welcome/XE6wE17zmphl3KqAPFxO", true),
            ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=Okta", true),
            ("-----BEGIN PRIVATE KEY-----\nMIIE", true),
            (
                "https://acme.okta.com/api/v1/users/00u1ab2cd3ef4gh5ij6k",
                false,
            ),
            (
                "https://acme.okta.com/api/v1/apps?limit=20&after=100u65xtp32NovHoPx1d7",
                false,
            ),
            ("the token was revoked", false),
            ("", false),
        ] {
            let hidden = hide_in_text(text);
            assert_eq!(hidden.contains(MARK), secret, "{text} -> {hidden}");
            if secret {
                assert!(
                    !hidden.contains("XE6w")
                        && !hidden.contains("JBSW")
                        && !hidden.contains("MIIE"),
                    "{hidden}"
                );
            }
        }
        let hidden = hide_in_text("a SSWS 00abcdefgh1, b token=xyz! c");
        assert_eq!(hidden, format!("a SSWS {MARK}, b token={MARK}! c"));
    }
}
