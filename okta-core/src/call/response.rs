//! The response to a successful call: a value with its status and headers.

use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header};

use crate::{
    Error, RateLimit, answer::Answer, headers, link, model::DecodeBody, operations::Operation,
};

/// The response to a successful call. It dereferences to the decoded value and keeps the status
/// and the headers.
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// Returns the decoded value and drops status and headers.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the HTTP status, which is always a 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers, as received.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns Okta's request id (`X-Okta-Request-Id`), for which Okta's support asks.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Returns the version of the resource, to send as `If-Match` with a later change. Okta
    /// sends a weak one (`W/"…"`) for users, and none for most other resources.
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }

    /// Returns what Okta said about the rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }

    /// Returns the target of the first `Link` header with this relation, such as `next`. Bytes
    /// outside ASCII are percent-encoded.
    pub fn link(&self, relation: &str) -> Option<String> {
        link::find(&self.headers, relation)
            .targets
            .into_iter()
            .next()
    }

    pub(crate) fn new(value: T, answer: Answer) -> Self {
        Self {
            value,
            status: answer.status,
            headers: answer.headers,
        }
    }
}

/// Decodes a response's body and keeps the rest.
pub(crate) fn decode<T>(
    operation: &'static Operation,
    answer: Answer,
    decode: DecodeBody<T>,
) -> Result<Response<T>, Error> {
    match answer.decode(decode) {
        Ok(value) => Ok(Response::new(value, answer)),
        Err(error) => Err(Error::decode(operation, &answer, error)),
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
