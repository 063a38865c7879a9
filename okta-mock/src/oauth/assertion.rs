//! The client assertion: a JWT by which a service app proves who it is (RFC 7523).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{
    jwk::PublicKey,
    jwt::Jwt,
    refusal::TokenError,
    replay::{MAX_ID_LENGTH, UsedIds},
    server::ServiceApp,
};

/// An assertion may not be good for longer.
const MAX_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// How far a client's clock may be ahead.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// Checks an assertion for this app, and uses it up.
pub(super) fn verify(
    assertion: &Jwt,
    app: &ServiceApp,
    endpoint: &str,
    now: DateTime<Utc>,
    used: &mut UsedIds,
) -> Result<(), TokenError> {
    if assertion.is_critical() {
        return Err(TokenError::client(
            "The client_assertion JWT has critical headers that are not supported.",
        ));
    }
    let keys: Vec<_> = match (assertion.header("kid"), app.keys.as_slice()) {
        (Some(id), keys) => {
            let with_id = |key: &&PublicKey| key.id.as_deref() == Some(id);
            keys.iter().filter(with_id).collect()
        }
        // With one key there is no doubt which one it is.
        (None, [only]) => vec![only],
        (None, _) => Vec::new(),
    };
    if keys.is_empty() {
        return Err(TokenError::client(
            "The client_assertion JWT kid is invalid.",
        ));
    }
    if !keys.iter().any(|key| assertion.is_signed_by(key)) {
        return Err(TokenError::client(
            "The client_assertion signature is invalid.",
        ));
    }
    if assertion.claim("iss") != Some(&app.client_id)
        || assertion.claim("sub") != Some(&app.client_id)
    {
        return Err(TokenError::client(
            "The issuer and the subject of client_assertion must be the client_id.",
        ));
    }
    if !audience_is(assertion, endpoint) {
        return Err(TokenError::client(
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ));
    }
    match assertion.time("exp") {
        None => {
            return Err(TokenError::client(
                "The client_assertion token has no expiration.",
            ));
        }
        Some(expires) if expires <= now => {
            return Err(TokenError::client("The client_assertion token is expired."));
        }
        Some(expires) if expires > now + MAX_LIFETIME => {
            return Err(TokenError::client(
                "The client_assertion token has an expiration too far into the future.",
            ));
        }
        Some(_) => {}
    }
    if assertion
        .time("iat")
        .is_some_and(|issued| issued > now + SKEW)
    {
        return Err(TokenError::client(
            "The client_assertion token was issued in the future.",
        ));
    }
    if assertion.is_early(now, SKEW) {
        return Err(TokenError::client(
            "The client_assertion token is not yet valid.",
        ));
    }
    // Okta takes an assertion without an id, and then cannot tell a replay.
    let Some(id) = assertion.claim("jti") else {
        return Ok(());
    };
    if id.len() > MAX_ID_LENGTH {
        return Err(TokenError::client(
            "The client_assertion token id is too long.",
        ));
    }
    if !used.use_up(&app.client_id, id, now, MAX_LIFETIME) {
        return Err(TokenError::client(
            "The client_assertion token has already been used.",
        ));
    }
    Ok(())
}

/// Whether the token is for this endpoint, alone or among others.
fn audience_is(assertion: &Jwt, endpoint: &str) -> bool {
    match assertion.claims.get("aud") {
        Some(Value::String(audience)) => audience == endpoint,
        Some(Value::Array(audiences)) => audiences.iter().any(|audience| audience == endpoint),
        _ => false,
    }
}
