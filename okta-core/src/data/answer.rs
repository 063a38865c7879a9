//! A response as it arrived.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::model::{DecodeBody, DecodeError};

/// A received response that is not decoded yet.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether its client reads strictly.
    pub(crate) strict: bool,
}

impl Answer {
    /// Decodes the body, strictly if the client asks for that.
    pub(crate) fn decode<T>(&self, decode: DecodeBody<T>) -> Result<T, DecodeError> {
        decode(&self.body, self.strict)
    }
}
