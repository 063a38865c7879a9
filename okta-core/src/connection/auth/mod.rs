//! Who the client is: the credentials that every request carries.
//!
//! An API token and a bearer token are constants. Everything else gives tokens that
//! expire: a [`source`] fetches them, the [`cache`] keeps one for all tasks.

mod answer;
mod cache;
mod der;
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
mod pair;
mod provider;
mod service_app;
mod source;
mod step;
#[cfg(test)]
mod tests;
mod token;

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use tokio::sync::watch;
use url::Url;

pub use device::{DeviceGrant, DevicePrompt};
pub use info::{CredentialsInfo, CredentialsKind};
pub use key::PrivateKey;
pub use provider::{AccessToken, ProviderError, ProviderFuture, TokenProvider};
pub use service_app::ServiceApp;

use self::{
    cache::TokenCache,
    device::DeviceFlow,
    endpoint::{DPOP, header_value, with_scheme},
    service_app::ServiceAppFlow,
    source::TokenSource,
    token::Binding,
};
use crate::error::AuthError;
use crate::{Error, secret::Secret};

const DPOP_NONCE: &str = "dpop-nonce";

/// What a client was given to prove who it is.
#[derive(Clone)]
pub(crate) enum Credentials {
    ApiToken(Secret),
    BearerToken(Secret),
    Provider(Arc<dyn TokenProvider>),
    ServiceApp(ServiceApp),
    DeviceGrant(DeviceGrant),
}

/// The kind, and nothing that could be a secret.
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

/// Puts credentials on requests and takes back what Okta says about them.
pub(crate) struct Authenticator {
    scheme: Scheme,
    /// The last nonce that the API asked for in proofs; not the token endpoint's.
    nonce: watch::Sender<Option<String>>,
}

enum Scheme {
    Constant(HeaderValue),
    Cached(Box<TokenCache>),
}

impl Authenticator {
    pub(crate) fn new(credentials: Credentials, org: &Url) -> Result<Self, AuthError> {
        let cached = |source| Scheme::Cached(Box::new(TokenCache::new(source)));
        let constant = |scheme, token: &Secret| {
            header_value(&with_scheme(scheme, token)).map(Scheme::Constant)
        };
        let scheme = match credentials {
            Credentials::ApiToken(token) => constant("SSWS", &token)?,
            Credentials::BearerToken(token) => constant("Bearer", &token)?,
            Credentials::Provider(provider) => cached(TokenSource::Provider(provider)),
            Credentials::ServiceApp(app) => {
                cached(TokenSource::ServiceApp(ServiceAppFlow::new(app, org)?))
            }
            Credentials::DeviceGrant(grant) => {
                cached(TokenSource::Device(DeviceFlow::new(grant, org)))
            }
        };
        Ok(Self {
            scheme,
            nonce: watch::Sender::new(None),
        })
    }

    /// Fetches a token now, if there is anything to fetch.
    pub(crate) async fn authenticate(&self, http: &reqwest::Client) -> Result<(), Error> {
        if let Scheme::Cached(cache) = &self.scheme {
            cache.token(http).await?;
        }
        Ok(())
    }

    /// Adds the credentials to a request that is about to be sent: called for every
    /// attempt, because a proof is good for one and a token may have been replaced.
    /// Returns what the request says as its `Authorization`.
    pub(crate) async fn authorize(
        &self,
        http: &reqwest::Client,
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
        if let Some(Binding {
            key,
            token_hash,
            clock_ahead,
        }) = &token.binding
        {
            let nonce = self.nonce.borrow().clone();
            let proof = key.proof(
                request.method(),
                request.url(),
                chrono::Utc::now().timestamp() + clock_ahead,
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

    /// Okta answered 401: drops the token that this request carried, unless another task
    /// has already replaced it. True when trying again makes sense, which is once.
    pub(crate) async fn rejected(
        &self,
        request_authorization: &HeaderValue,
        answer: &HeaderMap,
    ) -> bool {
        let Scheme::Cached(cache) = &self.scheme else {
            return false;
        };
        if let Some(nonce) = answer.get(DPOP_NONCE).and_then(|nonce| nonce.to_str().ok()) {
            self.nonce.send_replace(Some(nonce.to_owned()));
        }
        let wants_nonce = answer
            .get_all(header::WWW_AUTHENTICATE)
            .iter()
            .any(|value| String::from_utf8_lossy(value.as_bytes()).contains("use_dpop_nonce"));
        if !wants_nonce {
            cache.reject(request_authorization);
        }
        true
    }
}
