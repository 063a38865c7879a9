//! Okta's clock, as far as it differs from ours.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Utc};
use http::{HeaderMap, header};

/// Shared by everything that signs for one client. It is learned from refusals, and again
/// when either clock is set: what was true once is not kept.
#[derive(Clone, Default)]
pub(super) struct Clock {
    /// The seconds that Okta's clock is ahead of ours.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The time that Okta's clock shows, in Unix seconds.
    pub(super) fn now(&self) -> i64 {
        Utc::now().timestamp() + self.ahead.load(Ordering::Relaxed)
    }

    /// Okta's clock has just shown this time.
    pub(super) fn set(&self, shown: i64) {
        let ahead = shown.saturating_sub(Utc::now().timestamp());
        self.ahead.store(ahead, Ordering::Relaxed);
    }
}

/// The time in the `Date` of an answer, in Unix seconds.
pub(super) fn date(headers: &HeaderMap) -> Option<i64> {
    seconds(headers.get(header::DATE)?.to_str().ok()?)
}

/// The time in a date as HTTP writes it.
pub(super) fn seconds(text: &str) -> Option<i64> {
    Some(DateTime::parse_from_rfc2822(text).ok()?.timestamp())
}
