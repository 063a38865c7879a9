//! The user's settings for sending.

use std::{fmt, sync::Arc, time::Duration};

use super::RetryPolicy;
use crate::observe::Metrics;

/// How requests are sent, paced and retried.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) retry: RetryPolicy,
    /// Whether calls wait for their rate limit. Unless set, they wait if they are retried.
    pub(crate) pacing: Option<bool>,
    /// The share of each rate limit bucket that this client may use, from 0 to 1.
    pub(crate) capacity: f64,
    /// The largest number of concurrent requests.
    pub(crate) max_in_flight: usize,
    /// The time limit for one request and its whole response.
    pub(crate) timeout: Duration,
    /// The time limit for a whole call: waits, attempts and pauses.
    pub(crate) deadline: Option<Duration>,
    /// The largest size of a response in bytes, after decompression.
    pub(crate) max_body: usize,
    /// Whether a value of another type than described is an error.
    pub(crate) strict_types: bool,
    pub(crate) metrics: Option<Arc<dyn Metrics>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::default(),
            pacing: None,
            capacity: 1.0,
            // Below a trial org's limit of 35.
            max_in_flight: 30,
            timeout: Duration::from_secs(60),
            deadline: None,
            // A page of 10,000 groups is about 20 MB.
            max_body: 64 << 20,
            strict_types: false,
            metrics: None,
        }
    }
}

impl Settings {
    /// Whether calls wait for their rate limit.
    pub(crate) fn paces(&self) -> bool {
        self.pacing.unwrap_or(self.retry.max_retries > 0)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("retry", &self.retry)
            .field("pacing", &self.pacing)
            .field("capacity", &self.capacity)
            .field("max_in_flight", &self.max_in_flight)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("max_body", &self.max_body)
            .field("strict_types", &self.strict_types)
            .field("metrics", &self.metrics.is_some())
            .finish()
    }
}
