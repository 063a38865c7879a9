//! Pure decisions: whether a failed attempt is repeated, and after what pause.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::backoff;
use crate::headers;
use crate::{
    error::{RetryReason, TransportErrorKind},
    operations::Operation,
};

/// How often, and with what pauses, a failed request is retried.
///
/// Which failures are retried is not configurable, because it follows from what is safe:
///
/// - a 429 of the rate limit, after the window's reset by Okta's clock plus one second and some
///   jitter; a 429 of the limit on concurrent requests, after a short pause and with fewer
///   requests in flight. Okta has not processed these, so any method is repeated. Other 429s
///   (daily quotas, minimum pauses between text messages) are errors at once;
/// - a 409 by which Okta says that the resource is busy (`E0000112`, `E0000268`);
/// - a connection that was never made: any method, unless only a change can help
///   ([`Obstacle`](crate::Obstacle): an untrusted certificate, an unknown host, …);
/// - a broken connection, a timeout and the statuses 408, 500, 502, 503 and 504: only GET,
///   HEAD, PUT and DELETE, which may be repeated even if the first attempt was processed. A
///   POST may have been processed whatever a server or a proxy says, so not even a 503 with
///   `Retry-After` repeats it. The DELETE of a user is not repeated either, because the first
///   one deactivates the user and the second one removes the user for good.
///
/// Pauses are drawn evenly between zero and a bound that doubles with each attempt ("full
/// jitter"). `Retry-After` is a lower bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) max_retries: u32,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
}

impl Default for RetryPolicy {
    /// Five retries. The pauses are bounded by 0.5 s, 1 s, 2 s and so on, up to 30 s.
    fn default() -> Self {
        Self {
            max_retries: 5,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Retries nothing, neither a call nor a token request: every failure is an error at once.
    /// No call waits for its rate limit either, unless
    /// [`ClientBuilder::pacing`](crate::ClientBuilder::pacing) turns that back on.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets how often one call is retried. Default: 5. With 0 the policy is
    /// [`never`](Self::never).
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the bound of the first pause; each later one is twice as long. Default: 0.5 s.
    #[must_use]
    pub fn first_pause(mut self, bound: Duration) -> Self {
        self.base = bound;
        self
    }

    /// Sets the bound of all pauses. Default: 30 s.
    #[must_use]
    pub fn longest_pause(mut self, bound: Duration) -> Self {
        self.cap = bound;
        self
    }
}

/// The facts about a failed attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Failed<'a> {
    /// There is a response, with this error code in its body.
    Refused {
        status: StatusCode,
        headers: &'a HeaderMap,
        code: Option<&'a str>,
    },
    /// There is no response.
    Transport(TransportErrorKind),
    /// No credentials were available, for a reason that may pass.
    Credentials,
}

/// A failure that is worth another attempt after a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retry {
    pub(crate) reason: RetryReason,
    pub(crate) wait: Duration,
}

/// Decides whether the attempt after `retries` earlier ones may be repeated. The caller decides
/// whether any retries are left. `jitter` is drawn from 0 to 1.
pub(crate) fn decide(
    policy: &RetryPolicy,
    repeatable: bool,
    retries: u32,
    failed: Failed<'_>,
    jitter: f64,
) -> Option<Retry> {
    let pause = || backoff::full_jitter(policy.base, policy.cap, retries, jitter);
    let when_repeatable = |reason| repeatable.then(|| (reason, pause()));
    let (reason, wait) = match failed {
        Failed::Credentials => (RetryReason::Credentials, pause()),
        Failed::Transport(kind) => match kind {
            TransportErrorKind::Connect => (RetryReason::Connect, pause()),
            TransportErrorKind::Timeout => when_repeatable(RetryReason::Timeout)?,
            TransportErrorKind::Broken => when_repeatable(RetryReason::Broken)?,
            TransportErrorKind::TooLarge(_)
            | TransportErrorKind::Deadline(_)
            | TransportErrorKind::Redirected
            | TransportErrorKind::Obstacle(_) => return None,
        },
        Failed::Refused {
            status,
            headers,
            code,
        } => match status.as_u16() {
            429 => too_many(headers, code, pause(), jitter)?,
            409 if matches!(code, Some("E0000112" | "E0000268")) => (RetryReason::Busy, pause()),
            408 => when_repeatable(RetryReason::Timeout)?,
            code @ (500 | 502 | 503 | 504) => when_repeatable(RetryReason::Server(code))?,
            _ => return None,
        },
    };
    // A 429 names its own time; for everything else `Retry-After` is a lower bound.
    let floor = match (failed, reason) {
        (_, RetryReason::RateLimit | RetryReason::Concurrency) => None,
        (Failed::Refused { headers, .. }, _) => headers::retry_after(headers),
        _ => None,
    };
    Some(Retry {
        reason,
        wait: wait.max(floor.unwrap_or_default()),
    })
}

/// Returns the kind of a 429. Only the two that end after seconds are retried.
fn too_many(
    headers: &HeaderMap,
    code: Option<&str>,
    pause: Duration,
    jitter: f64,
) -> Option<(RetryReason, Duration)> {
    if matches!(
        code,
        Some("E0000109" | "E0000118" | "E0000133" | "E0000146" | "E0000147" | "E0000186")
    ) {
        return None;
    }
    let limit = headers::rate_limit(headers);
    if limit.is_some_and(|limit| is_concurrency(limit.limit, limit.remaining)) {
        return Some((RetryReason::Concurrency, backoff::SHORT + pause));
    }
    let reset = limit.and_then(|limit| limit.resets_in);
    let wait = match reset {
        Some(reset) => backoff::after_reset(reset, jitter),
        None => headers::retry_after(headers).unwrap_or(backoff::SHORT + pause),
    };
    Some((RetryReason::RateLimit, wait))
}

/// Okta marks the limit on concurrent requests by zeros; the reset then means nothing.
pub(crate) fn is_concurrency(limit: u64, remaining: u64) -> bool {
    limit == 0 && remaining == 0
}

/// Whether a request may be sent again even if the first one was processed.
pub(crate) fn is_repeatable(method: &Method, operation: &Operation) -> bool {
    method.is_idempotent() && !operation.once
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::Obstacle, operations::RAW};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    /// A window that ends 20 s after the answer, by Okta's clock.
    fn window(limit: &str, remaining: &str) -> HeaderMap {
        headers(&[
            ("x-rate-limit-limit", limit),
            ("x-rate-limit-remaining", remaining),
            ("x-rate-limit-reset", "1020"),
            ("date", "Thu, 01 Jan 1970 00:16:40 GMT"),
        ])
    }

    /// The reason and the pause in seconds.
    type Decision = Option<(RetryReason, f64)>;
    /// Status, headers and code; the decisions for a GET and for a POST.
    type Row<'a> = (u16, &'a HeaderMap, Option<&'a str>, Decision, Decision);

    fn decide_half(repeatable: bool, retries: u32, failed: Failed<'_>) -> Decision {
        decide(&RetryPolicy::default(), repeatable, retries, failed, 0.5)
            .map(|retry| (retry.reason, retry.wait.as_secs_f64()))
    }

    #[test]
    fn refusals() {
        let none = HeaderMap::new();
        let after = headers(&[("retry-after", "9")]);
        let bucket = window("60", "0");
        let crowd = window("0", "0");
        let limited = Some((RetryReason::RateLimit, 21.25));
        let server = |status| Some((RetryReason::Server(status), 0.25));
        #[rustfmt::skip]
        let table: &[Row<'_>] = &[
            (429, &bucket, Some("E0000047"), limited, limited),
            (429, &bucket, None, limited, limited),
            (429, &crowd, Some("E0000047"), Some((RetryReason::Concurrency, 0.75)), Some((RetryReason::Concurrency, 0.75))),
            (429, &none, Some("E0000047"), Some((RetryReason::RateLimit, 0.75)), Some((RetryReason::RateLimit, 0.75))),
            (429, &after, Some("E0000047"), Some((RetryReason::RateLimit, 9.0)), Some((RetryReason::RateLimit, 9.0))),
            (429, &bucket, Some("E0000109"), None, None),
            (429, &bucket, Some("E0000118"), None, None),
            (429, &bucket, Some("E0000133"), None, None),
            (429, &bucket, Some("E0000146"), None, None),
            (429, &bucket, Some("E0000147"), None, None),
            (429, &bucket, Some("E0000186"), None, None),
            (409, &none, Some("E0000112"), Some((RetryReason::Busy, 0.25)), Some((RetryReason::Busy, 0.25))),
            (409, &none, Some("E0000268"), Some((RetryReason::Busy, 0.25)), Some((RetryReason::Busy, 0.25))),
            (409, &none, Some("E0000099"), None, None),
            (500, &none, Some("E0000009"), server(500), None),
            (502, &none, None, server(502), None),
            (503, &none, None, server(503), None),
            (503, &after, None, Some((RetryReason::Server(503), 9.0)), None),
            (504, &none, None, server(504), None),
            (408, &none, None, Some((RetryReason::Timeout, 0.25)), None),
            (501, &none, None, None, None),
            (400, &none, Some("E0000001"), None, None),
            (401, &none, Some("E0000011"), None, None),
            (403, &none, Some("E0000006"), None, None),
            (404, &none, Some("E0000007"), None, None),
            (412, &none, Some("E0000231"), None, None),
            (302, &none, None, None, None),
        ];
        for (status, headers, code, get, post) in table {
            let failed = Failed::Refused {
                status: StatusCode::from_u16(*status).unwrap(),
                headers,
                code: *code,
            };
            assert_eq!(decide_half(true, 0, failed), *get, "GET {status} {code:?}");
            assert_eq!(
                decide_half(false, 0, failed),
                *post,
                "POST {status} {code:?}"
            );
        }
    }

    #[test]
    fn a_post_is_repeated_only_when_it_was_never_sent() {
        use TransportErrorKind as Kind;
        let second = Duration::from_secs(1);
        for (kind, get, post) in [
            (
                Kind::Connect,
                Some(RetryReason::Connect),
                Some(RetryReason::Connect),
            ),
            (Kind::Timeout, Some(RetryReason::Timeout), None),
            (Kind::Broken, Some(RetryReason::Broken), None),
            (Kind::TooLarge(1), None, None),
            (Kind::Deadline(second), None, None),
            (Kind::Redirected, None, None),
            (Kind::Obstacle(Obstacle::Certificate), None, None),
        ] {
            let reason = |repeatable| {
                decide_half(repeatable, 0, Failed::Transport(kind)).map(|(reason, _)| reason)
            };
            assert_eq!((reason(true), reason(false)), (get, post), "{kind:?}");
        }
        let credentials = decide_half(false, 0, Failed::Credentials);
        assert_eq!(credentials, Some((RetryReason::Credentials, 0.25)));
    }

    #[test]
    fn pauses_double_up_to_their_bound() {
        let failed = Failed::Transport(TransportErrorKind::Broken);
        let pauses: Vec<f64> = (0..9)
            .map(|retries| decide_half(true, retries, failed).unwrap().1)
            .collect();
        assert_eq!(pauses, [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0]);
    }

    #[test]
    fn a_concurrency_429_does_not_stall_for_its_reset() {
        // The reset is 20 s away, and means nothing.
        let crowd = window("0", "0");
        let failed = Failed::Refused {
            status: StatusCode::TOO_MANY_REQUESTS,
            headers: &crowd,
            code: Some("E0000047"),
        };
        for retries in 0..5 {
            let (reason, wait) = decide_half(true, retries, failed).unwrap();
            assert_eq!(reason, RetryReason::Concurrency);
            assert!(wait <= 8.5, "{wait}");
        }
    }

    #[test]
    fn methods_that_may_be_repeated() {
        static ONCE: Operation = Operation::new("x", "x", Method::DELETE, "/x/{id}").once();
        for (method, operation, expected) in [
            (Method::GET, &RAW, true),
            (Method::HEAD, &RAW, true),
            (Method::PUT, &RAW, true),
            (Method::POST, &RAW, false),
            (Method::PATCH, &RAW, false),
            (Method::DELETE, &RAW, true),
            // A second DELETE would remove the user that the first one deactivated.
            (Method::DELETE, &ONCE, false),
        ] {
            assert_eq!(is_repeatable(&method, operation), expected, "{method}");
        }
    }
}
