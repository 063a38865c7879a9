//! What a successful call answers: a value with the status and headers it came with.

use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header};

use crate::{
    Error, RateLimit,
    model::DecodeError,
    operations::Operation,
    paging::link,
    transport::{Answer, headers},
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
    /// The decoded value, without the rest.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The HTTP status: any 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, as received.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Okta's id of this exchange (`X-Okta-Request-Id`), which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// The version of the resource, for `If-Match` of a later change; weak (`W/"…"`)
    /// where Okta sends one at all.
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }

    /// What Okta said about the rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }

    /// The target of the `Link` header with this relation, such as `next`, as received.
    pub fn link(&self, relation: &str) -> Option<&str> {
        link::find(&self.headers, relation)
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
    decode: fn(&[u8]) -> Result<T, DecodeError>,
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
