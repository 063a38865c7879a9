//! A token in use: the headers that it gives requests, and until when.

use std::{sync::Arc, time::Duration};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::{
    dpop::{DpopKey, token_hash},
    endpoint::{Endpoint, header_value, with_scheme},
    members::{Members, wrong},
};
use crate::error::AuthError;

/// The longest time by which a token is renewed ahead of its expiry.
const LONGEST_MARGIN: Duration = Duration::from_secs(300);

/// The members of a token endpoint's response that matter.
pub(super) const GRANTED: [&str; 4] = ["access_token", "token_type", "expires_in", "refresh_token"];

#[derive(Clone)]
pub(super) struct Token {
    /// `Bearer …` or `DPoP …`.
    pub(super) authorization: HeaderValue,
    /// The ingredients of proofs for requests with this token.
    pub(super) binding: Option<Binding>,
    /// When to look for a new token, and until when this one works. `None` means for ever,
    /// because the source did not say.
    renew_at: Option<Instant>,
    expires_at: Option<Instant>,
}

/// The key to which a token is bound.
#[derive(Clone)]
pub(super) struct Binding {
    pub(super) key: Arc<DpopKey>,
    pub(super) token_hash: String,
}

impl Token {
    /// A token that anybody who has it can use.
    pub(super) fn bearer(
        value: &SecretString,
        lifetime: Option<Duration>,
        asked_at: Instant,
    ) -> Result<Self, AuthError> {
        Self::new("Bearer", value, None, lifetime, asked_at)
    }

    /// A token from a token endpoint. Its lifetime counts from the request for it, which is too
    /// early rather than too late.
    pub(super) fn granted(
        granted: &Members,
        endpoint: &Endpoint,
        asked_at: Instant,
    ) -> Result<Self, AuthError> {
        let lifetime = granted.seconds("expires_in")?;
        let value = granted.token("access_token")?;
        let kind = granted.text("token_type")?.expose_secret().trim();
        if kind.eq_ignore_ascii_case("DPoP") {
            let key = endpoint.dpop().ok_or_else(|| AuthError::Answer {
                reason: "the token is bound to a key that was not offered".to_owned(),
            })?;
            let binding = Binding {
                key: Arc::clone(key),
                token_hash: token_hash(value.expose_secret()),
            };
            Self::new("DPoP", value, Some(binding), lifetime, asked_at)
        } else if kind.eq_ignore_ascii_case("Bearer") {
            Self::new("Bearer", value, None, lifetime, asked_at)
        } else {
            Err(wrong("token_type", "is neither Bearer nor DPoP"))
        }
    }

    fn new(
        scheme: &str,
        value: &SecretString,
        binding: Option<Binding>,
        lifetime: Option<Duration>,
        asked_at: Instant,
    ) -> Result<Self, AuthError> {
        let after = |wait| asked_at.checked_add(wait);
        Ok(Self {
            authorization: header_value(&with_scheme(scheme, value))?,
            binding,
            renew_at: lifetime.and_then(|l| after(l - (l / 10).min(LONGEST_MARGIN))),
            expires_at: lifetime.and_then(after),
        })
    }

    /// Uses the token until it expires. This is for a source that cannot renew it silently.
    pub(super) fn until_its_end(mut self) -> Self {
        self.renew_at = self.expires_at;
        self
    }

    /// Sets the earliest time at which to look for a new token.
    pub(super) fn renew_no_sooner_than(mut self, time: Instant) -> Self {
        self.renew_at = Some(self.renew_at.map_or(time, |renew_at| renew_at.max(time)));
        self
    }

    /// Whether the token can be used without looking for a new one.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        self.renew_at.is_none_or(|renew_at| now < renew_at) && self.is_alive(now)
    }

    /// Whether the token still works.
    pub(super) fn is_alive(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_renewed_ahead_of_their_expiry() {
        let start = Instant::now();
        for (lifetime, fresh_until, alive_until) in
            [(3600, 3300, 3600), (60, 54, 60), (86_400, 86_100, 86_400)]
        {
            let lifetime = Some(Duration::from_secs(lifetime));
            let token = Token::bearer(&"t".into(), lifetime, start).unwrap();
            let at = |seconds| start + Duration::from_secs(seconds);
            assert!(token.is_fresh(at(fresh_until - 1)));
            assert!(!token.is_fresh(at(fresh_until)));
            assert!(token.is_alive(at(alive_until - 1)));
            assert!(!token.is_alive(at(alive_until)));
            assert!(token.clone().until_its_end().is_fresh(at(alive_until - 1)));
            assert!(!token.until_its_end().is_fresh(at(alive_until)));
        }
        let forever = Token::bearer(&"t".into(), None, start).unwrap();
        assert!(forever.is_fresh(start + Duration::from_secs(1 << 30)));
    }
}
