//! The difference between Okta's clock and this machine's.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Utc};
use http::{HeaderMap, header};

/// Shared by everything that signs for one client. Refusals teach it, again each time that
/// either clock changes; an old value is never kept.
#[derive(Clone, Default)]
pub(super) struct Clock {
    /// The number of seconds by which Okta's clock is ahead of this machine's.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// Returns the time on Okta's clock, in Unix seconds.
    pub(super) fn now(&self) -> i64 {
        Utc::now().timestamp() + self.ahead.load(Ordering::Relaxed)
    }

    /// Notes that Okta's clock shows this time now.
    pub(super) fn set(&self, shown: i64) {
        let ahead = shown.saturating_sub(Utc::now().timestamp());
        self.ahead.store(ahead, Ordering::Relaxed);
    }
}

/// Returns the time in a response's `Date` header, in Unix seconds.
pub(super) fn date(headers: &HeaderMap) -> Option<i64> {
    seconds(headers.get(header::DATE)?.to_str().ok()?)
}

/// Parses a date in HTTP's format.
pub(super) fn seconds(text: &str) -> Option<i64> {
    Some(DateTime::parse_from_rfc2822(text).ok()?.timestamp())
}
