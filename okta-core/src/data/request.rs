//! Requests and their bodies.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

use super::operations::Operation;

/// Escapes everything except RFC 3986's unreserved characters, so that an `&` in an argument
/// stays part of its query value.
pub(crate) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request except for its origin and its credentials.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    /// The percent-encoded path with a leading slash. A few path templates have a query in it,
    /// and so does a page's cursor.
    pub(crate) path: String,
    /// The unencoded names and values.
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

impl Request {
    /// Returns the value of a query parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(other, _)| other == name);
        pair.map(|(_, value)| value.as_str())
    }

    /// Sets a query parameter, and replaces its former values.
    pub(crate) fn set(&mut self, name: &'static str, value: String) {
        self.query.retain(|(other, _)| other != name);
        self.query.push((Cow::Borrowed(name), value));
    }
}

/// A request body that can be sent again.
#[derive(Clone)]
pub(crate) enum Body {
    Empty,
    Bytes {
        content_type: Cow<'static, str>,
        bytes: Bytes,
    },
    /// One file of a `multipart/form-data` upload.
    File {
        field: Cow<'static, str>,
        upload: Upload,
    },
}

/// A file to upload: its content, its name and its media type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// The content.
    pub bytes: Bytes,
    /// The file name to tell Okta, such as `logo.png`.
    pub file_name: String,
    /// The media type, such as `image/png`.
    pub content_type: String,
}

impl Upload {
    /// Creates an upload with this content, file name and media type.
    pub fn new(
        bytes: impl Into<Bytes>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
    ) -> Self {
        Self {
            bytes: bytes.into(),
            file_name: file_name.into(),
            content_type: content_type.into(),
        }
    }
}
