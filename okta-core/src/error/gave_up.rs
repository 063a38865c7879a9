//! A call that was tried again and still failed.

use std::{fmt, time::Duration};

use super::Error;
use crate::transport::retry::Reason;

/// A call that failed in a way worth trying again, and did so until the
/// [policy](crate::RetryPolicy) or the deadline ended it.
#[derive(Debug)]
pub struct GaveUp {
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) elapsed: Duration,
    pub(crate) out_of_time: bool,
    pub(crate) last: Error,
}

/// One failed attempt of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Why it failed.
    pub reason: Reason,
    /// The pause before the next attempt; zero for the last one. Time spent waiting for
    /// the rate limit comes on top.
    pub wait: Duration,
}

impl GaveUp {
    /// Every attempt, in order.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Whether the call's deadline ended it, and not the number of retries.
    pub fn is_out_of_time(&self) -> bool {
        self.out_of_time
    }

    /// How long the whole call took, pauses included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The failure of the last attempt.
    pub fn last(&self) -> &Error {
        &self.last
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed.as_secs_f64();
        write!(
            f,
            "gave up after {} attempts in {seconds:.1} s (",
            self.attempts.len()
        )?;
        for (index, attempt) in self.attempts.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", attempt.reason)?;
        }
        let deadline = if self.out_of_time { ", deadline" } else { "" };
        write!(f, "{deadline}): {}", self.last)
    }
}

/// Has no `source`: the message already holds the last failure.
impl std::error::Error for GaveUp {}
