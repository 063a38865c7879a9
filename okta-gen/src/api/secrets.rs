//! Which properties must never be shown.

use serde_json::Value;

/// What the names of secrets end with, in lower case. A name that only begins so
/// (`passwordSelector`, `tokenEndpointAuthMethod`) is not one.
const ENDINGS: [&str; 10] = [
    "password",
    "secret",
    "token",
    "answer",
    "passcode",
    "privatekey",
    "apikey",
    "salt",
    "secret_hash",
    "client_assertion",
];

/// Links that let their bearer in.
const LINKS: [&str; 2] = ["activationUrl", "resetPasswordUrl"];

/// The private members of a JSON Web Key.
const KEY_MEMBERS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];

/// Whether a property holds a secret: one that an overlay marks with `x-okta-secret`, or
/// a text whose name says so.
pub fn is_secret(owner: &str, name: &str, schema: &Value) -> bool {
    if let Some(marked) = schema["x-okta-secret"].as_bool() {
        return marked;
    }
    if schema["format"] == "password" {
        return true;
    }
    let holds_text = schema["type"] == "string" && schema.get("enum").is_none()
        || schema.as_object().is_some_and(|schema| schema.is_empty());
    let lower = name.to_ascii_lowercase();
    holds_text
        && schema["format"] != "date-time"
        && (ENDINGS.iter().any(|ending| lower.ends_with(ending))
            || LINKS.contains(&name)
            || owner.contains("WebKey") && KEY_MEMBERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_told_by_name_and_type() {
        let text = json!({"type": "string"});
        for (owner, name, schema, secret) in [
            ("A", "clientSecret", &text, true),
            ("A", "client_secret", &text, true),
            ("A", "passCode", &text, true),
            ("A", "activationToken", &text, true),
            ("A", "resetPasswordUrl", &text, true),
            ("JsonWebKey", "d", &text, true),
            ("JsonWebKey", "n", &text, false),
            ("A", "d", &text, false),
            ("A", "passwordSelector", &text, false),
            ("A", "value", &text, false),
            (
                "A",
                "value",
                &json!({"type": "string", "x-okta-secret": true}),
                true,
            ),
            (
                "A",
                "value",
                &json!({"type": "string", "format": "password"}),
                true,
            ),
            (
                "A",
                "password",
                &json!({"$ref": "#/components/schemas/P"}),
                false,
            ),
            (
                "A",
                "token",
                &json!({"type": "string", "enum": ["A"]}),
                false,
            ),
            (
                "A",
                "token",
                &json!({"type": "string", "x-okta-secret": false}),
                false,
            ),
        ] {
            assert_eq!(is_secret(owner, name, schema), secret, "{owner}.{name}");
        }
    }
}
