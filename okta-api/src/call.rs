//! A request under construction: what every generated operation is made of.
//!
//! Generated code only names things (the operation, its parameters, its types); how a
//! request is put together, sent and decoded is written once, here and in
//! [`transport`](crate::transport), so that an operation costs next to nothing to compile.

use std::{
    fmt::{self, Display},
    future::Future,
    marker::PhantomData,
    pin::Pin,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    Client, Error, Response,
    model::{Decode, Encode},
    operations::Operation,
    transport,
};

/// Everything but RFC 3986's unreserved characters: an `@`, a `/` or a `%` in an
/// argument stays part of its own path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is sent: everything of a request but the origin and the credentials.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    /// Percent-encoded, with a leading slash and without a query.
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// A request body that can be sent again.
#[derive(Clone)]
pub(crate) enum Body {
    Empty,
    Bytes {
        content_type: &'static str,
        bytes: Bytes,
    },
    /// One file of a `multipart/form-data` upload.
    File {
        field: &'static str,
        upload: Upload,
    },
}

/// A file to upload: its bytes, its name and its content type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// The content.
    pub bytes: Bytes,
    /// The file name that Okta is told, such as `logo.png`.
    pub file_name: String,
    /// The media type, such as `image/png`.
    pub content_type: String,
}

impl Upload {
    /// A file with this content, name and media type.
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

/// A request whose success answers with an `R`.
pub(crate) struct Call<R> {
    client: Client,
    request: Request,
    /// The first argument that cannot be sent; reported by `send`, so that setters chain.
    invalid: Option<String>,
    response: PhantomData<fn() -> R>,
}

impl<R> Clone for Call<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            request: self.request.clone(),
            invalid: self.invalid.clone(),
            response: PhantomData,
        }
    }
}

/// The operation and its target; neither headers nor body, which may hold secrets.
impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.request.operation.id)
            .field("method", &self.request.method)
            .field("path", &self.request.path)
            .finish_non_exhaustive()
    }
}

impl<R> Call<R> {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            request: Request {
                operation,
                method: operation.method.clone(),
                path: String::new(),
                query: Vec::new(),
                headers: HeaderMap::new(),
                body: Body::Empty,
            },
            invalid: None,
            response: PhantomData,
        }
    }

    /// Appends a literal part of the path.
    pub(crate) fn literal(mut self, literal: &'static str) -> Self {
        self.request.path.push_str(literal);
        self
    }

    /// Appends an argument as one path segment. An empty segment, `.` or `..` would
    /// address another resource, so it is refused.
    pub(crate) fn segment(mut self, name: &'static str, value: String) -> Self {
        if matches!(value.as_str(), "" | "." | "..") {
            self.reject(format!(
                "`{name}` is {value:?}, which would address another resource: give its id"
            ));
        }
        self.request
            .path
            .extend(utf8_percent_encode(&value, SEGMENT));
        self
    }

    /// Sets a query parameter; setting it again replaces its value.
    pub(crate) fn query(&mut self, name: &'static str, value: impl Display) {
        let value = value.to_string();
        match self.request.query.iter_mut().find(|(n, _)| *n == name) {
            Some(pair) => pair.1 = value,
            None => self.request.query.push((name, value)),
        }
    }

    /// Sets a header; setting it again replaces its value.
    pub(crate) fn header(&mut self, name: &'static str, value: &str) {
        match HeaderValue::from_str(value) {
            Ok(value) => {
                self.request
                    .headers
                    .insert(HeaderName::from_static(name), value);
            }
            Err(_) => self.reject(format!(
                "the value for the header `{name}` has characters that HTTP does not allow"
            )),
        }
    }

    /// Sends this value as JSON.
    pub(crate) fn json(&mut self, value: &dyn Encode) {
        match value.to_json() {
            Ok(json) => {
                self.request.body = Body::Bytes {
                    content_type: "application/json",
                    bytes: json.into(),
                }
            }
            Err(error) => self.reject(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Sends these bytes as they are.
    pub(crate) fn bytes(&mut self, content_type: &'static str, bytes: Bytes) {
        self.request.body = Body::Bytes {
            content_type,
            bytes,
        };
    }

    /// Sends this file as `multipart/form-data`.
    pub(crate) fn file(&mut self, field: &'static str, upload: Upload) {
        self.request.body = Body::File { field, upload };
    }

    fn reject(&mut self, reason: String) {
        self.invalid.get_or_insert(reason);
    }
}

impl<R: Decode> Call<R> {
    /// Sends the request and decodes the answer.
    pub(crate) fn send(self) -> Sending<R> {
        let operation = self.request.operation;
        let Self {
            client,
            request,
            invalid,
            ..
        } = self;
        Sending {
            operation,
            answer: Box::pin(async move {
                match invalid {
                    Some(reason) => Err(Error::argument(operation, reason)),
                    None => transport::execute(&client, request).await,
                }
            }),
            response: PhantomData,
        }
    }
}

/// The future of a call: boxed once, so that the future of an operation is small and
/// the machinery behind it is compiled once and not for every type.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<R> {
    operation: &'static Operation,
    answer: Pin<Box<dyn Future<Output = Result<transport::Answer, Error>> + Send>>,
    response: PhantomData<fn() -> R>,
}

impl<R: Decode> Future for Sending<R> {
    type Output = Result<Response<R>, Error>;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Self::Output> {
        let operation = self.operation;
        self.answer
            .as_mut()
            .poll(context)
            .map(|answer| Response::decode(operation, answer?))
    }
}

/// Lets a generated call be sent.
macro_rules! call {
    ($call:ident => $response:ty) => {
        impl $call {
            /// Sends the request.
            ///
            /// # Errors
            ///
            /// [`Error`](crate::Error): see there for what can go wrong.
            pub fn send(self) -> $crate::call::Sending<$response> {
                self.0.send()
            }
        }
    };
}
pub(crate) use call;

/// Lets a generated call that answers with a list be sent.
macro_rules! list_call {
    ($call:ident => $item:ty) => {
        $crate::call::call!($call => Vec<$item>);
    };
}
pub(crate) use list_call;
