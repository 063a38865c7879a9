//! Which properties must never be shown.

use serde_json::Value;

/// What the names of secrets end with, in lower case. A name that only begins so
/// (`passwordSelector`, `tokenEndpointAuthMethod`) is not one.
const ENDINGS: [&str; 14] = [
    "password",
    "secret",
    "token",
    "answer",
    "passcode",
    "privatekey",
    "apikey",
    "salt",
    "secret_hash",
    "assertion",
    "secretkey",
    "signingkey",
    "aeskey",
    "privateid",
];

/// Whole names: links that let their bearer in, and what OAuth takes for a proof of who asks.
const NAMES: [&str; 9] = [
    "activationUrl",
    "authorization_header",
    "code_verifier",
    "device_code",
    "id_token_hint",
    "oob_code",
    "otp",
    "otpCode",
    "resetPasswordUrl",
];

/// The private members of a JSON Web Key.
const KEY_MEMBERS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "k"];

/// Whether a property of a schema holds a secret: one that an overlay marks with
/// `x-okta-secret`, or a text whose name says so.
pub fn is_secret(owner: &Value, name: &str) -> bool {
    let schema = &owner["properties"][name];
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
            || NAMES.contains(&name)
            // A JSON Web Key has a key type.
            || owner["properties"].get("kty").is_some() && KEY_MEMBERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_told_by_name_and_type() {
        let text = json!({"type": "string"});
        for (beside, name, schema, secret) in [
            ("a", "clientSecret", &text, true),
            ("a", "client_secret", &text, true),
            ("a", "passCode", &text, true),
            ("a", "activationToken", &text, true),
            ("a", "resetPasswordUrl", &text, true),
            ("a", "tokenSigningKey", &text, true),
            ("a", "secretKey", &text, true),
            ("a", "client_assertion", &text, true),
            ("a", "otp", &text, true),
            ("a", "otpExpires", &text, false),
            ("a", "code", &text, false),
            ("a", "siteKey", &text, false),
            ("kty", "d", &text, true),
            ("kty", "n", &text, false),
            ("a", "d", &text, false),
            ("a", "passwordSelector", &text, false),
            ("a", "value", &text, false),
            (
                "a",
                "value",
                &json!({"type": "string", "x-okta-secret": true}),
                true,
            ),
            (
                "a",
                "value",
                &json!({"type": "string", "format": "password"}),
                true,
            ),
            (
                "a",
                "password",
                &json!({"$ref": "#/components/schemas/P"}),
                false,
            ),
            (
                "a",
                "token",
                &json!({"type": "string", "enum": ["A"]}),
                false,
            ),
            (
                "a",
                "token",
                &json!({"type": "string", "x-okta-secret": false}),
                false,
            ),
        ] {
            let owner = json!({"properties": {beside: text, name: schema}});
            assert_eq!(is_secret(&owner, name), secret, "{name} beside {beside}");
        }
    }
}
