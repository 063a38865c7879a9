//! Applications, as the System Log and the token endpoint know them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    oauth::{PublicKey, ServiceApp},
    world::{
        log::Party,
        state::{APPS, State, text},
    },
};

/// How the System Log names an application.
pub(crate) fn party(app: &Value) -> Party {
    Party {
        id: text(app, "id").to_owned(),
        kind: "AppInstance".into(),
        alternate_id: text(app, "label").to_owned(),
        display_name: text(app, "label").to_owned(),
    }
}

/// Tells the token endpoint what an application is registered with: keys, scopes, whether
/// it has to prove that a token is its own.
pub(crate) fn register(state: &mut State, app: &str) {
    let Some(stored) = state.store.get(APPS, app) else {
        state.oauth.unregister(app);
        return;
    };
    if text(&stored, "signOnMode") != "OPENID_CONNECT" || text(&stored, "status") != "ACTIVE" {
        drop(stored);
        state.oauth.unregister(app);
        return;
    }
    let settings = &stored["settings"]["oauthClient"];
    let service = ServiceApp {
        client_id: app.to_owned(),
        keys: settings["jwks"]["keys"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|key| PublicKey::from_jwk(key).ok())
            .collect(),
        scopes: state
            .store
            .values(&format!("{APPS}/{app}/grants"))
            .map(|grant| text(&grant, "scopeId").to_owned())
            .collect::<BTreeSet<String>>(),
        requires_dpop: settings["dpop_bound_access_tokens"] == true,
    };
    drop(stored);
    state.oauth.register(service);
}
