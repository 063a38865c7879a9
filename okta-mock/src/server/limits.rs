//! Rate limits: buckets by method and path, and the number of concurrent requests.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use http::Method;

/// The window of Okta's own limits.
const MINUTE: Duration = Duration::from_secs(60);

/// The rate limits of an org.
///
/// Every bucket has its own windows, which begin with their first request and are not aligned
/// to the clock. See <https://developer.okta.com/docs/reference/rate-limits/>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    buckets: Buckets,
    window: Duration,
    concurrent: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Buckets {
    None,
    Okta,
    Each(u32),
}

impl Default for Limits {
    fn default() -> Self {
        Self::okta()
    }
}

impl Limits {
    /// Okta's usual limits per minute: 600 for listing and creating users, 2000 for reading a
    /// user, 600 for changing one, 500 for groups, 1000 for one group, 100 for applications,
    /// 500 for one application, 120 for the System Log, and 1200 for each other area; and 75
    /// concurrent requests.
    #[must_use]
    pub fn okta() -> Self {
        Self {
            buckets: Buckets::Okta,
            window: MINUTE,
            concurrent: Some(75),
        }
    }

    /// No limits, and no rate limit headers.
    #[must_use]
    pub fn none() -> Self {
        Self {
            buckets: Buckets::None,
            window: MINUTE,
            concurrent: None,
        }
    }

    /// The same number of requests in each window for every bucket, without a limit on
    /// concurrent requests.
    #[must_use]
    pub fn each(requests: u32, window: Duration) -> Self {
        Self {
            buckets: Buckets::Each(requests),
            window,
            concurrent: None,
        }
    }

    /// Refuses requests while this many others are being handled.
    #[must_use]
    pub fn concurrent(mut self, requests: u32) -> Self {
        self.concurrent = Some(requests);
        self
    }

    pub(crate) fn most_concurrent(&self) -> Option<u32> {
        self.concurrent
    }

    /// How many requests of this bucket fit into a window.
    fn of(&self, bucket: &Bucket) -> Option<u32> {
        match self.buckets {
            Buckets::None => None,
            Buckets::Okta => Some(bucket.okta),
            Buckets::Each(requests) => Some(requests),
        }
    }
}

/// One bucket: its name and Okta's usual limit for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bucket {
    name: &'static str,
    okta: u32,
}

/// The bucket that a request counts in.
fn bucket(method: &Method, path: &str) -> Bucket {
    let mut segments = path
        .trim_start_matches('/')
        .trim_end_matches('/')
        .split('/')
        .skip(2);
    let area = segments.next().unwrap_or_default();
    let depth = segments.count();
    let read = *method == Method::GET;
    let (name, okta) = match (area, depth) {
        ("users", 0) => ("/api/v1/users", 600),
        ("users", 1) if read => ("GET /api/v1/users/{id}", 2000),
        ("users", 1) => ("/api/v1/users/{id}", 600),
        ("users", _) => ("/api/v1/users/{id}/*", 1200),
        ("groups", 0) => ("/api/v1/groups", 500),
        ("groups", 1) => ("/api/v1/groups/{id}", 1000),
        ("groups", _) => ("/api/v1/groups/{id}/*", 1200),
        ("apps", 0) => ("/api/v1/apps", 100),
        ("apps", 1) => ("/api/v1/apps/{id}", 500),
        ("apps", _) => ("/api/v1/apps/{id}/*", 1200),
        ("logs", _) => ("/api/v1/logs", 120),
        ("authn", _) => ("/api/v1/authn", 600),
        ("policies", _) => ("/api/v1/policies", 1200),
        ("authorizationServers", _) => ("/api/v1/authorizationServers", 1200),
        ("idps", _) => ("/api/v1/idps", 1200),
        _ => ("/api/v1", 1200),
    };
    Bucket { name, okta }
}

/// What a bucket says to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) allowed: bool,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When the window ends, in seconds of the epoch.
    pub(crate) reset: i64,
}

impl Verdict {
    /// The refusal of one concurrent request too many: its reset means nothing.
    pub(crate) fn too_many_at_once(now: DateTime<Utc>) -> Self {
        Self {
            allowed: false,
            limit: 0,
            remaining: 0,
            reset: now.timestamp() + 60,
        }
    }
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(crate) struct Windows(HashMap<&'static str, (DateTime<Utc>, u32)>);

impl Windows {
    /// Counts a request in its bucket; `None` where nothing is limited.
    pub(crate) fn count(
        &mut self,
        limits: &Limits,
        method: &Method,
        path: &str,
        now: DateTime<Utc>,
    ) -> Option<Verdict> {
        let bucket = bucket(method, path);
        let limit = limits.of(&bucket)?;
        let length = TimeDelta::from_std(limits.window).unwrap_or(TimeDelta::MAX);
        let (start, used) = self.0.entry(bucket.name).or_insert((now, 0));
        if now - *start >= length {
            (*start, *used) = (now, 0);
        }
        let allowed = *used < limit;
        if allowed {
            *used += 1;
        }
        let end = start
            .checked_add_signed(length)
            .unwrap_or(DateTime::<Utc>::MAX_UTC);
        Some(Verdict {
            allowed,
            limit,
            remaining: limit - *used,
            // Rounded up: a request in the second that is named finds a new window.
            reset: end.timestamp() + i64::from(end.timestamp_subsec_nanos() > 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_count_in_oktas_buckets() {
        for (method, path, expected) in [
            (Method::GET, "/api/v1/users", 600),
            (Method::POST, "/api/v1/users", 600),
            (Method::GET, "/api/v1/users/00u1", 2000),
            (Method::POST, "/api/v1/users/00u1", 600),
            (Method::GET, "/api/v1/users/00u1/factors", 1200),
            (Method::GET, "/api/v1/groups", 500),
            (Method::GET, "/api/v1/groups/00g1", 1000),
            (Method::GET, "/api/v1/apps", 100),
            (Method::PUT, "/api/v1/apps/0oa1", 500),
            (Method::GET, "/api/v1/logs", 120),
            (Method::GET, "/api/v1/zones", 1200),
        ] {
            assert_eq!(bucket(&method, path).okta, expected, "{method} {path}");
        }
    }

    #[test]
    fn a_window_fills_up_and_opens_again() {
        let limits = Limits::each(2, Duration::from_secs(6));
        let mut windows = Windows::default();
        let start: DateTime<Utc> = "2024-05-01T12:00:00.250Z".parse().unwrap();
        let mut count = |millis: i64| {
            let now = start + TimeDelta::milliseconds(millis);
            let verdict = windows.count(&limits, &Method::GET, "/api/v1/users", now);
            let verdict = verdict.unwrap();
            (
                verdict.allowed,
                verdict.remaining,
                verdict.reset - start.timestamp(),
            )
        };
        assert_eq!(count(0), (true, 1, 7));
        assert_eq!(count(10), (true, 0, 7));
        assert_eq!(count(5999), (false, 0, 7));
        assert_eq!(count(6000), (true, 1, 13));
    }
}
