//! Exchanges that did not complete.

use std::{fmt, time::Duration};

use crate::Obstacle;

/// A request without a complete response.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) operation: &'static str,
    /// Whether the request was meant to change something.
    pub(crate) writes: bool,
    /// The host that the request was for, with its port.
    pub(crate) host: String,
    pub(crate) kind: TransportErrorKind,
    pub(crate) source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// How an exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, because of name resolution, TCP, TLS or a proxy. Okta has not
    /// seen the request.
    Connect,
    /// No connection can be made until somebody changes something. Okta has not seen the
    /// request, and a retry does not help.
    Obstacle(Obstacle),
    /// No complete response arrived within the time limit for one request. Okta may have
    /// processed the request.
    Timeout,
    /// The connection broke before the response was complete. Okta may have processed the
    /// request.
    Broken,
    /// The response is larger than the client accepts. The number is that limit in bytes.
    TooLarge(usize),
    /// The whole call's time limit passed, or would have passed before the rate limit or a
    /// pause allowed the next attempt.
    Deadline(Duration),
    /// The HTTP client that was passed in followed a redirect. It may have repeated the request
    /// as a GET and sent its body to another host, so the response says nothing.
    Redirected,
}

impl TransportError {
    /// Returns how the exchange failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the host that the request was for, with its port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the operationId of the call, such as `getUser`.
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
                "the whole response did not arrive in time (`ClientBuilder::request_timeout`)",
            ),
            Kind::Broken => f.write_str("the connection broke before the whole response arrived"),
            Kind::TooLarge(limit) => write!(
                f,
                "the response is larger than {limit} bytes: ask for smaller pages or raise `ClientBuilder::max_body`"
            ),
            Kind::Deadline(limit) => {
                write!(f, "not finished within {limit:?}, the call's deadline")
            }
            Kind::Redirected => f.write_str(
                "the HTTP client followed a redirect, so the response is not to this request: \
                 build it with `reqwest::redirect::Policy::none()`",
            ),
        }?;
        // Okta may have done what was requested. That matters only for a write.
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

/// The message already includes every cause. The `source` is for programs.
impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
