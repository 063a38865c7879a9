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
    ConfigSource, Error, auth::CredentialsInfo, call::Call, operations::Operation, session::Session,
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
        Self { session }
    }

    /// Starts a call. Generated code uses it.
    #[doc(hidden)]
    pub fn start(&self, operation: &'static Operation) -> Call {
        Call::new(&self.session, operation)
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
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
