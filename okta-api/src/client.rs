//! The client, with a method for each operation.

use std::{fmt, ops::Deref};

use crate::{Error, operations};

/// A client for one Okta org, with a method for each operation. It is cheap to clone. Clones
/// share connections, tokens and knowledge of the rate limits, so use one client for the whole
/// program.
///
/// It dereferences to the [client of the layer below](okta_core::Client), which has everything
/// that does not belong to one operation, such as [raw requests](okta_core::Client::request).
///
/// ```no_run
/// use okta_api::Client;
///
/// # fn main() -> Result<(), okta_api::Error> {
/// let client = Client::from_env()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client(okta_core::Client);

/// Configures a [`Client`].
pub type ClientBuilder = okta_core::ClientBuilder<Client>;

impl Client {
    /// Configures a client for the org at this URL, such as `https://acme.okta.com`, from code
    /// only. Credentials are required; everything else has a default.
    pub fn builder(org_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(org_url)
    }

    /// Builds a client from the files and environment variables that Okta's own SDKs read. To
    /// change a setting as well, use [`ClientBuilder::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env().build()
    }
}

impl From<okta_core::Client> for Client {
    fn from(client: okta_core::Client) -> Self {
        Self(client.knowing(&operations::CATALOGUE))
    }
}

impl Deref for Client {
    type Target = okta_core::Client;

    fn deref(&self) -> &okta_core::Client {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
