//! What every custom authorization server has.

use serde_json::{Value, json};

use crate::world::state::{SERVERS, State, text};

/// The scopes that every server has.
const SCOPES: &[(&str, &str)] = &[
    ("openid", "Signals that a request is an OpenID request."),
    (
        "profile",
        "The exact data varies based on what profile information you have provided.",
    ),
    ("email", "This allows the app to view your email address."),
    ("address", "This allows the app to view your address."),
    ("phone", "This allows the app to view your phone number."),
    (
        "offline_access",
        "This keeps you signed in to the app, even when you are not using it.",
    ),
];

/// The resource claim that every server has.
const SUBJECT: &str = "(appuser != null) ? appuser.userName : app.clientId";

/// Gives a new server the key, the scopes and the claim that all have.
pub(crate) fn furnish(state: &mut State, id: &str, key: &Value) {
    let path = format!("{SERVERS}/{id}");
    let key = json!({
        "kty": "RSA", "status": "ACTIVE", "alg": "RS256", "use": "sig",
        "kid": key["kid"], "e": key["e"], "n": key["n"],
    });
    let keys = format!("{path}/credentials/keys");
    state.store.insert(&keys, text(&key, "kid"), key.clone());
    for (name, description) in SCOPES {
        let id = state.new_id("scp");
        let scope = json!({
            "id": id,
            "name": name,
            "description": description,
            "system": true,
            "metadataPublish": "ALL_CLIENTS",
            "consent": "IMPLICIT",
            "default": false,
        });
        state.store.insert(&format!("{path}/scopes"), &id, scope);
    }
    let id = state.new_id("ocl");
    let claim = json!({
        "id": id,
        "name": "sub",
        "status": "ACTIVE",
        "claimType": "RESOURCE",
        "valueType": "EXPRESSION",
        "value": SUBJECT,
        "conditions": { "scopes": [] },
        "system": true,
        "alwaysIncludeInToken": true,
    });
    state.store.insert(&format!("{path}/claims"), &id, claim);
}
