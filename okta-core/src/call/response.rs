//! What a successful call answers: a value with the status and headers it came with.

use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header};

use crate::{
    Error, RateLimit, answer::Answer, headers, link, model::DecodeBody, operations::Operation,
};

/// The answer to a successful call. It dereferences to the decoded value and keeps the
/// status and the headers.
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// Returns the decoded value and drops the rest.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the HTTP status: any 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers, as received.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns Okta's id of this exchange (`X-Okta-Request-Id`), which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Returns the version of the resource, for `If-Match` of a later change. Okta sends one
    /// for users, a weak one (`W/"…"`), and for few other resources.
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }

    /// Returns what Okta said about the rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }

    /// Returns the target of the first link with this relation, such as `next`, in the `Link`
    /// headers. Bytes outside ASCII are percent-encoded.
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

/// Decodes an answer and keeps the rest of it.
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
