//! Tokens from elsewhere: the user's own vault or broker.

use std::{error::Error as StdError, future::Future, pin::Pin, time::Duration};

use secrecy::SecretString;

/// An access token, as a [`TokenProvider`] gives it. `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct AccessToken {
    pub(super) value: SecretString,
    pub(super) expires_in: Option<Duration>,
}

impl AccessToken {
    /// A token that is sent as `Authorization: Bearer …` and kept until Okta refuses it.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into().into(),
            expires_in: None,
        }
    }

    /// How long the token lives from now; the provider is asked again somewhat earlier.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.expires_in = Some(lifetime);
        self
    }
}

/// The error of a [`TokenProvider`]: whatever its source says.
pub type ProviderError = Box<dyn StdError + Send + Sync>;

/// The future of a [`TokenProvider`].
pub type ProviderFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, ProviderError>> + Send + 'a>>;

/// Gives access tokens. A function that returns a future is one:
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
    /// A new token. It is asked for when the first request needs one, shortly before it
    /// expires, and after Okta refused it; never by two tasks at once. The token is
    /// kept, a failure is not.
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
