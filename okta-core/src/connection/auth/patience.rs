//! How long credentials are waited for.

use std::time::Duration;

/// How long, and how often, credentials are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Whether a request for a token is tried again after trouble.
    pub(crate) retries: bool,
    /// How long one attempt may take.
    pub(crate) timeout: Duration,
}
