//! A request under construction: what every generated operation is made of.
//!
//! Generated code only names things (the operation, its parameters, its types); how a
//! request is put together, sent and decoded is written once, here and in
//! `transport`, so that an operation costs next to nothing to compile.

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

/// What may not stand in a path segment as it is: a `/` or a `%` in an argument stays part
/// of its own segment. What RFC 3986 allows there (an `@`, a `+`) is sent as it is, because
/// Okta compares the `htu` of a DPoP proof with the decoded path: a login then reads the
/// same either way ([okta-sdk-nodejs#521](https://github.com/okta/okta-sdk-nodejs/issues/521)).
/// But for `;`, which Java servers take for the beginning of parameters.
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

/// A request under construction. It is not generic: what it answers with is said by
/// whoever sends it, so that all operations share its code.
#[derive(Clone)]
pub struct Call {
    pub(crate) session: Session,
    pub(crate) request: Request,
    /// The first argument that cannot be sent; reported by `send`, so that setters chain.
    pub(crate) invalid: Option<String>,
}

/// The operation and its target; neither headers nor body, which may hold secrets.
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
    /// A request of this operation; its path is empty at first.
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

    /// Appends an argument as one path segment. What cannot be one is refused.
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

    /// Sets a query parameter; setting it again replaces its value.
    pub fn query(&mut self, name: impl Into<Cow<'static, str>>, value: impl Display) {
        let (name, value) = (name.into(), value.to_string());
        match self.request.query.iter_mut().find(|(n, _)| *n == name) {
            Some(pair) => pair.1 = value,
            None => self.request.query.push((name, value)),
        }
    }

    /// Sets a query parameter to several values, each with its name; setting it again
    /// replaces them.
    pub fn query_each(&mut self, name: &'static str, values: Vec<String>) {
        self.request.query.retain(|(other, _)| other != name);
        let pairs = values.into_iter().map(|value| (name.into(), value));
        self.request.query.extend(pairs);
    }

    /// Sets a header; setting it again replaces its value.
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
        let object = value
            .to_json()
            .and_then(|json| serde_json::from_slice(&json));
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

    /// Sends the request and decodes the answer into a type that is none of ours.
    pub fn send_as<T: DeserializeOwned>(self) -> Sending<T> {
        self.send_and(body_as)
    }

    /// Sends the request; the answer is what came.
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

/// The future of an answer, whatever it decodes to.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

/// Sends a request, unless one of its arguments was refused.
pub(crate) fn answer(request: Result<(Session, Request), Error>) -> Answering {
    match request.and_then(|(session, request)| transport::Outgoing::new(session, request)) {
        Ok(outgoing) => Box::pin(async move { outgoing.send().await }),
        Err(error) => Box::pin(ready(Err(error))),
    }
}

/// The future of a call: boxed once, so that the future of an operation is small and
/// the machinery behind it is compiled once and not for every type.
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

/// Lets a generated call be sent. It is `#[inline]` for the sake of compile time, like
/// [`object!`](crate::model): what an operation answers with is compiled in the programs
/// that call it.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($call:ident: $response:ty) => {
        impl $call {
            /// Sends the request.
            ///
            /// # Errors
            ///
            /// [`Error`](crate::Error): see there for what can go wrong.
            #[inline]
            pub fn send(self) -> $crate::codegen::Sending<$response> {
                self.0.send()
            }

            /// Sends the request and reads the answer as any type that `serde` reads. A
            /// struct with the properties that you need costs no more than these. `null`
            /// stands for no body.
            ///
            /// # Errors
            ///
            /// [`Error`](crate::Error): see there for what can go wrong.
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

/// Lets a generated call that answers with a list be sent, and its pages be read.
#[doc(hidden)]
#[macro_export]
macro_rules! __list_call {
    ($call:ident: $item:ty) => {
        $crate::codegen::list_call!($call: Vec<$item> as $item);
    };
    // An object around a list is sent for as it is, and read as a list in pages.
    ($call:ident: $response:ty as $item:ty) => {
        $crate::codegen::call!($call: $response);

        impl $call {
            /// Sends the request and keeps the cursor of the next page.
            ///
            /// # Errors
            ///
            /// [`Error`](crate::Error): see there for what can go wrong. An element that
            /// does not decode is an error in its place on the page.
            #[inline]
            pub fn page(
                self,
            ) -> impl Future<Output = Result<$crate::Page<$item>, $crate::Error>> + Send {
                self.0.page()
            }

            /// Streams all pages. Each is fetched when the stream is polled for it.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$item> {
                self.0.pages()
            }

            /// Streams all elements of all pages, with the memory of one page.
            #[inline]
            pub fn stream(self) -> $crate::Items<$item> {
                self.0.stream()
            }

            /// Streams all elements of all pages, read as any type that `serde` reads. A
            /// struct with the properties that you need costs no more than these.
            #[inline]
            pub fn stream_as<T: $crate::codegen::DeserializeOwned>(self) -> $crate::Items<T> {
                self.0.stream_as()
            }

            /// Starts at a page that was reached earlier, in this process or another one.
            #[inline]
            pub fn resume(self, cursor: impl std::borrow::Borrow<$crate::Cursor>) -> Self {
                Self(self.0.resume(cursor.borrow()))
            }
        }
    };
}
pub use __list_call as list_call;
