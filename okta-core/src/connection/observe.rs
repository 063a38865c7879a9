//! What a program can see of its calls: `tracing` spans and events, and a metrics hook.
//!
//! Every call is a span `okta` at level `DEBUG` (target `okta_core`) with the operation,
//! the method and the rate limit bucket; every attempt, wait and retry is an event in it.
//! They carry statuses, durations, counts and Okta's request ids: never a query value, a
//! header or a body.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;
use tracing::{Span, debug, debug_span, info, warn};

use crate::{Error, RateLimit, error::RetryReason, headers};

/// From when on a wait is told when it begins.
const LONG_WAIT: Duration = Duration::from_secs(3);

/// Receives what happens to a client's calls: connect it to any metrics system with
/// [`ClientBuilder::metrics`](crate::ClientBuilder::metrics).
///
/// The methods are called on the task that makes the call, so they should only count.
/// All of them do nothing unless overridden.
pub trait Metrics: Send + Sync + 'static {
    /// A request was answered, or failed without an answer.
    fn attempt(&self, attempt: &AttemptReport<'_>) {
        let _ = attempt;
    }

    /// A wait of more than three seconds begins, which will last about this long. It ends
    /// with a report to [`wait`](Self::wait).
    fn wait_begins(&self, wait: &WaitReport<'_>) {
        let _ = wait;
    }

    /// A call waited: for its rate limit, for a place among the requests under way, or
    /// before a retry.
    fn wait(&self, wait: &WaitReport<'_>) {
        let _ = wait;
    }

    /// A call ended.
    fn call(&self, call: &CallReport<'_>) {
        let _ = call;
    }
}

/// One request and what became of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AttemptReport<'a> {
    /// The operationId, such as `listUsers`; `request` for raw requests.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path template that stands for the rate limit bucket.
    pub bucket: &'a str,
    /// 0 for the first attempt of a call.
    pub retry: u32,
    /// The status of the answer; `None` when there was none.
    pub status: Option<StatusCode>,
    /// From sending until the whole answer was there.
    pub duration: Duration,
    /// What Okta said about the rate limit.
    pub rate_limit: Option<RateLimit>,
    /// Okta's id of the exchange.
    pub request_id: Option<&'a str>,
}

/// A pause of a call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WaitReport<'a> {
    /// The operationId; `request` for raw requests.
    pub operation: &'static str,
    /// The path template that stands for the rate limit bucket.
    pub bucket: &'a str,
    /// What was waited for.
    pub cause: WaitCause,
    /// How long.
    pub duration: Duration,
}

/// What a call waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitCause {
    /// Its rate limit and a place among the requests under way.
    Pacing,
    /// The pause after a failed attempt, other than one that met the rate limit.
    Retry(RetryReason),
}

/// The end of a call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The operationId; `request` for raw requests.
    pub operation: &'static str,
    /// The path template that stands for the rate limit bucket.
    pub bucket: &'a str,
    /// How many requests were sent.
    pub attempts: u32,
    /// From the start to the end, waits included.
    pub duration: Duration,
    /// Why it failed; `None` when it did not.
    pub error: Option<&'a Error>,
}

/// Reports of one call: to the log and to the hook.
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
        // Reading the clock and the headers again is not free, so only for those who listen.
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

    /// A wait begins: a long one is told now, and not only when it is over.
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

    /// A wait for the rate limit; one shorter than a millisecond is none.
    pub(crate) fn paced(&self, duration: Duration) {
        if duration >= Duration::from_millis(1) {
            debug!(?duration, "waited for the rate limit");
            self.wait(WaitCause::Pacing, duration);
        }
    }

    /// Another attempt is made after a pause.
    pub(crate) fn retry(&self, reason: RetryReason, pause: Duration) {
        warn!(%reason, ?pause, "trying again");
        self.waits(WaitCause::Retry(reason), pause);
        // The pause after a 429 is spent waiting for the rate limit and reported as such.
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
