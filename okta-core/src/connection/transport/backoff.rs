//! Pure arithmetic of pauses.

use std::time::Duration;

/// Added to the pause after a 429 that names no time, and after a refusal because of
/// concurrency. An immediate retry would only be refused again.
pub(super) const SHORT: Duration = Duration::from_millis(500);

/// The extra second that Okta advises after a window's end, because the reset and the date are
/// whole seconds.
pub(super) const MARGIN: Duration = Duration::from_secs(1);

/// Draws evenly between zero and `base` doubled `retries` times, at most `cap`.
pub(super) fn full_jitter(base: Duration, cap: Duration, retries: u32, jitter: f64) -> Duration {
    let bound = 2u32
        .checked_pow(retries)
        .and_then(|factor| base.checked_mul(factor))
        .map_or(cap, |bound| bound.min(cap));
    bound.mul_f64(jitter.clamp(0.0, 1.0))
}

/// Returns the wait after a 429: until the reset, one second more, and up to half a second of
/// jitter, so that several programs in one bucket do not return at the same moment.
pub(super) fn after_reset(reset: Duration, jitter: f64) -> Duration {
    reset + MARGIN + SHORT.mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_stays_within_its_bound() {
        let second = Duration::from_secs(1);
        for (retries, jitter, expected) in [
            (0, 0.0, 0.0),
            (0, 1.0, 1.0),
            (3, 1.0, 8.0),
            (3, 0.25, 2.0),
            (5, 1.0, 20.0),
            (31, 1.0, 20.0),
            (32, 1.0, 20.0),
            (u32::MAX, 1.0, 20.0),
            (0, 7.0, 1.0),
        ] {
            let pause = full_jitter(second, Duration::from_secs(20), retries, jitter);
            assert_eq!(
                pause,
                Duration::from_secs_f64(expected),
                "{retries} {jitter}"
            );
        }
    }

    #[test]
    fn a_reset_is_waited_for_and_a_second_more() {
        let reset = Duration::from_secs(20);
        assert_eq!(after_reset(reset, 0.0), Duration::from_secs(21));
        assert_eq!(after_reset(reset, 1.0), Duration::from_millis(21_500));
    }
}
