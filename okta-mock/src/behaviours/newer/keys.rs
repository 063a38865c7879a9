//! Public keys of applications.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};

use crate::{
    engine,
    error::OktaError,
    exchange::{Exchange, reply::Answer},
    world::state::text,
};

/// The bytes that the modulus of an RSA key has at least: 2,048 bits.
const LEAST: usize = 256;

/// Adds a key, if it is long enough.
pub(super) fn add(exchange: &mut Exchange<'_>) -> Answer {
    let key = &exchange.body;
    let modulus = URL_SAFE_NO_PAD.decode(text(key, "n")).unwrap_or_default();
    if text(key, "kty") == "RSA" && modulus.len() < LEAST {
        let cause = "RSA key length in the 'jwks' is less than '2,048' bits for the given key.";
        return Err(OktaError::validation("JsonWebKey", [cause]));
    }
    engine::answer(exchange)
}
