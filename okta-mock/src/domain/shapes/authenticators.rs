//! Authenticators:
//! <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Authenticator/>.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{
    domain::links::link,
    world::{json::fill, state::text},
};

/// The authenticators that an org has from the start: key, type, name, whether it is used.
pub(crate) const KNOWN: &[(&str, &str, &str, bool)] = &[
    ("okta_email", "email", "Email", true),
    ("okta_verify", "app", "Okta Verify", true),
    ("okta_password", "password", "Password", true),
    ("phone_number", "phone", "Phone", true),
    (
        "webauthn",
        "security_key",
        "Security Key or Biometric",
        false,
    ),
    (
        "security_question",
        "security_question",
        "Security Question",
        true,
    ),
];

/// Completes an authenticator by its key.
pub(super) fn complete(authenticator: &mut Map<String, Value>, _: Making<'_>) {
    let key = authenticator.get("key").and_then(Value::as_str);
    let settings = match key.unwrap_or_default() {
        "okta_email" => json!({ "allowedFor": "any", "tokenLifetimeInMinutes": 5 }),
        "phone_number" => json!({ "allowedFor": "any" }),
        "security_question" => json!({ "allowedFor": "recovery" }),
        "okta_verify" => json!({
            "compliance": { "fips": "OPTIONAL" },
            "channelBinding": { "style": "NUMBER_CHALLENGE", "required": "HIGH_RISK_ONLY" },
            "userVerification": "PREFERRED",
            "userVerificationMethods": ["BIOMETRICS", "PIN"],
            "appInstanceId": "",
        }),
        _ => return,
    };
    fill(authenticator, json!({ "settings": settings }));
}

pub(super) fn links(authenticator: &Value, own: &str, base: &str) -> Value {
    let mut links = json!({
        "self": link(own.to_owned(), &["GET", "PUT"]),
        "methods": link(format!("{own}/methods"), &["GET"]),
    });
    let key = text(authenticator, "key");
    if key == "okta_verify" {
        links["enroll"] = link(format!("{base}/idp/authenticators"), &["POST"]);
    }
    // Nobody gets in without a password authenticator.
    if key != "okta_password" {
        let verb = match text(authenticator, "status") {
            "ACTIVE" => "deactivate",
            _ => "activate",
        };
        links[verb] = link(format!("{own}/lifecycle/{verb}"), &["POST"]);
    }
    links
}
