//! An exchange that did not come to an end.

use std::{fmt, time::Duration};

use crate::Obstacle;

/// A request that got no whole answer.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) operation: &'static str,
    /// Whether the request was to change something.
    pub(crate) writes: bool,
    /// Where the request was to go, with its port.
    pub(crate) host: String,
    pub(crate) kind: TransportErrorKind,
    pub(crate) source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// How an exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made (name resolution, TCP, TLS, proxy): Okta has not seen the
    /// request.
    Connect,
    /// No connection can be made until somebody changes something: Okta has not seen the
    /// request, and trying again does not help.
    Obstacle(Obstacle),
    /// No whole answer came within the time given for one request. Okta may have
    /// processed the request.
    Timeout,
    /// The connection broke before the whole answer had come. Okta may have processed
    /// the request.
    Broken,
    /// The answer has more bytes than the client accepts.
    TooLarge(usize),
    /// The time given for the whole call ended, or would have ended before the rate
    /// limit or a pause allowed the next attempt.
    Deadline(Duration),
    /// The HTTP client that was passed in followed a redirect. The request may have been
    /// made anew as a GET, and its body sent to another host: the answer says nothing.
    Redirected,
}

impl TransportError {
    /// How the exchange failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The host that was to be reached, with its port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The operationId of the call, such as `getUser`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use TransportErrorKind as Kind;
        write!(f, "{}: ", self.operation)?;
        match self.kind {
            Kind::Connect => write!(f, "no connection to {}", self.host),
            Kind::Obstacle(obstacle) => write!(f, "no connection to {}: {obstacle}", self.host),
            Kind::Timeout => f.write_str(
                "the whole answer did not arrive in time (`ClientBuilder::request_timeout`)",
            ),
            Kind::Broken => f.write_str("the connection broke before the whole answer arrived"),
            Kind::TooLarge(limit) => write!(
                f,
                "the answer is larger than {limit} bytes: ask for smaller pages or raise `ClientBuilder::max_body`"
            ),
            Kind::Deadline(limit) => write!(f, "not done within {limit:?}, the call's deadline"),
            Kind::Redirected => f.write_str(
                "the HTTP client followed a redirect, so the answer is not one to this request: \
                 build it with `reqwest::redirect::Policy::none()`",
            ),
        }?;
        // Okta may have done what was asked, which matters for a write only.
        if self.writes && matches!(self.kind, Kind::Timeout | Kind::Broken) {
            f.write_str("; Okta may have processed the request")?;
        }
        let mut cause = self
            .source
            .as_deref()
            .map(|source| source as &dyn std::error::Error);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        match self.kind {
            Kind::Obstacle(obstacle) => write!(f, ". {}", obstacle.remedy()),
            _ => Ok(()),
        }
    }
}

/// The message holds every cause already; the `source` is for programs that look for one.
impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
