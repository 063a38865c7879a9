//! What a program can see of its calls: `tracing` spans and events, and a metrics hook.
//!
//! Every call is a span `okta` at level `DEBUG` (target `okta_core`) with the operation, the
//! method and the rate limit bucket. Every attempt, wait and retry is an event in it. They
//! carry statuses, durations, counts and Okta's request ids, but never a query value, a header
//! or a body.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;
use tracing::{Span, debug, debug_span, info, warn};

use crate::{Error, RateLimit, error::RetryReason, headers};

/// The length from which a wait is reported when it begins.
const LONG_WAIT: Duration = Duration::from_secs(3);

/// Receives reports of a client's calls. Use
/// [`ClientBuilder::metrics`](crate::ClientBuilder::metrics) to connect it to any metrics
/// system.
///
/// The methods run on the task that makes the call, so they should only count. By default they
/// do nothing.
pub trait Metrics: Send + Sync + 'static {
    /// Reports that a request got a response, or failed without one.
    fn attempt(&self, attempt: &AttemptReport<'_>) {
        let _ = attempt;
    }

    /// Reports that a wait of more than three seconds begins, and about how long it will last.
    /// A report to [`wait`](Self::wait) follows at its end.
    fn wait_begins(&self, wait: &WaitReport<'_>) {
        let _ = wait;
    }

    /// Reports that a call waited: for its rate limit, for a place among the concurrent
    /// requests, or before a retry.
    fn wait(&self, wait: &WaitReport<'_>) {
        let _ = wait;
    }

    /// Reports that a call ended.
    fn call(&self, call: &CallReport<'_>) {
        let _ = call;
    }
}

/// One request and its outcome.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AttemptReport<'a> {
    /// The operationId, such as `listUsers`, or `request` for a raw request.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path template that identifies the rate limit bucket.
    pub bucket: &'a str,
    /// 0 for the first attempt of a call.
    pub retry: u32,
    /// The status of the response; `None` when there was none.
    pub status: Option<StatusCode>,
    /// The time from sending the request to the end of the response.
    pub duration: Duration,
    /// What Okta said about the rate limit.
    pub rate_limit: Option<RateLimit>,
    /// Okta's request id (`X-Okta-Request-Id`).
    pub request_id: Option<&'a str>,
}

/// A pause of a call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WaitReport<'a> {
    /// The operationId, or `request` for a raw request.
    pub operation: &'static str,
    /// The path template that identifies the rate limit bucket.
    pub bucket: &'a str,
    /// The reason for the wait.
    pub cause: WaitCause,
    /// The length of the wait.
    pub duration: Duration,
}

/// The reason for a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitCause {
    /// The rate limit, or the limit on concurrent requests.
    Pacing,
    /// A failed attempt. Waits for the rate limit are [`Pacing`](Self::Pacing).
    Retry(RetryReason),
}

/// The end of a call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The operationId, or `request` for a raw request.
    pub operation: &'static str,
    /// The path template that identifies the rate limit bucket.
    pub bucket: &'a str,
    /// The number of requests sent.
    pub attempts: u32,
    /// The time from start to end, including waits.
    pub duration: Duration,
    /// The error of a failed call; `None` for a successful one.
    pub error: Option<&'a Error>,
}

/// Reports one call to the log and to the hook.
pub(crate) struct Observer<'a> {
    pub(crate) operation: &'static str,
    pub(crate) method: &'a Method,
    pub(crate) bucket: &'a str,
    pub(crate) metrics: Option<&'a dyn Metrics>,
}

impl Observer<'_> {
    pub(crate) fn span(&self) -> Span {
        debug_span!(
            "okta",
            operation = self.operation,
            method = self.method.as_str(),
            bucket = self.bucket
        )
    }

    pub(crate) fn attempt(
        &self,
        retry: u32,
        answer: Option<(StatusCode, &HeaderMap)>,
        sent: Instant,
    ) {
        // Reading the clock and the headers again costs time, so it is done only when somebody
        // listens.
        if self.metrics.is_none() && !tracing::enabled!(tracing::Level::DEBUG) {
            return;
        }
        let duration = sent.elapsed();
        let status = answer.map(|(status, _)| status);
        let rate_limit = answer.and_then(|(_, headers)| headers::rate_limit(headers));
        let request_id = answer.and_then(|(_, headers)| headers::request_id(headers));
        debug!(
            retry,
            status = status.map(|status| status.as_u16()),
            request_id,
            remaining = rate_limit.map(|rate| rate.remaining),
            ?duration,
            "attempt"
        );
        if let Some(metrics) = self.metrics {
            metrics.attempt(&AttemptReport {
                operation: self.operation,
                method: self.method,
                bucket: self.bucket,
                retry,
                status,
                duration,
                rate_limit,
                request_id,
            });
        }
    }

    /// Notes that a wait begins. A long one is reported now rather than when it is over.
    pub(crate) fn waits(&self, cause: WaitCause, expected: Duration) {
        if expected < LONG_WAIT {
            return;
        }
        if cause == WaitCause::Pacing {
            info!(
                operation = self.operation,
                bucket = self.bucket,
                "waiting {} s for the end of a rate limit window",
                expected.as_secs_f64().ceil()
            );
        }
        if let Some(metrics) = self.metrics {
            metrics.wait_begins(&WaitReport {
                operation: self.operation,
                bucket: self.bucket,
                cause,
                duration: expected,
            });
        }
    }

    /// Reports a wait for the rate limit of at least a millisecond.
    pub(crate) fn paced(&self, duration: Duration) {
        if duration >= Duration::from_millis(1) {
            debug!(?duration, "waited for the rate limit");
            self.wait(WaitCause::Pacing, duration);
        }
    }

    /// Reports that another attempt follows after a pause.
    pub(crate) fn retry(&self, reason: RetryReason, pause: Duration) {
        warn!(%reason, ?pause, "trying again");
        self.waits(WaitCause::Retry(reason), pause);
        // The pause after a 429 is a wait for the rate limit, and reported as one.
        if reason != RetryReason::RateLimit {
            self.wait(WaitCause::Retry(reason), pause);
        }
    }

    fn wait(&self, cause: WaitCause, duration: Duration) {
        if let Some(metrics) = self.metrics {
            metrics.wait(&WaitReport {
                operation: self.operation,
                bucket: self.bucket,
                cause,
                duration,
            });
        }
    }

    pub(crate) fn call(&self, attempts: u32, started: Instant, error: Option<&Error>) {
        if let Some(metrics) = self.metrics {
            metrics.call(&CallReport {
                operation: self.operation,
                bucket: self.bucket,
                attempts,
                duration: started.elapsed(),
                error,
            });
        }
    }
}
