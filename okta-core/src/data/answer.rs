//! An answer as it came.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::model::{DecodeBody, DecodeError};

/// A received answer, not yet decoded.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether its client reads strictly.
    pub(crate) strict: bool,
}

impl Answer {
    /// Decodes the body as its client wants it.
    pub(crate) fn decode<T>(&self, decode: DecodeBody<T>) -> Result<T, DecodeError> {
        decode(&self.body, self.strict)
    }
}
