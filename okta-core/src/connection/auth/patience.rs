//! How patiently credentials are obtained.

use std::time::Duration;

/// How long, and how often, to try to obtain credentials.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Whether a token request is retried after a failure.
    pub(crate) retries: bool,
    /// The time limit of one attempt.
    pub(crate) timeout: Duration,
}
