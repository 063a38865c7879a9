//! What all calls of a client share: connections, credentials, and knowledge of the rate
//! limits.

use std::sync::Arc;

use url::Url;

use crate::{
    auth::{Authenticator, CredentialsInfo},
    error::ConfigSource,
    http_client::Http,
    transport::Transport,
};

/// The connection to one org.
#[derive(Clone)]
pub(crate) struct Session(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) http: Http,
    /// The origin, including a port, without a path.
    pub(crate) org: Url,
    pub(crate) authenticator: Authenticator,
    pub(crate) transport: Transport,
    pub(crate) sources: Vec<ConfigSource>,
    pub(crate) credentials: CredentialsInfo,
}

impl Session {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub(crate) fn http(&self) -> &Http {
        &self.0.http
    }

    pub(crate) fn org(&self) -> &Url {
        &self.0.org
    }

    /// Returns the org's host and port for messages.
    pub(crate) fn host(&self) -> String {
        let org = self.org();
        let host = org.host_str().unwrap_or_default();
        let port = org.port_or_known_default();
        port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    pub(crate) fn authenticator(&self) -> &Authenticator {
        &self.0.authenticator
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.0.transport
    }

    pub(crate) fn credentials(&self) -> &CredentialsInfo {
        &self.0.credentials
    }

    pub(crate) fn sources(&self) -> &[ConfigSource] {
        &self.0.sources
    }
}
