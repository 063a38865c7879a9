//! Failures to obtain credentials.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use http::StatusCode;

use crate::Obstacle;

/// Why a request could not be given credentials.
///
/// The message includes every cause; the first one is also the `source`. The error can be
/// cloned, because one token request, and its failure, may serve several waiting tasks.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// Okta's authorization server refused to issue a token.
    #[error("Okta refused to issue an access token: {0}")]
    Refused(Refusal),
    /// The authorization server could not be reached, or the connection broke, several times.
    #[error("the authorization server could not be reached: {}", unreachable(&**.0))]
    Unreachable(#[source] Arc<dyn StdError + Send + Sync>),
    /// The authorization server's response to the token request cannot be understood.
    #[error("the authorization server's response cannot be understood: {reason}")]
    Answer {
        /// Says what is wrong with it.
        reason: String,
    },
    /// Your [`TokenProvider`](crate::TokenProvider) failed, or returned a token that cannot be
    /// sent.
    #[error("the token provider failed: {}", with_causes(&**.0))]
    Provider(#[source] Arc<dyn StdError + Send + Sync>),
    /// Your [`TokenProvider`](crate::TokenProvider) returned no token within the time limit for
    /// one request.
    #[error(
        "the token provider returned no token within {limit:?} (`ClientBuilder::request_timeout`)"
    )]
    ProviderTimeout {
        /// The time limit.
        limit: Duration,
    },
    /// Nobody signed in before the code of a [`DeviceGrant`](crate::DeviceGrant) expired.
    #[error("nobody signed in before the code expired")]
    SignInExpired,
    /// A token request or a DPoP proof could not be signed.
    #[error("signing failed: {reason}")]
    Signing {
        /// Says what went wrong.
        reason: String,
    },
}

/// Lists the causes, and the remedy where a retry does not help.
fn unreachable(error: &(dyn StdError + 'static)) -> String {
    let causes = with_causes(error);
    match Obstacle::of(error) {
        Some(obstacle) => format!("{obstacle} ({causes}). {}", obstacle.remedy()),
        None => causes,
    }
}

fn with_causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

/// An authorization server's refusal, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// OAuth's `error`, such as `invalid_client`, or else Okta's `errorCode`. Empty when the
    /// response had neither.
    pub error: String,
    /// `error_description`, or else `errorSummary`.
    pub description: Option<String>,
    /// Okta's request id (`X-Okta-Request-Id`).
    pub request_id: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if !self.error.is_empty() {
            write!(f, ", {}", self.error)?;
        }
        if let Some(description) = &self.description {
            write!(f, ", {description}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request {id})")?;
        }
        Ok(())
    }
}
