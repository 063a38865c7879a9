//! Responses that do not match their type.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::bounded::bounded;
use crate::{
    answer::Answer,
    headers,
    model::{BadItem, DecodeError},
    operations::Operation,
};

/// The length in characters up to which a request id is shown. Okta's have about thirty.
const REQUEST_ID: usize = 100;

/// A successful response whose body, or one element of whose list, could not be decoded.
#[derive(Clone)]
pub struct DecodeFailure {
    operation: &'static Operation,
    index: Option<usize>,
    path: String,
    reason: String,
    raw: Bytes,
    status: StatusCode,
    request_id: Option<String>,
    json: bool,
}

impl DecodeFailure {
    pub(crate) fn body(operation: &'static Operation, answer: &Answer, error: DecodeError) -> Self {
        Self {
            operation,
            index: None,
            path: error.path,
            reason: error.reason,
            raw: answer.body.clone(),
            status: answer.status,
            request_id: headers::request_id(&answer.headers).map(Into::into),
            json: headers::is_json(&answer.headers),
        }
    }

    pub(crate) fn item(operation: &'static Operation, answer: &Answer, item: BadItem) -> Self {
        Self {
            operation,
            index: Some(item.index),
            path: item.path,
            reason: item.reason,
            raw: item.raw.into(),
            status: answer.status,
            request_id: headers::request_id(&answer.headers).map(Into::into),
            json: true,
        }
    }

    /// Returns the operationId of the call, such as `listUsers`.
    pub fn operation(&self) -> &'static str {
        self.operation.id
    }

    /// Returns the element's index in the list, counted from 0, or `None` for the whole body.
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Returns the JSON path of the fault.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns Okta's request id, for which Okta's support asks.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns what is wrong there, without the value.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns what Okta sent: the element, or the whole body. It may contain personal data and
    /// secrets, so neither `Debug` nor `Display` shows it.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Whether the response does not even claim to be JSON. It may be an intermediary's page,
    /// for example, and gone the next time.
    pub(crate) fn is_foreign(&self) -> bool {
        !self.json
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the response ({})", self.operation.id, self.status)?;
        if let Some(index) = self.index {
            write!(f, ", element {index},")?;
        }
        write!(f, " does not decode at {}: {}", self.path, self.reason)?;
        if !self.json {
            f.write_str(" (it is not declared as JSON)")?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request id {})", bounded(id, REQUEST_ID)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeFailure")
            .field("operation", &self.operation.id)
            .field("index", &self.index)
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("raw", &format_args!("{} bytes", self.raw.len()))
            .field("status", &self.status)
            .field(
                "request_id",
                &self.request_id.as_deref().map(|id| bounded(id, REQUEST_ID)),
            )
            .finish()
    }
}

impl std::error::Error for DecodeFailure {}
