//! The client, with a method for each operation.

use std::{fmt, ops::Deref};

use http::Method;

use crate::{Error, RawRequest, operations};

/// A client for one Okta org, with a method for each operation. It is cheap to clone. Clones
/// share connections, tokens and knowledge of the rate limits, so use one client for the whole
/// program.
///
/// It dereferences to the [client of the layer below](okta_core::Client), which has everything
/// that does not belong to one operation, such as [signing in](okta_core::Client::authenticate).
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

    /// Starts a request to an endpoint that this version of the crate does not know.
    /// Credentials, pacing, retries, paging and errors work as for every operation.
    ///
    /// `target` is a path such as `/api/v1/users`, percent-encoded and with its query. It may
    /// also be an absolute URL in the client's own org, such as a link that Okta returned.
    /// Credentials go to the org only, so sending a request to another origin fails. A path
    /// with an empty segment, `..`, a control character or a trailing space is refused too, as
    /// in a typed call.
    ///
    /// ```no_run
    /// # async fn example(client: okta_api::Client) -> Result<(), okta_api::Error> {
    /// use http::Method;
    ///
    /// let zones = client.request(Method::GET, "/api/v1/zones").query("limit", 20).send().await?;
    /// println!("{} of {:?}", zones.as_array().map_or(0, Vec::len), zones.rate_limit());
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: Method, target: &str) -> RawRequest {
        self.0.request_among(&operations::CATALOGUE, method, target)
    }
}

impl From<okta_core::Client> for Client {
    fn from(client: okta_core::Client) -> Self {
        Self(client)
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
