//! One attempt, whatever it is made over.

use http::HeaderValue;

use super::pacing::Ticket;
use crate::{Error, answer::Answer, error::TransportErrorKind};

/// An answer, and the credentials that the request carried.
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) authorization: Option<HeaderValue>,
}

/// Why there is no answer.
pub(super) enum Failure {
    Transport(
        TransportErrorKind,
        Option<Box<dyn std::error::Error + Send + Sync>>,
    ),
    Credentials(Box<Error>),
}

/// What Okta wants to be told about a retry.
pub(super) struct RetryNote {
    pub(super) first_request: Option<HeaderValue>,
    pub(super) count: u32,
}

/// One attempt: over the wire, or in memory in tests.
pub(super) trait Exchange {
    /// Sends the request and hands the headers of the answer to the ticket.
    fn exchange(
        &self,
        note: Option<&RetryNote>,
        ticket: &mut Ticket<'_>,
    ) -> impl Future<Output = Result<Reply, Failure>> + Send;

    /// Whether there are new credentials after a 401.
    fn renewed(
        &self,
        authorization: &HeaderValue,
        answer: &Answer,
    ) -> impl Future<Output = bool> + Send;
}

impl From<TransportErrorKind> for Failure {
    fn from(kind: TransportErrorKind) -> Self {
        Self::Transport(kind, None)
    }
}
