//! Signing keys and certificates. Nothing is ever signed with them: they only look so.

use chrono::{DateTime, Months, Utc};
use serde_json::{Value, json};

use crate::{data::timestamp, world::state::State};

/// Stands for a certificate in base 64: the text "a certificate of the mock, good for
/// nothing".
pub(crate) const CERTIFICATE: &str = "YSBjZXJ0aWZpY2F0ZSBvZiB0aGUgbW9jaywgZ29vZCBmb3Igbm90aGluZw==";

/// Where the org's key lies; no operation leads there.
const ORG_KEY: &str = "/keys/signing";

/// A new key with random parts.
pub(crate) fn new_key(state: &mut State, now: DateTime<Utc>, years: u32) -> Value {
    let expires = now
        .checked_add_months(Months::new(years.saturating_mul(12)))
        .unwrap_or(DateTime::UNIX_EPOCH);
    let rng = &mut state.rng;
    let (kid, modulus, thumbprint) = (rng.text(43), rng.text(342), rng.text(43));
    json!({
        "kty": "RSA",
        "created": timestamp(now),
        "lastUpdated": timestamp(now),
        "expiresAt": timestamp(expires),
        "kid": kid,
        "use": "sig",
        "x5c": [CERTIFICATE],
        "x5t#S256": thumbprint,
        "e": "AQAB",
        "n": modulus,
    })
}

/// The key that all applications of the org sign with that have none of their own.
pub(crate) fn org_key(state: &mut State, now: DateTime<Utc>) -> Value {
    if let Some(key) = state.store.document(ORG_KEY) {
        return key.clone();
    }
    let key = new_key(state, now, 10);
    state.store.set_document(ORG_KEY, key.clone());
    key
}
