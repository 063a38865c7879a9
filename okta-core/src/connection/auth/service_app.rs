//! Service apps: programs that act for themselves and identify themselves with a private key.

use std::fmt;

use serde_json::json;
use tokio::time::Instant;
use url::Url;

use super::{
    PrivateKey,
    endpoint::{Endpoint, Form},
    jwt,
    token::{GRANTED, Token},
};
use crate::{error::AuthError, http_client::Http, shown};

/// The lifetime of an assertion in seconds: long enough for clocks that differ by minutes, and
/// well below the hour that Okta allows.
const ASSERTION_LIFETIME: i64 = 600;

/// A service app, which signs in by OAuth 2.0 client credentials with a private key, as in
/// Okta's guide [Implement OAuth for Okta with a service app][guide].
///
/// DPoP needs no setting. When the app requires it, the client notices and complies.
///
/// ```no_run
/// use okta_api::{Client, PrivateKey, ServiceApp};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let key = PrivateKey::from_file("service-app.pem")?;
/// let app = ServiceApp::new("0oa1b2c3d4", key, ["okta.users.read", "okta.groups.manage"]);
/// let client = Client::builder("https://acme.okta.com").service_app(app).build()?;
/// # Ok(()) }
/// ```
///
/// [guide]: https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/
#[derive(Clone)]
pub struct ServiceApp {
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    key: PrivateKey,
    key_id: Option<String>,
    dpop: bool,
}

impl ServiceApp {
    /// Describes the app with this client id, which signs with this key and requests these
    /// scopes. Okta refuses the token if one of the scopes was not granted to the app.
    pub fn new(
        client_id: impl Into<String>,
        key: PrivateKey,
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            scopes: scopes.into_iter().map(Into::into).collect(),
            key_id: key.id().map(str::to_owned),
            key,
            dpop: false,
        }
    }

    /// Sets the key's id in Okta (`kid`). An app with several keys needs it. Default: the `kid`
    /// of the JWK, if the key is one.
    #[must_use]
    pub fn key_id(mut self, id: impl Into<String>) -> Self {
        self.key_id = Some(id.into());
        self
    }

    /// Sets whether tokens are bound to the client's own key with DPoP from the first request
    /// on, even if the app does not require it. Default: false, so tokens are bound when the
    /// app requires it.
    #[must_use]
    pub fn dpop(mut self, always: bool) -> Self {
        self.dpop = always;
        self
    }

    /// Makes the signed statement of who is asking. It may be used once.
    fn assertion(&self, audience: &Url, now: i64) -> Result<String, AuthError> {
        let mut header = json!({ "typ": "JWT" });
        if let Some(id) = &self.key_id {
            header["kid"] = id.as_str().into();
        }
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": audience.as_str(),
            "iat": now,
            "exp": now + ASSERTION_LIFETIME,
            "jti": jwt::unique_id()?,
        });
        jwt::sign(&self.key, header, &claims)
    }
}

/// Omits whatever could be a misplaced secret.
impl fmt::Debug for ServiceApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scopes: Vec<shown::Name<'_>> = self.scopes.iter().map(|s| shown::Name(s)).collect();
        f.debug_struct("ServiceApp")
            .field("client_id", &shown::Name(&self.client_id))
            .field("scopes", &scopes)
            .field("key", &self.key)
            .field("key_id", &self.key_id.as_deref().map(shown::Name))
            .field("dpop", &self.dpop)
            .finish()
    }
}

/// A service app and its token endpoint.
pub(super) struct ServiceAppFlow {
    app: ServiceApp,
    endpoint: Endpoint,
}

impl ServiceAppFlow {
    pub(super) fn new(app: ServiceApp, mut endpoint: Endpoint) -> Result<Self, AuthError> {
        if app.dpop {
            endpoint = endpoint.with_proof()?;
        }
        Ok(Self { app, endpoint })
    }

    pub(super) async fn fetch(&mut self, http: &Http) -> Result<Token, AuthError> {
        let asked_at = Instant::now();
        let app = &self.app;
        let audience = self.endpoint.url().clone();
        let form = |now| -> Result<Form, AuthError> {
            Ok(vec![
                ("grant_type", "client_credentials".to_owned().into()),
                ("scope", app.scopes.join(" ").into()),
                (
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                        .to_owned()
                        .into(),
                ),
                ("client_assertion", app.assertion(&audience, now)?.into()),
            ])
        };
        let answer = self.endpoint.post(http, &form).await?;
        Token::granted(&answer.members(&GRANTED)?, &self.endpoint, asked_at)
    }
}
