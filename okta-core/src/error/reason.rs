//! Reasons for a retry.

use std::fmt;

/// Why an attempt failed in a way worth a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// The bucket's rate limit was exceeded (429).
    RateLimit,
    /// Too many requests ran at the same time (429).
    Concurrency,
    /// The resource was busy (409).
    Busy,
    /// Okta, or a gateway in front of it, failed with this status.
    Server(u16),
    /// No complete response arrived in time.
    Timeout,
    /// No connection could be made.
    Connect,
    /// The connection broke.
    Broken,
    /// No credentials were available at the moment.
    Credentials,
    /// Okta did not accept the token, which has been replaced (401).
    Token,
    /// Okta did not accept the DPoP proof, which has been made anew with Okta's clock and
    /// nonce.
    Proof,
}

impl RetryReason {
    /// Returns a short name for metrics and log lines.
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
