//! One token for all tasks. It is fetched once, renewed ahead of its expiry, and dropped when
//! Okta refuses it. A failed fetch is never cached.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use http::HeaderValue;
use tokio::{
    sync::{Mutex, MutexGuard, watch},
    time::Instant,
};

use super::{source::TokenSource, token::Token};
use crate::{error::AuthError, http_client::Http};

/// The time for which the current token is used after a failed renewal, before the next
/// attempt.
const RENEWAL_PAUSE: Duration = Duration::from_secs(15);

pub(super) struct TokenCache {
    /// The token in use. A channel without receivers serves as a lock that cannot be poisoned.
    current: watch::Sender<Option<Arc<Token>>>,
    /// Held by the one task that fetches.
    renewal: Mutex<Renewal>,
    /// Counts the fetches that failed while tasks were waiting.
    failures: AtomicU64,
}

struct Renewal {
    source: TokenSource,
    last_failure: Option<AuthError>,
}

impl TokenCache {
    pub(super) fn new(source: TokenSource) -> Self {
        Self {
            current: watch::Sender::new(None),
            renewal: Mutex::new(Renewal {
                source,
                last_failure: None,
            }),
            failures: AtomicU64::new(0),
        }
    }

    /// Returns a token that works now.
    pub(super) async fn token(&self, http: &Http) -> Result<Arc<Token>, AuthError> {
        let now = Instant::now();
        let failures = self.failures.load(Ordering::Acquire);
        let renewal = match self.current() {
            Some(token) if token.is_fresh(now) => return Ok(token),
            // One task renews it; the others continue with the current one.
            Some(token) if token.is_alive(now) => match self.renewal.try_lock() {
                Ok(renewal) => renewal,
                Err(_) => return Ok(token),
            },
            _ => self.renewal.lock().await,
        };
        // Boxed because it is rare and large; otherwise every call would reserve space for it.
        Box::pin(self.renew(http, renewal, failures)).await
    }

    /// Drops the token that a refused request carried, unless it has been replaced already.
    pub(super) fn reject(&self, authorization: &HeaderValue) {
        self.current.send_if_modified(|current| {
            let refused = current
                .as_ref()
                .is_some_and(|token| token.authorization == authorization);
            if refused {
                *current = None;
            }
            refused
        });
    }

    fn current(&self) -> Option<Arc<Token>> {
        self.current.borrow().clone()
    }

    async fn renew(
        &self,
        http: &Http,
        mut renewal: MutexGuard<'_, Renewal>,
        failures_before: u64,
    ) -> Result<Arc<Token>, AuthError> {
        if let Some(token) = self.current()
            && token.is_fresh(Instant::now())
        {
            return Ok(token);
        }
        // If a fetch failed while this task waited for it, the failure is this task's too.
        // Otherwise a thousand tasks would ask a failing server one after another.
        if self.failures.load(Ordering::Acquire) != failures_before
            && let Some(failure) = &renewal.last_failure
        {
            return Err(failure.clone());
        }
        match renewal.source.fetch(http).await {
            Ok(token) => {
                tracing::debug!("an access token was fetched");
                let token = Arc::new(token);
                renewal.last_failure = None;
                self.current.send_replace(Some(Arc::clone(&token)));
                Ok(token)
            }
            Err(error) => match self
                .current()
                .filter(|token| token.is_alive(Instant::now()))
            {
                Some(token) => {
                    tracing::warn!(%error, "the access token could not be renewed ahead of its expiry");
                    let later = Instant::now() + RENEWAL_PAUSE;
                    let token = Arc::new(Token::clone(&token).renew_no_sooner_than(later));
                    self.current.send_replace(Some(Arc::clone(&token)));
                    Ok(token)
                }
                None => {
                    renewal.last_failure = Some(error.clone());
                    self.failures.fetch_add(1, Ordering::Release);
                    Err(error)
                }
            },
        }
    }
}
