//! The client.

use std::{fmt, sync::Arc};

use url::Url;

use crate::{
    ClientBuilder, ConfigSource, Error,
    auth::{Authenticator, CredentialsInfo},
    operations::Catalogue,
    transport::Transport,
};

/// A client of one Okta org. Cheap to clone: clones share connections, tokens and what is
/// known about rate limits, so one client should serve a whole program.
///
/// ```no_run
/// use okta_api::Client;
///
/// # fn main() -> Result<(), okta_api::Error> {
/// let client = Client::from_env()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// The operations that raw requests are recognised as.
    catalogue: &'static Catalogue,
}

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    /// The origin, with its port and without a path.
    pub(crate) org: Url,
    pub(crate) authenticator: Authenticator,
    pub(crate) transport: Transport,
    pub(crate) sources: Vec<ConfigSource>,
    pub(crate) credentials: CredentialsInfo,
}

impl Client {
    /// Configures a client of the org at this URL, such as `https://acme.okta.com`, in
    /// code alone. It needs credentials; everything else has a default.
    pub fn builder(org_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(org_url)
    }

    /// A client as files and environment variables describe it: the same ones that Okta's
    /// own SDKs read. See [`ClientBuilder::from_env`], which can also change something.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env().build()
    }

    /// Fetches an access token now instead of with the first request: to find out early
    /// whether the credentials work, or to let a person sign in
    /// ([`DeviceGrant`](crate::DeviceGrant)) outside of any call's deadline. Does nothing
    /// for a client with an API token or a fixed bearer token.
    pub async fn authenticate(&self) -> Result<(), Error> {
        self.inner
            .authenticator
            .authenticate(&self.inner.http)
            .await
    }

    /// The org's URL, such as `https://acme.okta.com/`.
    pub fn org_url(&self) -> &str {
        self.inner.org.as_str()
    }

    /// What kind of credentials it has, and which scopes it asks for.
    pub fn credentials(&self) -> &CredentialsInfo {
        &self.inner.credentials
    }

    /// Which source gave which setting; settings with their default are not listed.
    pub fn config_sources(&self) -> &[ConfigSource] {
        &self.inner.sources
    }

    pub(crate) fn new(inner: Inner) -> Self {
        static NONE: Catalogue = Catalogue::new(&[]);

        Self {
            inner: Arc::new(inner),
            catalogue: &NONE,
        }
    }

    /// The same client, which takes [raw requests](Self::request) for what these operations
    /// say of them: which rate limit they count against, and whether they may be repeated.
    /// The client of a generated crate knows that crate's operations.
    #[must_use]
    pub fn knowing(mut self, catalogue: &'static Catalogue) -> Self {
        self.catalogue = catalogue;
        self
    }

    pub(crate) fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
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

    pub(crate) fn transport(&self) -> &Transport {
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
