//! Why an attempt is repeated.

use std::fmt;

/// Why an attempt failed in a way worth trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// The rate limit of the bucket (429).
    RateLimit,
    /// Too many requests at the same time (429).
    Concurrency,
    /// The resource is busy (409).
    Busy,
    /// A failure on Okta's side or before it, with this status.
    Server(u16),
    /// No whole answer in time.
    Timeout,
    /// No connection.
    Connect,
    /// The connection broke.
    Broken,
    /// No credentials could be had for the moment.
    Credentials,
    /// The token was not accepted and has been replaced (401).
    Token,
    /// The DPoP proof was not accepted and has been made anew, with Okta's clock and nonce.
    Proof,
}

impl RetryReason {
    /// A short name for metrics and log lines.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RateLimit => "rate limit",
            Self::Concurrency => "concurrency limit",
            Self::Busy => "resource busy",
            Self::Server(_) => "server failure",
            Self::Timeout => "timeout",
            Self::Connect => "no connection",
            Self::Broken => "broken connection",
            Self::Credentials => "no credentials",
            Self::Token => "token refused",
            Self::Proof => "proof refused",
        }
    }
}

impl fmt::Display for RetryReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match self {
            Self::Server(status) => write!(f, " {status}"),
            _ => Ok(()),
        }
    }
}
