//! The client.

use std::{fmt, sync::Arc};

use url::Url;

use crate::{Error, auth::Authenticator, config::ConfigError, transport};

/// A client of one Okta org. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    org: Url,
    authenticator: Authenticator,
    transport: transport::Transport,
}

impl Client {
    /// Configures a client of the org at this URL, such as `https://acme.okta.com`.
    pub fn builder(org_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            org_url: org_url.into(),
            transport: transport::Settings::default(),
        }
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.inner.http
    }

    pub(crate) fn org(&self) -> &Url {
        &self.inner.org
    }

    pub(crate) fn authenticator(&self) -> &Authenticator {
        &self.inner.authenticator
    }

    pub(crate) fn transport(&self) -> &transport::Transport {
        &self.inner.transport
    }
}

/// The org, and nothing that could be a secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("org", &self.inner.org.as_str())
            .finish_non_exhaustive()
    }
}

/// Configures a [`Client`].
pub struct ClientBuilder {
    org_url: String,
    pub(crate) transport: transport::Settings,
}

impl ClientBuilder {
    /// Builds the client.
    pub fn build(self) -> Result<Client, Error> {
        let org = Url::parse(&self.org_url).map_err(|error| ConfigError::OrgUrl {
            reason: error.to_string(),
        })?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let fail = |error: &dyn fmt::Display| ConfigError::HttpClient {
            reason: error.to_string(),
        };
        let verifier =
            rustls_platform_verifier::Verifier::new(Arc::clone(&provider)).map_err(|e| fail(&e))?;
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| fail(&e))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| fail(&e))?;
        Ok(Client {
            inner: Arc::new(Inner {
                http,
                org,
                authenticator: Authenticator {},
                transport: transport::Transport::new(self.transport),
            }),
        })
    }
}
