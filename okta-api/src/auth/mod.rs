//! Who the client is: the credentials that every request carries.

mod error;

use http::{HeaderMap, HeaderValue};

pub use error::AuthError;

use crate::Error;

/// Puts credentials on requests and takes back what Okta says about them.
pub(crate) struct Authenticator {}

impl Authenticator {
    /// Adds the credentials to a request that is about to be sent: called for every attempt.
    pub(crate) async fn authorize(
        &self,
        _http: &reqwest::Client,
        _request: &mut reqwest::Request,
    ) -> Result<(), Error> {
        Ok(())
    }

    /// Okta answered 401: drops the token that this request carried, unless another task
    /// has already replaced it. True when trying again makes sense, which is once.
    pub(crate) async fn rejected(
        &self,
        _request_authorization: &HeaderValue,
        _answer: &HeaderMap,
    ) -> bool {
        false
    }
}
