//! One attempt, over any medium.

use http::HeaderValue;

use super::pacing::Ticket;
use crate::{
    Error,
    answer::Answer,
    auth::{Renewals, Renewed},
    error::TransportErrorKind,
};

/// A response, and the credentials that the request carried.
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) authorization: Option<HeaderValue>,
}

/// Why there is no response.
pub(super) enum Failure {
    Transport(
        TransportErrorKind,
        Option<Box<dyn std::error::Error + Send + Sync>>,
    ),
    Credentials(Box<Error>),
}

/// What Okta wants to know about a retry.
pub(super) struct RetryNote {
    pub(super) first_request: Option<HeaderValue>,
    pub(super) count: u32,
}

/// One attempt: over the wire, or in memory in tests.
pub(super) trait Exchange {
    /// Sends the request and passes the response's headers to the ticket.
    fn exchange(
        &self,
        note: Option<&RetryNote>,
        ticket: &mut Ticket<'_>,
    ) -> impl Future<Output = Result<Reply, Failure>> + Send;

    /// Returns which part of the credentials was made anew after a refusal.
    fn renewed(
        &self,
        authorization: &HeaderValue,
        answer: &Answer,
        renewals: &mut Renewals,
    ) -> Option<Renewed>;

    /// Returns the host and port that the request goes to.
    fn host(&self) -> String;
}

impl From<TransportErrorKind> for Failure {
    fn from(kind: TransportErrorKind) -> Self {
        Self::Transport(kind, None)
    }
}
