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

/// A client of one Okta org. It is cheap to clone. Clones share connections, tokens and what
/// is known about rate limits, so one client should serve a whole program.
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
    /// The operations that raw requests are recognised as.
    catalogue: &'static Catalogue,
}

impl Client {
    /// Fetches an access token now instead of with the first request. Use it to find out
    /// early whether the credentials work, or to let a person sign in
    /// ([`DeviceGrant`](crate::DeviceGrant)) outside any call's deadline. It does nothing for
    /// a client with an API token or a fixed bearer token.
    pub async fn authenticate(&self) -> Result<(), Error> {
        let session = &self.session;
        session.authenticator().authenticate(session.http()).await
    }

    /// Returns the org's URL, such as `https://acme.okta.com/`.
    pub fn org_url(&self) -> &str {
        self.session.org().as_str()
    }

    /// Returns the kind of the client's credentials, and the scopes that it asks for.
    pub fn credentials(&self) -> &CredentialsInfo {
        self.session.credentials()
    }

    /// Lists where each setting came from. Settings that have their default are left out.
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

    /// The same client, which takes [raw requests](Self::request) for what these operations
    /// say of them: which rate limit they count against, and whether they may be repeated.
    /// The client of a generated crate knows that crate's operations.
    #[must_use]
    pub fn knowing(mut self, catalogue: &'static Catalogue) -> Self {
        self.catalogue = catalogue;
        self
    }

    /// Starts a call: for generated code.
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

/// The org, and nothing that could be a secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("org", &self.session.org().as_str())
            .finish_non_exhaustive()
    }
}
