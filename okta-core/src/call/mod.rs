//! A request under construction, from which every generated operation is made.
//!
//! Generated code only names the operation, its parameters and its types. Building, sending and
//! decoding a request is written once, here and in `transport`, so that an operation costs next
//! to nothing to compile.

mod response;
pub(crate) mod update;

use std::{
    borrow::Cow,
    fmt::{self, Display},
    future::ready,
    pin::Pin,
};

pub use response::Response;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde::de::DeserializeOwned;

use crate::{
    Error,
    answer::Answer,
    form,
    model::{Decode, DecodeBody, Encode, body_as},
    operations::Operation,
    request::{Body, Request, UNRESERVED, Upload},
    session::Session,
    target::{check_header, check_segment},
    transport,
};

/// The characters to escape in a path segment. A `/` or `%` in an argument stays part of its
/// own segment. What RFC 3986 allows there, such as `@` or `+`, is sent as it is, because Okta
/// compares the `htu` of a DPoP proof with the decoded path, and a login then reads the same
/// either way ([okta-sdk-nodejs#521](https://github.com/okta/okta-sdk-nodejs/issues/521)). The
/// exception is `;`, with which Java servers begin parameters.
const SEGMENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b':')
    .remove(b'=')
    .remove(b'@');

/// A request under construction. It is not generic: whoever sends it names the type of the
/// response, so that all operations share its code.
#[derive(Clone)]
pub struct Call {
    pub(crate) session: Session,
    pub(crate) request: Request,
    /// The first argument that cannot be sent. `send` reports it, so that setters chain.
    pub(crate) invalid: Option<String>,
}

/// Shows the operation and its target, but neither headers nor body, which may hold secrets.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.request.operation.id)
            .field("method", &self.request.method)
            .field("path", &self.request.path)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Starts a request of this operation with an empty path.
    pub(crate) fn new(session: &Session, operation: &'static Operation) -> Self {
        let accept = operation.accept.map(HeaderValue::from_static);
        let accept = accept.map(|accept| (header::ACCEPT, accept));
        Self {
            session: session.clone(),
            request: Request {
                operation,
                method: operation.method.clone(),
                path: String::new(),
                query: Vec::new(),
                headers: accept.into_iter().collect(),
                body: Body::Empty,
            },
            invalid: None,
        }
    }

    /// Appends a literal part of the path.
    pub fn literal(mut self, literal: &'static str) -> Self {
        self.request.path.push_str(literal);
        self
    }

    /// Appends an argument as one path segment, and refuses one that cannot be a segment.
    pub fn segment(mut self, name: &str, value: String) -> Self {
        if let Err(reason) = check_segment(&value) {
            self.reject(format!(
                "`{name}` is {value:?}, which {reason}: give its id"
            ));
        }
        self.request
            .path
            .extend(utf8_percent_encode(&value, SEGMENT));
        self
    }

    /// Sets a query parameter. A later value replaces an earlier one.
    pub fn query(&mut self, name: impl Into<Cow<'static, str>>, value: impl Display) {
        let (name, value) = (name.into(), value.to_string());
        match self.request.query.iter_mut().find(|(n, _)| *n == name) {
            Some(pair) => pair.1 = value,
            None => self.request.query.push((name, value)),
        }
    }

    /// Sets a query parameter to several values, each sent with its name. Later values replace
    /// earlier ones.
    pub fn query_each(&mut self, name: &'static str, values: Vec<String>) {
        self.request.query.retain(|(other, _)| other != name);
        let pairs = values.into_iter().map(|value| (name.into(), value));
        self.request.query.extend(pairs);
    }

    /// Sets a header. A later value replaces an earlier one.
    pub fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => match check_header(&name) {
                Ok(()) => {
                    self.request.headers.insert(name, value);
                }
                Err(reason) => self.reject(reason),
            },
            _ => self.reject(format!(
                "the header `{name}` or its value has characters that HTTP does not allow"
            )),
        }
    }

    /// Sends this value as JSON.
    pub fn json(&mut self, value: &dyn Encode) {
        self.json_as("application/json", value);
    }

    /// Sends this value as JSON of this content type.
    pub fn json_as(&mut self, content_type: &'static str, value: &dyn Encode) {
        match value.to_json() {
            Ok(json) => self.bytes(content_type, json.into()),
            Err(error) => self.reject(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Sends this value as a form.
    pub fn form(&mut self, value: &dyn Encode) {
        let object = value.to_json().and_then(|json| serde_json::from_str(&json));
        match object {
            Ok(object) => self.bytes(form::CONTENT_TYPE, form::encode(&object).into()),
            Err(error) => self.reject(format!("the body cannot be written as a form: {error}")),
        }
    }

    /// Sends these bytes as they are.
    pub fn bytes(&mut self, content_type: impl Into<Cow<'static, str>>, bytes: Bytes) {
        self.request.body = Body::Bytes {
            content_type: content_type.into(),
            bytes,
        };
    }

    /// Sends this file as `multipart/form-data`.
    pub fn file(&mut self, field: impl Into<Cow<'static, str>>, upload: Upload) {
        let field = field.into();
        self.request.body = Body::File { field, upload };
    }

    pub(crate) fn reject(&mut self, reason: String) {
        self.invalid.get_or_insert(reason);
    }

    /// The request, unless an argument was refused.
    pub(crate) fn checked(self) -> Result<(Session, Request), Error> {
        match self.invalid {
            Some(reason) => Err(Error::argument(self.request.operation, reason)),
            None => Ok((self.session, self.request)),
        }
    }

    /// Sends the request and decodes the answer.
    pub fn send<R: Decode>(self) -> Sending<R> {
        self.send_and(R::from_body)
    }

    /// Sends the request and deserializes the response into a type from outside this crate.
    pub fn send_as<T: DeserializeOwned>(self) -> Sending<T> {
        self.send_and(body_as)
    }

    /// Sends the request and returns the response's bytes.
    pub fn send_bytes(self) -> Sending<Bytes> {
        self.send_and(|body, _| Ok(Bytes::copy_from_slice(body)))
    }

    fn send_and<R>(self, decode: DecodeBody<R>) -> Sending<R> {
        Sending {
            operation: self.request.operation,
            answer: answer(self.checked()),
            decode,
        }
    }
}

/// The future of a response, whatever it decodes to.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

/// Sends a request, unless one of its arguments was refused.
pub(crate) fn answer(request: Result<(Session, Request), Error>) -> Answering {
    match request.and_then(|(session, request)| transport::Outgoing::new(session, request)) {
        Ok(outgoing) => Box::pin(async move { outgoing.send().await }),
        Err(error) => Box::pin(ready(Err(error))),
    }
}

/// The future of a call. It is boxed once, so that the future of an operation is small, and the
/// code behind it is compiled once rather than for every type.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<R> {
    operation: &'static Operation,
    answer: Answering,
    decode: DecodeBody<R>,
}

impl<R> fmt::Debug for Sending<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

impl<R> Future for Sending<R> {
    type Output = Result<Response<R>, Error>;

    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Self::Output> {
        let (operation, decode) = (self.operation, self.decode);
        self.answer
            .as_mut()
            .poll(context)
            .map(|answer| response::decode(operation, answer?, decode))
    }
}

/// Lets a generated call be sent. It is `#[inline]` for compile time, like
/// [`object!`](crate::model): the response type is compiled in the programs that call it.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($call:ident: $response:ty) => {
        impl $call {
            /// Sends the request.
            ///
            /// # Errors
            ///
            /// Returns an [`Error`](crate::Error), which says what can go wrong.
            #[inline]
            pub fn send(self) -> $crate::codegen::Sending<$response> {
                self.0.send()
            }

            /// Sends the request and deserializes the response into any type. A struct with
            /// only the properties that you need costs no more than those. An empty body is
            /// `null`.
            ///
            /// # Errors
            ///
            /// Returns an [`Error`](crate::Error), which says what can go wrong.
            #[inline]
            pub fn send_as<T: $crate::codegen::DeserializeOwned>(
                self,
            ) -> $crate::codegen::Sending<T> {
                self.0.send_as()
            }
        }
    };
}
pub use __call as call;

/// Lets a generated call that returns a list be sent, and its pages be read.
#[doc(hidden)]
#[macro_export]
macro_rules! __list_call {
    ($call:ident: $item:ty) => {
        $crate::codegen::list_call!($call: Vec<$item> as $item);
    };
    // A list in an envelope is sent as the envelope, and read in pages as the list.
    ($call:ident: $response:ty as $item:ty) => {
        $crate::codegen::call!($call: $response);

        impl $call {
            /// Sends the request and keeps the cursor of the next page.
            ///
            /// # Errors
            ///
            /// Returns an [`Error`](crate::Error), which says what can go wrong. An element
            /// that does not decode is an error in its place on the page.
            #[inline]
            pub fn page(
                self,
            ) -> impl Future<Output = Result<$crate::Page<$item>, $crate::Error>> + Send {
                self.0.page()
            }

            /// Streams all pages. Polling the stream fetches the next one.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$item> {
                self.0.pages()
            }

            /// Streams all elements of all pages, holding one page in memory.
            #[inline]
            pub fn stream(self) -> $crate::Items<$item> {
                self.0.stream()
            }

            /// Streams all elements of all pages, deserialized into any type. A struct with
            /// only the properties that you need costs no more than those.
            #[inline]
            pub fn stream_as<T: $crate::codegen::DeserializeOwned>(self) -> $crate::Items<T> {
                self.0.stream_as()
            }

            /// Starts at a page that this or another process reached earlier.
            #[inline]
            pub fn resume(self, cursor: impl std::borrow::Borrow<$crate::Cursor>) -> Self {
                Self(self.0.resume(cursor.borrow()))
            }
        }
    };
}
pub use __list_call as list_call;
