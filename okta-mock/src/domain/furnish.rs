//! What a new application has besides itself: keys, secrets, mappings.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{
    app_defaults,
    keys::{new_key, org_key},
    links,
    shapes::mappings,
};
use crate::{
    data::{second, timestamp},
    world::state::{APPS, State, text},
};

/// Years that an application's own key is good for.
const YEARS: u32 = 10;

/// Completes a new application and keeps it, with all that comes with one.
pub(crate) fn add(
    state: &mut State,
    id: &str,
    mut app: Map<String, Value>,
    now: DateTime<Utc>,
    base: &str,
) -> Value {
    // Applications sign with the org's key, but for those that others have to trust.
    let own = app_defaults::signs(&app);
    let key = if own {
        new_key(state, now, YEARS)
    } else {
        org_key(state, now)
    };
    let kid = text(&key, "kid").to_owned();
    app_defaults::complete(&mut app, id, &kid, &mut state.rng);
    let keys = format!("{APPS}/{id}/credentials/keys");
    state.store.insert(&keys, &kid, key);
    let secret = app["credentials"]["oauthClient"]
        .get("client_secret")
        .cloned();
    if let Some(secret) = secret {
        add_secret(state, id, secret, &timestamp(second(now)));
    }
    let name = app.get("name").and_then(Value::as_str).unwrap_or_default();
    mappings::of_application(state, id, name);
    let mut app = Value::Object(app);
    let policy = |id: &str| json!({ "href": format!("{base}/api/v1/policies/{id}") });
    links::add(
        &mut app,
        json!({
            "accessPolicy": policy(&state.landmarks.access_policy),
            "profileEnrollment": policy(&state.landmarks.profile_enrollment),
        }),
    );
    state.store.insert(APPS, id, app.clone());
    app
}

/// Keeps a secret of a client; answers it as stored.
pub(crate) fn add_secret(state: &mut State, app: &str, secret: Value, now: &str) -> Value {
    let id = state.new_id("ocs");
    let stored = json!({
        "id": id,
        "created": now,
        "lastUpdated": now,
        "status": "ACTIVE",
        "client_secret": secret,
        "secret_hash": state.rng.text(22),
    });
    let secrets = format!("{APPS}/{app}/credentials/secrets");
    state.store.insert(&secrets, &id, stored.clone());
    stored
}
