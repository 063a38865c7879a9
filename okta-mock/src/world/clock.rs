//! The org's clock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// The clock of an org. `Date` headers, rate limit windows, lifetimes of tokens and the times
/// of resources come from it.
///
/// It runs on Tokio's time, so the org follows a test with paused time.
/// [`advance`](Clock::advance) advances the org alone. Clones share the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    origin: DateTime<Utc>,
    started: Instant,
    advanced: Arc<AtomicI64>,
}

impl Clock {
    /// Creates a clock that shows the system's time. If the Tokio runtime's time is paused,
    /// call this within the runtime.
    #[must_use]
    pub fn system() -> Self {
        Self::starting_at(Utc::now())
    }

    /// Creates a clock that shows `origin` now and runs on from there. With the same origin and
    /// seed, two orgs have the same times.
    #[must_use]
    pub fn starting_at(origin: DateTime<Utc>) -> Self {
        Self {
            origin,
            started: Instant::now(),
            advanced: Arc::new(AtomicI64::new(0)),
        }
    }

    /// Advances this clock, with a precision of milliseconds. Windows end, and tokens and
    /// sessions expire.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.advanced.fetch_add(millis, Ordering::Relaxed);
    }

    /// Returns the time on this clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let elapsed = TimeDelta::from_std(self.started.elapsed()).unwrap_or(TimeDelta::MAX);
        let advanced = TimeDelta::try_milliseconds(self.advanced.load(Ordering::Relaxed))
            .unwrap_or(TimeDelta::MAX);
        self.origin
            .checked_add_signed(elapsed)
            .and_then(|time| time.checked_add_signed(advanced))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn follows_paused_time_and_can_be_moved_alone() {
        let clock = Clock::starting_at("2024-05-01T12:00:00Z".parse().unwrap());
        tokio::time::sleep(Duration::from_secs(30)).await;
        clock.clone().advance(Duration::from_millis(1500));
        assert_eq!(clock.now().to_rfc3339(), "2024-05-01T12:00:31.500+00:00");
    }
}
