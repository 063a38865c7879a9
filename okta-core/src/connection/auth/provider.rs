//! Tokens from the user's own vault or broker.

use std::{error::Error as StdError, future::Future, pin::Pin, time::Duration};

use secrecy::SecretString;

/// An access token that a [`TokenProvider`] returns. `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct AccessToken {
    pub(super) value: SecretString,
    pub(super) expires_in: Option<Duration>,
}

impl AccessToken {
    /// Wraps a token. It is sent as `Authorization: Bearer …` and kept until Okta refuses it.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into().into(),
            expires_in: None,
        }
    }

    /// Sets the token's lifetime from now. The provider is asked again shortly before it ends.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.expires_in = Some(lifetime);
        self
    }
}

/// The error of a [`TokenProvider`], of any type.
pub type ProviderError = Box<dyn StdError + Send + Sync>;

/// The future of a [`TokenProvider`].
pub type ProviderFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, ProviderError>> + Send + 'a>>;

/// Provides access tokens. A function that returns a future is a provider:
///
/// ```
/// use std::time::Duration;
/// use okta_api::{AccessToken, Client};
///
/// # fn main() -> Result<(), okta_api::Error> {
/// let client = Client::builder("https://acme.okta.com")
///     .token_provider(|| async {
///         let token = String::from("from a vault");
///         Ok(AccessToken::new(token).expires_in(Duration::from_secs(3600)))
///     })
///     .build()?;
/// # Ok(()) }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a new token. The client calls this when the first request needs a token, shortly
    /// before the token expires, and after Okta refused it, but never from two tasks at once.
    /// It caches the token, but not a failure.
    fn token(&self) -> ProviderFuture<'_>;
}

impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, ProviderError>> + Send + 'static,
{
    fn token(&self) -> ProviderFuture<'_> {
        Box::pin(self())
    }
}
