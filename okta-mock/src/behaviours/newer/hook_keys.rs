//! The keys by which hooks authenticate.

use serde_json::{Value, json};

use crate::{
    domain::keys::new_key,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

const KEYS: &str = "/api/v1/hook-keys";

/// Makes a key; only its public half is ever shown.
pub(super) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let name = text(&exchange.body, "name").to_owned();
    if name.is_empty() {
        return Err(OktaError::blank("name"));
    }
    if exchange
        .state
        .store
        .having(KEYS, "name", &name)
        .next()
        .is_some()
    {
        return Err(OktaError::taken("name"));
    }
    let now = exchange.now;
    let key = new_key(exchange.state, now, 10);
    let id = exchange.state.new_id("HKY");
    let key_id = exchange.state.rng.uuid();
    let time = exchange.time();
    let key = json!({
        "id": id, "keyId": key_id, "name": name, "isUsed": false,
        "created": time, "lastUpdated": time,
        "_embedded": { "kid": key_id, "kty": "RSA", "use": "sig", "alg": "RSA",
            "e": key["e"], "n": key["n"] },
    });
    exchange.state.store.insert(KEYS, &id, key.clone());
    Ok(Reply::ok(key))
}

/// The public half of a key, by the id of the key itself.
pub(super) fn public(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("publicKeyId");
    let key: Option<Value> = exchange
        .state
        .store
        .having(KEYS, "keyId", id)
        .next()
        .map(|key| key["_embedded"].clone());
    key.map(Reply::ok)
        .ok_or_else(|| OktaError::not_found(id, "HookKey"))
}
