//! What the authorization server remembers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{jwk::PublicKey, replay::UsedIds};
use crate::data::Rng;

/// Lifetime of an access token in seconds, as Okta's.
pub(super) const TOKEN_LIFETIME: i64 = 3600;

/// More live tokens than this push out the oldest.
const MAX_TOKENS: usize = 100_000;

/// A service app that may ask for tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServiceApp {
    pub(crate) client_id: String,
    /// The registered public keys.
    pub(crate) keys: Vec<PublicKey>,
    /// The granted scopes, such as `okta.users.read`.
    pub(crate) scopes: BTreeSet<String>,
    /// Whether a token request without a DPoP proof is refused.
    pub(crate) requires_dpop: bool,
}

/// What the server remembers. Not `Debug`, because tokens are among it.
pub(crate) struct AuthorizationServer {
    pub(super) seed: u64,
    pub(super) rng: Rng,
    pub(super) apps: BTreeMap<String, ServiceApp>,
    /// API tokens (`SSWS`) with the id of the user that each acts for.
    pub(super) api_tokens: BTreeMap<String, String>,
    pub(super) access_tokens: BTreeMap<String, AccessToken>,
    /// Client assertions that were used.
    pub(super) assertions: UsedIds,
    /// DPoP proofs that were used.
    pub(super) proofs: UsedIds,
}

/// An access token that was issued.
#[derive(Debug, Clone)]
pub(super) struct AccessToken {
    pub(super) client_id: String,
    pub(super) scopes: BTreeSet<String>,
    pub(super) expires: DateTime<Utc>,
    /// The thumbprint of the key that the token is bound to.
    pub(super) key: Option<String>,
}

impl AuthorizationServer {
    /// The server of the org with this seed, without apps or tokens.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            rng: Rng::of(seed, "oauth", 0),
            apps: BTreeMap::new(),
            api_tokens: BTreeMap::new(),
            access_tokens: BTreeMap::new(),
            assertions: UsedIds::default(),
            proofs: UsedIds::default(),
        }
    }

    /// Registers a service app, or replaces the one with the same client id. Tokens that
    /// it has stay good.
    pub(crate) fn register(&mut self, app: ServiceApp) {
        self.apps.insert(app.client_id.clone(), app);
    }

    /// Forgets all service apps and their tokens.
    pub(crate) fn forget_apps(&mut self) {
        self.apps.clear();
        self.access_tokens.clear();
    }

    /// Forgets a service app and its tokens.
    pub(crate) fn unregister(&mut self, client_id: &str) {
        self.apps.remove(client_id);
        self.access_tokens
            .retain(|_, token| token.client_id != client_id);
    }

    /// Accepts this API token, on behalf of a user.
    pub(crate) fn add_api_token(&mut self, token: String, user_id: String) {
        self.api_tokens.insert(token, user_id);
    }

    /// Makes all access tokens invalid at once: what a client sees when a token runs out
    /// in the middle of its work.
    pub(crate) fn expire_access_tokens(&mut self) {
        self.access_tokens.clear();
    }

    pub(super) fn issue(&mut self, token: AccessToken, now: DateTime<Utc>) -> String {
        self.access_tokens.retain(|_, token| token.expires > now);
        if self.access_tokens.len() >= MAX_TOKENS
            && let Some(oldest) = self
                .access_tokens
                .iter()
                .min_by_key(|(_, token)| token.expires)
                .map(|(value, _)| value.clone())
        {
            self.access_tokens.remove(&oldest);
        }
        // Opaque on purpose: Okta's tokens are JWTs, but what is in them is not for
        // clients to read.
        let value = self.rng.text(64);
        self.access_tokens.insert(value.clone(), token);
        value
    }
}
