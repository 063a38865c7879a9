//! The one error type.

mod api;
mod auth;
mod broken;
mod config;
mod hint;
mod key;
mod misplaced;
mod obstacle;
mod paging;
mod reason;
mod source;
mod undecodable;

use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode};

pub use api::{ApiError, ErrorBody};
pub use auth::{AuthError, Refusal};
pub use broken::{TransportError, TransportErrorKind};
pub use config::ConfigError;
pub use key::KeyError;
pub use obstacle::Obstacle;
pub use paging::{PagingError, PagingProblem};
pub use reason::RetryReason;
pub use source::{ConfigSource, SettingSource};
pub use undecodable::DecodeFailure;

use crate::{
    RateLimit,
    answer::Answer,
    model::{BadItem, DecodeError, UnrecognizedValue},
    operations::Operation,
};

/// Why a call failed.
///
/// The predicates look through [`GaveUp`](Error::GaveUp): a call that ended on a 429 after five
/// attempts [is rate limited](Error::is_rate_limited).
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client's settings cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The request could not be given credentials.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// An argument cannot be sent.
    #[error("{operation}: {reason}")]
    Argument {
        /// The operationId of the call.
        operation: &'static str,
        /// Says what is wrong with the argument.
        reason: String,
    },
    /// A resource lacks the property that identifies it, because it did not come from Okta or
    /// was read only in part.
    #[error(
        "the {resource} has no `{property}`: it did not come from Okta, or was read only in part"
    )]
    Missing {
        /// The name of the resource's type, such as `User`.
        resource: &'static str,
        /// The name of the property, such as `id`.
        property: &'static str,
    },
    /// A property holds a value of another type than Okta describes.
    #[error(transparent)]
    Unrecognized(#[from] UnrecognizedValue),
    /// The function that was to change a resource failed, so nothing was sent.
    #[error("nothing was changed: {0}")]
    Change(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No complete response arrived.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// Okta refused the request.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The response, or one element of a list, is not what its type says.
    #[error(transparent)]
    Decode(Box<DecodeFailure>),
    /// Okta's link to the next page of a list cannot be followed.
    #[error(transparent)]
    Paging(Box<PagingError>),
    /// The call was retried and still failed.
    #[error(transparent)]
    GaveUp(Box<GaveUp>),
}

/// Shows the message, which is what `fn main() -> Result<(), Box<dyn Error>>` prints.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reports that a resource lacks the property that identifies it. Generated code uses it.
#[cold]
pub fn missing(resource: &'static str, property: &'static str) -> Error {
    Error::Missing { resource, property }
}

impl Error {
    pub(crate) fn argument(operation: &'static Operation, reason: String) -> Self {
        Self::Argument {
            operation: operation.id,
            reason,
        }
    }

    pub(crate) fn api(operation: &'static Operation, answer: Answer) -> Self {
        Self::Api(Box::new(ApiError::new(operation, answer)))
    }

    /// Adds the path of the request.
    pub(crate) fn at(self, path: &str) -> Self {
        match self {
            Self::Api(error) => Self::Api(Box::new(error.at(path))),
            error => error,
        }
    }

    pub(crate) fn decode(
        operation: &'static Operation,
        answer: &Answer,
        error: DecodeError,
    ) -> Self {
        Self::Decode(Box::new(DecodeFailure::body(operation, answer, error)))
    }

    pub(crate) fn item(operation: &'static Operation, answer: &Answer, item: BadItem) -> Self {
        Self::Decode(Box::new(DecodeFailure::item(operation, answer, item)))
    }

    pub(crate) fn paging(
        operation: &'static Operation,
        headers: &HeaderMap,
        problem: PagingProblem,
    ) -> Self {
        Self::Paging(Box::new(PagingError::new(operation, headers, problem)))
    }

    /// Returns Okta's refusal, even when it ended the last of several attempts.
    pub fn as_api(&self) -> Option<&ApiError> {
        match self.last() {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the HTTP status of the refusal, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.as_api().map(ApiError::status)
    }

    /// Returns Okta's error code, such as `E0000007`, or OAuth's.
    pub fn code(&self) -> Option<&str> {
        self.as_api()?.code()
    }

    /// Returns Okta's request id of the failed exchange, for which Okta's support asks. Returns
    /// `None` when no response arrived.
    pub fn request_id(&self) -> Option<&str> {
        match self.last() {
            Self::Api(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            Self::Paging(error) => error.request_id(),
            _ => None,
        }
    }

    /// Returns the rate limit's state after the refusal.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.as_api()?.rate_limit()
    }

    /// Returns whether the resource does not exist, or the token may not see it (404).
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns whether Okta refused the request because of any limit on the number of requests
    /// (429).
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the resource is busy with another change (409). For a resource that
    /// already exists, use [`is_duplicate`](Self::is_duplicate).
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Returns whether a resource with this name, login or other unique property already
    /// exists. Okta says so in words, usually with the status 400 and the code E0000001.
    pub fn is_duplicate(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_duplicate)
    }

    /// Returns whether Okta did not accept the token (401).
    pub fn is_invalid_token(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the token is valid, but its owner or its scopes do not allow the request
    /// (403).
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Returns whether the resource has changed since its ETag was read (412).
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns whether the request itself is wrong (400). The causes say what exactly.
    pub fn is_invalid_request(&self) -> bool {
        self.status() == Some(StatusCode::BAD_REQUEST)
    }

    /// Returns whether the time limit of a request or of the whole call passed.
    pub fn is_timeout(&self) -> bool {
        let late = matches!(self, Self::GaveUp(gave_up) if gave_up.out_of_time);
        late || match self.last() {
            Self::Transport(error) => matches!(
                error.kind(),
                TransportErrorKind::Timeout | TransportErrorKind::Deadline(_)
            ),
            Self::Auth(error) => matches!(error, AuthError::ProviderTimeout { .. }),
            _ => false,
        }
    }

    /// Returns whether the same request may succeed later without a change: after a lost
    /// connection, a timeout, a 5xx or a rate limit.
    pub fn is_transient(&self) -> bool {
        use TransportErrorKind as Kind;
        match self.last() {
            Self::Transport(error) => matches!(
                error.kind(),
                Kind::Connect | Kind::Timeout | Kind::Broken | Kind::Deadline(_)
            ),
            Self::Api(error) => is_passing(error.status()),
            Self::Auth(AuthError::Unreachable(error)) => Obstacle::of(&**error).is_none(),
            Self::Auth(AuthError::ProviderTimeout { .. }) => true,
            Self::Auth(AuthError::Refused(refusal)) => is_passing(refusal.status),
            Self::Decode(error) => error.is_foreign(),
            _ => false,
        }
    }

    /// Returns the failure itself, without the envelope of several attempts.
    fn last(&self) -> &Self {
        match self {
            Self::GaveUp(gave_up) => gave_up.last(),
            error => error,
        }
    }
}

/// A call that kept failing in a way worth a retry, until the [policy](crate::RetryPolicy) or
/// the deadline ended it.
#[derive(Debug)]
pub struct GaveUp {
    pub(crate) attempts: Vec<FailedAttempt>,
    pub(crate) elapsed: Duration,
    pub(crate) out_of_time: bool,
    pub(crate) last: Error,
}

/// A failed attempt of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedAttempt {
    /// The reason for the failure.
    pub reason: RetryReason,
    /// The pause before the next attempt; zero for the last one. It does not include waits for
    /// the rate limit.
    pub wait: Duration,
}

impl GaveUp {
    /// Lists every attempt, in order.
    pub fn attempts(&self) -> &[FailedAttempt] {
        &self.attempts
    }

    /// Returns whether the call's deadline ended it, rather than the number of retries.
    pub fn is_out_of_time(&self) -> bool {
        self.out_of_time
    }

    /// Returns how long the whole call took, including pauses.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the failure of the last attempt.
    pub fn last(&self) -> &Error {
        &self.last
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed.as_secs_f64();
        write!(
            f,
            "gave up after {} attempts in {seconds:.1} s (",
            self.attempts.len()
        )?;
        for (index, attempt) in self.attempts.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", attempt.reason)?;
        }
        let deadline = if self.out_of_time { ", deadline" } else { "" };
        write!(f, "{deadline}): {}", self.last)
    }
}

/// The message already includes the last failure. The `source` is for programs.
impl std::error::Error for GaveUp {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.last)
    }
}

fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 429)
}
