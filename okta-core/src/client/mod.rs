//! The client.

#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod operation_call;
mod raw;
mod sending;

pub use builder::ClientBuilder;
pub use operation_call::OperationCall;
pub use raw::RawRequest;

use std::fmt;

use crate::{
    ConfigSource, Error,
    auth::CredentialsInfo,
    call::Call,
    operations::{Catalogue, Operation},
    session::Session,
};

/// A client for one Okta org. It is cheap to clone. Clones share connections, tokens and
/// knowledge of the rate limits, so use one client for the whole program.
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
    session: Session,
    /// The operations that a raw request is matched with.
    catalogue: &'static Catalogue,
}

impl Client {
    /// Fetches an access token now rather than with the first request. Use it to check
    /// credentials early, or to let a person sign in ([`DeviceGrant`](crate::DeviceGrant))
    /// outside any call's deadline. With an API token or a fixed bearer token it does nothing.
    pub async fn authenticate(&self) -> Result<(), Error> {
        let session = &self.session;
        session.authenticator().authenticate(session.http()).await
    }

    /// Returns the org's URL, such as `https://acme.okta.com/`.
    pub fn org_url(&self) -> &str {
        self.session.org().as_str()
    }

    /// Returns the kind of the client's credentials and the scopes that it requests.
    pub fn credentials(&self) -> &CredentialsInfo {
        self.session.credentials()
    }

    /// Lists where each setting came from. Settings that kept their default are left out.
    pub fn config_sources(&self) -> &[ConfigSource] {
        self.session.sources()
    }

    pub(crate) fn new(session: Session) -> Self {
        static NONE: Catalogue = Catalogue::new(&[]);

        Self {
            session,
            catalogue: &NONE,
        }
    }

    /// Returns the same client with another catalogue for its [raw requests](Self::request).
    /// The catalogue says which rate limit a request counts against and whether it may be
    /// repeated. The client of a generated crate already knows that crate's operations.
    #[must_use]
    pub fn knowing(mut self, catalogue: &'static Catalogue) -> Self {
        self.catalogue = catalogue;
        self
    }

    /// Starts a call. Generated code uses it.
    #[doc(hidden)]
    pub fn start(&self, operation: &'static Operation) -> Call {
        Call::new(&self.session, operation)
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }
}

/// Shows the org, and nothing that could be a secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("org", &self.session.org().as_str())
            .finish_non_exhaustive()
    }
}
