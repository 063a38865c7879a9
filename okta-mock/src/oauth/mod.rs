//! The authorization server of the org: `POST /oauth2/v1/token` for service apps, and
//! the check of what an API call presents.
//!
//! Nothing here reads a clock or does I/O: the caller gives the time. What is random
//! comes from the org's seed, because a test wants the same run again and a mock keeps no
//! secrets; never use this to protect anything.

mod access;
mod assertion;
mod dpop;
mod jwk;
mod jwt;
mod refusal;
mod replay;
mod scope;
mod token_endpoint;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::data::Rng;
use replay::UsedIds;

pub(crate) use access::{Principal, credentials};
pub(crate) use jwk::PublicKey;
pub(crate) use refusal::Denied;

/// Lifetime of an access token in seconds, as Okta's.
const TOKEN_LIFETIME: i64 = 3600;

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
    seed: u64,
    rng: Rng,
    apps: BTreeMap<String, ServiceApp>,
    /// API tokens (`SSWS`) with the id of the user that each acts for.
    api_tokens: BTreeMap<String, String>,
    access_tokens: BTreeMap<String, AccessToken>,
    /// Client assertions that were used.
    assertions: UsedIds,
    /// DPoP proofs that were used.
    proofs: UsedIds,
}

/// An access token that was issued.
#[derive(Debug, Clone)]
struct AccessToken {
    client_id: String,
    scopes: BTreeSet<String>,
    expires: DateTime<Utc>,
    /// The thumbprint of the key that the token is bound to.
    key: Option<String>,
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

    fn issue(&mut self, token: AccessToken, now: DateTime<Utc>) -> String {
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

#[cfg(test)]
mod tests;
