//! One attempt, whatever it is made over.

use http::HeaderValue;

use super::pacing::Ticket;
use crate::{
    Error,
    answer::Answer,
    auth::{Renewals, Renewed},
    error::TransportErrorKind,
};

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

    /// What of the credentials has been made anew after a refusal.
    fn renewed(
        &self,
        authorization: &HeaderValue,
        answer: &Answer,
        renewals: &mut Renewals,
    ) -> Option<Renewed>;

    /// Where the request goes: host and port.
    fn host(&self) -> String;
}

impl From<TransportErrorKind> for Failure {
    fn from(kind: TransportErrorKind) -> Self {
        Self::Transport(kind, None)
    }
}
