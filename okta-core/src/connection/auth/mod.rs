//! The credentials that every request carries.
//!
//! An API token and a bearer token are constants. All other credentials are tokens that expire:
//! a [`source`] fetches them, and the [`cache`] keeps one for all tasks.

mod answer;
mod cache;
mod clock;
mod device;
mod dpop;
mod endpoint;
#[cfg(test)]
pub(crate) mod fixtures;
mod info;
mod jwk;
mod jwt;
mod key;
mod key_text;
mod members;
mod patience;
mod provider;
mod service_app;
mod source;
mod step;
#[cfg(test)]
mod tests;
mod token;
mod verdict;

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::sync::watch;
use url::Url;

pub use device::{DeviceGrant, DevicePrompt};
pub use info::{CredentialsInfo, CredentialsKind};
pub use key::PrivateKey;
pub(crate) use patience::Patience;
pub use provider::{AccessToken, ProviderError, ProviderFuture, TokenProvider};
pub use service_app::ServiceApp;

use self::{
    cache::TokenCache,
    clock::Clock,
    device::DeviceFlow,
    endpoint::{DPOP, Endpoint, header_value, with_scheme},
    service_app::ServiceAppFlow,
    source::TokenSource,
    token::Binding,
    verdict::{Verdict, verdict},
};
use secrecy::SecretString;

use crate::{Error, error::AuthError, http_client::Http};

const DPOP_NONCE: &str = "dpop-nonce";

/// The credentials that a client was given.
#[derive(Clone)]
pub(crate) enum Credentials {
    ApiToken(SecretString),
    BearerToken(SecretString),
    Provider(Arc<dyn TokenProvider>),
    ServiceApp(ServiceApp),
    DeviceGrant(DeviceGrant),
}

impl Credentials {
    /// Returns the app's client id and the scopes that it requests, if there is an app.
    pub(crate) fn app(&self) -> Option<(&str, &[String])> {
        match self {
            Self::ApiToken(_) | Self::BearerToken(_) | Self::Provider(_) => None,
            Self::ServiceApp(app) => Some((&app.client_id, &app.scopes)),
            Self::DeviceGrant(grant) => Some((&grant.client_id, &grant.scopes)),
        }
    }
}

/// Shows the kind, and nothing that could be a secret.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ApiToken(_) => "ApiToken",
            Self::BearerToken(_) => "BearerToken",
            Self::Provider(_) => "Provider",
            Self::ServiceApp(_) => "ServiceApp",
            Self::DeviceGrant(_) => "DeviceGrant",
        })
    }
}

/// Adds credentials to requests and learns from what Okta says about them.
pub(crate) struct Authenticator {
    scheme: Scheme,
    /// The last nonce that the API, not the token endpoint, demanded in proofs.
    nonce: watch::Sender<Option<String>>,
    clock: Clock,
}

/// What one call has done about refused credentials.
#[derive(Debug, Default)]
pub(crate) struct Renewals {
    proof: bool,
    token: bool,
}

impl Renewals {
    /// A refused token is replaced once.
    pub(crate) fn token(&mut self, refused: bool) -> Option<Renewed> {
        (refused && !std::mem::replace(&mut self.token, true)).then_some(Renewed::Token)
    }
}

/// What was made anew, so that a retry makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewed {
    Proof,
    Token,
}

enum Scheme {
    Constant(HeaderValue),
    Cached(Box<TokenCache>),
}

impl Authenticator {
    pub(crate) fn new(
        credentials: Credentials,
        org: &Url,
        patience: Patience,
    ) -> Result<Self, AuthError> {
        let clock = Clock::default();
        let cached = |source| Scheme::Cached(Box::new(TokenCache::new(source)));
        let constant = |scheme, token: &SecretString| {
            header_value(&with_scheme(scheme, token)).map(Scheme::Constant)
        };
        let scheme = match credentials {
            Credentials::ApiToken(token) => constant("SSWS", &token)?,
            Credentials::BearerToken(token) => constant("Bearer", &token)?,
            Credentials::Provider(provider) => cached(TokenSource::Provider {
                provider,
                limit: patience.timeout,
            }),
            Credentials::ServiceApp(app) => {
                let endpoint = Endpoint::new(org, "/oauth2/v1/token", &clock, patience);
                cached(TokenSource::ServiceApp(ServiceAppFlow::new(app, endpoint)?))
            }
            Credentials::DeviceGrant(grant) => {
                let endpoint = |path| Endpoint::new(org, path, &clock, patience);
                cached(TokenSource::Device(DeviceFlow::new(
                    grant,
                    endpoint("/oauth2/v1/device/authorize"),
                    endpoint("/oauth2/v1/token"),
                )))
            }
        };
        Ok(Self {
            scheme,
            nonce: watch::Sender::new(None),
            clock,
        })
    }

    /// Fetches a token now, if these credentials use one.
    pub(crate) async fn authenticate(&self, http: &Http) -> Result<(), Error> {
        if let Scheme::Cached(cache) = &self.scheme {
            cache.token(http).await?;
        }
        Ok(())
    }

    /// Adds the credentials to a request that is about to be sent. It is called for every
    /// attempt, because a proof is good for one attempt and a token may have been replaced.
    /// Returns the request's `Authorization` header.
    pub(crate) async fn authorize(
        &self,
        http: &Http,
        request: &mut reqwest::Request,
    ) -> Result<HeaderValue, Error> {
        let cache = match &self.scheme {
            Scheme::Constant(value) => {
                request
                    .headers_mut()
                    .insert(header::AUTHORIZATION, value.clone());
                return Ok(value.clone());
            }
            Scheme::Cached(cache) => cache,
        };
        let token = cache.token(http).await?;
        if let Some(Binding { key, token_hash }) = &token.binding {
            let nonce = self.nonce.borrow().clone();
            let proof = key.proof(
                request.method(),
                request.url(),
                self.clock.now(),
                nonce.as_deref(),
                Some(token_hash),
            )?;
            request.headers_mut().insert(DPOP, header_value(&proof)?);
        }
        request
            .headers_mut()
            .insert(header::AUTHORIZATION, token.authorization.clone());
        Ok(token.authorization.clone())
    }

    /// Notes the nonce that Okta's response demands for the next proof.
    pub(crate) fn heard(&self, answer: &HeaderMap) {
        if matches!(self.scheme, Scheme::Cached(_))
            && let Some(nonce) = answer.get(DPOP_NONCE).and_then(|nonce| nonce.to_str().ok())
        {
            self.nonce.send_if_modified(|current| {
                let is_new = current.as_deref() != Some(nonce);
                if is_new {
                    *current = Some(nonce.to_owned());
                }
                is_new
            });
        }
    }

    /// Finds out whether Okta refused a request because of its credentials, and if so makes
    /// them anew, each part at most once a call. A new proof gets Okta's time and nonce. If
    /// that does not help, its token is dropped for later calls. A token is dropped unless
    /// another task has already replaced it.
    pub(crate) fn refused(
        &self,
        request_authorization: &HeaderValue,
        status: StatusCode,
        answer: &HeaderMap,
        renewals: &mut Renewals,
    ) -> Option<Renewed> {
        let Scheme::Cached(cache) = &self.scheme else {
            return None;
        };
        let is_bound = request_authorization.as_bytes().starts_with(b"DPoP ");
        match verdict(status, answer) {
            Verdict::Nothing => None,
            Verdict::Proof if is_bound => {
                if let Some(date) = clock::date(answer) {
                    self.clock.set(date);
                }
                if std::mem::replace(&mut renewals.proof, true) {
                    cache.reject(request_authorization);
                    return None;
                }
                Some(Renewed::Proof)
            }
            Verdict::Proof | Verdict::Token => {
                cache.reject(request_authorization);
                renewals.token(true)
            }
        }
    }
}
