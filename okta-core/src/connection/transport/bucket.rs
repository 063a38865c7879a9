//! What is known of one rate limit bucket, and whether a request may go out: no clock,
//! no waiting, no I/O of its own.
//!
//! The rules:
//!
//! - In a window whose limit is known, a request goes out while fewer requests are under
//!   way than Okta's last `Remaining` allows. Requests under way may be in that number
//!   already; counting them twice errs on the safe side and evens out as they are answered.
//! - When nothing is known, or the window has ended, one request goes ahead (the probe)
//!   and the others wait for its answer, so that no burst meets an exhausted bucket.
//!   They do not wait for ever: a probe that takes longer than [`PATIENCE`] is only slow.
//! - The end of a window is its reset by Okta's clock, carried over by the `Date` of the
//!   same answer: this machine's clock may be minutes off.

use std::time::Duration;

use tokio::time::Instant;

use super::backoff::MARGIN;
use crate::headers::RateLimit;

/// How long other requests wait for the first answer of a window.
const PATIENCE: Duration = Duration::from_secs(1);

/// The window, the requests under way and what stands in the way of more.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    window: Option<Window>,
    /// Okta answered without rate limit headers and has never sent any.
    unmetered: bool,
    pub(super) in_flight: u64,
    probe: Option<Instant>,
    /// Set by a 429: nothing goes out before.
    hold: Option<Instant>,
    /// The shortest distance between two resets: no window lasts longer.
    span: Option<u64>,
}

#[derive(Debug)]
struct Window {
    limit: u64,
    remaining: u64,
    /// By Okta's clock.
    reset: u64,
    /// The earliest and the latest estimate of the reset by this machine's steady clock.
    /// Both ends of the difference between reset and date are cut to whole seconds, so
    /// estimates of one window differ by up to a second.
    low: Instant,
    high: Instant,
    /// When its first answer was heard: it was open by then.
    opened: Instant,
    /// Answered requests of this client.
    spent: u64,
    /// When `remaining` was heard.
    heard: Instant,
}

/// Whether a request may go out now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Go {
        probe: bool,
    },
    /// Nothing can change before this time.
    Sleep(Instant),
    /// An answer to a request under way can change something before this time.
    Listen(Instant),
}

/// Whether an answer belongs to the bucket that the request was counted against.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    Yes,
    No,
}

impl Bucket {
    /// May a request go out, given the share of the bucket that this client may use?
    pub(super) fn ask(&mut self, now: Instant, share: f64) -> Ask {
        if let Some(hold) = self.hold.filter(|hold| *hold > now) {
            return Ask::Sleep(hold);
        }
        match &self.window {
            _ if self.unmetered => Ask::Go { probe: false },
            Some(window) if now < window.end(self.span) => {
                let end = window.end(self.span);
                // Who leaves nothing to others needs no count of its own beside Okta's.
                let is_within_share =
                    share >= 1.0 || window.spent + self.in_flight < window.allowance(share);
                if self.in_flight < window.remaining && is_within_share {
                    Ask::Go { probe: false }
                } else if self.in_flight > 0 {
                    Ask::Listen(end)
                } else {
                    Ask::Sleep(end)
                }
            }
            over => match self.probe {
                None => {
                    self.probe = Some(now);
                    Ask::Go { probe: true }
                }
                Some(sent) if now < sent + PATIENCE => Ask::Listen(sent + PATIENCE),
                Some(_) => match over {
                    Some(window) if self.in_flight >= window.allowance(share) => {
                        Ask::Listen(now + PATIENCE)
                    }
                    _ => Ask::Go { probe: false },
                },
            },
        }
    }

    /// The probe was answered or given up.
    pub(super) fn probed(&mut self) {
        self.probe = None;
    }

    /// A request ended without an answer: Okta may have counted it.
    pub(super) fn lost(&mut self) {
        if let Some(window) = &mut self.window {
            window.remaining = window.remaining.saturating_sub(1);
            window.spent += 1;
        }
    }

    /// An answer came without rate limit headers.
    pub(super) fn silent(&mut self) {
        match &mut self.window {
            Some(window) => window.spent += 1,
            None => self.unmetered = true,
        }
    }

    /// A 429: nothing goes out before `until`.
    pub(super) fn hold(&mut self, until: Instant) {
        // Perhaps a window was taken for shorter than it is: its length is learned anew.
        self.span = None;
        self.hold = self.hold.max(Some(until));
    }

    /// Takes in the rate limit of an answer to a request sent at `sent`. `shared` says
    /// that other operations are believed to count against this bucket, too; an answer
    /// that cannot be of the same bucket is not taken in then.
    pub(super) fn hear(
        &mut self,
        rate: &RateLimit,
        resets_in: Duration,
        sent: Instant,
        now: Instant,
        shared: bool,
    ) -> Belongs {
        self.unmetered = false;
        let end = now + resets_in;
        if let Some(window) = &mut self.window {
            let live = now < window.end(self.span);
            let same_limit = window.limit == rate.limit;
            if live && same_limit && window.reset.abs_diff(rate.reset) <= 1 {
                if shared && window.contradicted_by(rate, sent) {
                    return Belongs::No;
                }
                window.low = window.low.min(end);
                window.high = window.high.max(end);
                window.spent += 1;
                if rate.remaining <= window.remaining {
                    window.remaining = rate.remaining;
                    window.heard = now;
                }
                return Belongs::Yes;
            }
            if same_limit && rate.reset < window.reset && sent <= window.heard {
                // A late answer of an earlier window. Of a request that was sent later it
                // would mean that Okta's clock was set back.
                return Belongs::Yes;
            }
            if shared && (live || !same_limit) {
                return Belongs::No;
            }
            // A second's difference is one of rounding.
            let span = rate.reset.checked_sub(window.reset);
            if let Some(span) = span.filter(|span| same_limit && *span > 1) {
                self.span = Some(self.span.map_or(span, |shortest| shortest.min(span)));
            }
        }
        self.window = Some(Window {
            limit: rate.limit,
            remaining: rate.remaining,
            reset: rate.reset,
            low: end,
            high: end,
            opened: now,
            spent: 1,
            heard: now,
        });
        Belongs::Yes
    }

    /// What tells the windows of different buckets apart, as far as anything does: the
    /// limit and the reset.
    pub(super) fn window(&self) -> Option<(u64, u64)> {
        let window = self.window.as_ref()?;
        Some((window.limit, window.reset))
    }

    /// Whether an answer to a request sent at `sent` can be of this bucket: the same
    /// window, and no more remaining than requests under way explain.
    pub(super) fn could_be(&self, rate: &RateLimit, sent: Instant, now: Instant) -> bool {
        self.window.as_ref().is_some_and(|window| {
            now < window.end(self.span)
                && window.limit == rate.limit
                && window.reset == rate.reset
                && !window.contradicted_by(rate, sent)
                && rate.remaining <= window.remaining + self.in_flight
        })
    }
}

impl Window {
    /// Three upper bounds of the true end, whichever way Okta rounds; the lowest one counts.
    /// A whole second is little of a minute; of a shorter window, a sixtieth is taken. It
    /// cannot last longer than its length from when it was seen open: that makes up for
    /// whole seconds where windows are short.
    fn end(&self, span: Option<u64>) -> Instant {
        let by_reset = self.low + MARGIN;
        let Some(length) = span.map(Duration::from_secs) else {
            return by_reset.min(self.high + MARGIN);
        };
        let margin = (length / 60).min(MARGIN);
        let by_length = self.opened.checked_add(length + margin);
        let end = by_reset.min(self.high + margin);
        by_length.map_or(end, |by_length| end.min(by_length))
    }

    /// How many requests of a window this client may use; at least one.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    fn allowance(&self, share: f64) -> u64 {
        // Limits are small enough to be exact, and `as` saturates.
        ((self.limit as f64 * share) as u64).max(1)
    }

    /// A request sent after `remaining` was heard must find less remaining, and no two
    /// requests find the same; otherwise they counted against different buckets.
    fn contradicted_by(&self, rate: &RateLimit, sent: Instant) -> bool {
        let same = rate.remaining == self.remaining && rate.remaining > 0;
        same || (sent > self.heard && rate.remaining > self.remaining)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(limit: u64, remaining: u64, reset: u64) -> RateLimit {
        RateLimit {
            limit,
            remaining,
            reset,
            resets_in: None,
        }
    }

    fn seconds(s: f64) -> Duration {
        Duration::from_secs_f64(s)
    }

    const GO: Ask = Ask::Go { probe: false };
    const PROBE: Ask = Ask::Go { probe: true };

    #[test]
    fn the_first_request_goes_ahead_and_the_rest_wait_for_its_answer() {
        let now = Instant::now();
        let mut bucket = Bucket::default();
        assert_eq!(bucket.ask(now, 1.0), PROBE);
        bucket.in_flight = 1;
        assert_eq!(bucket.ask(now, 1.0), Ask::Listen(now + PATIENCE));
        // A slow probe does not stop everybody.
        assert_eq!(bucket.ask(now + PATIENCE, 1.0), GO);
        bucket.in_flight = 0;
        bucket.probed();
        bucket.hear(&rate(60, 59, 1060), seconds(60.0), now, now, false);
        assert_eq!(bucket.ask(now, 1.0), GO);
    }

    #[test]
    fn no_more_goes_out_than_remains() {
        let now = Instant::now();
        let mut bucket = Bucket::default();
        bucket.hear(&rate(60, 2, 1060), seconds(60.0), now, now, false);
        let end = now + seconds(61.0);
        assert_eq!(bucket.ask(now, 1.0), GO);
        bucket.in_flight = 2;
        assert_eq!(bucket.ask(now, 1.0), Ask::Listen(end));
        bucket.in_flight = 0;
        bucket.hear(&rate(60, 0, 1060), seconds(60.0), now, now, false);
        assert_eq!(bucket.ask(now, 1.0), Ask::Sleep(end));
        assert_eq!(bucket.ask(end, 1.0), PROBE);
    }

    #[test]
    fn answers_out_of_order_do_not_raise_what_remains() {
        let now = Instant::now();
        let mut bucket = Bucket::default();
        bucket.hear(&rate(60, 1, 1060), seconds(60.0), now, now, false);
        bucket.hear(&rate(60, 50, 1060), seconds(60.0), now, now, false);
        bucket.hear(&rate(60, 59, 1000), seconds(0.0), now, now, false);
        assert_eq!(bucket.ask(now, 1.0), GO);
        bucket.in_flight = 1;
        assert!(matches!(bucket.ask(now, 1.0), Ask::Listen(_)));
        // Nor does a request whose answer got lost.
        bucket.in_flight = 0;
        bucket.lost();
        assert!(matches!(bucket.ask(now, 1.0), Ask::Sleep(_)));
    }

    #[test]
    fn a_server_clock_that_is_set_back_starts_a_new_window() {
        let start = Instant::now();
        let mut bucket = Bucket::default();
        bucket.hear(&rate(60, 0, 9060), seconds(60.0), start, start, false);
        let later = start + seconds(70.0);
        bucket.hear(&rate(60, 59, 1130), seconds(60.0), later, later, false);
        assert_eq!(bucket.ask(later, 1.0), GO);
    }

    #[test]
    fn a_share_of_the_bucket_is_left_to_others() {
        let now = Instant::now();
        let mut bucket = Bucket::default();
        for (remaining, expected) in [(59, true), (58, true), (30, false)] {
            bucket.hear(&rate(60, remaining, 1060), seconds(60.0), now, now, false);
            let more = bucket.ask(now, 0.05) == GO;
            assert_eq!(more, expected, "{remaining}");
        }
        // A tiny share is still one request a window.
        let mut bucket = Bucket::default();
        assert_eq!(bucket.ask(now, 0.001), PROBE);
    }

    #[test]
    fn the_end_of_a_window_is_safe_however_okta_rounds() {
        // A window of a minute from 0.9 s on: it ends at 60.9, announced as 60 or 61.
        let origin = Instant::now();
        for reset in [60, 61] {
            let mut bucket = Bucket::default();
            for sent in [0.9, 1.0, 7.5, 8.3] {
                let date = sent as u64;
                let now = origin + seconds(sent);
                let resets_in = Duration::from_secs(reset - date);
                bucket.hear(&rate(60, 0, reset), resets_in, now, now, false);
            }
            let ask = bucket.ask(origin + seconds(9.0), 1.0);
            assert!(matches!(ask, Ask::Sleep(_)), "{ask:?}");
            let Ask::Sleep(end) = ask else { return };
            assert!(end >= origin + seconds(60.9), "{reset}: {:?}", end - origin);
            assert!(end <= origin + seconds(62.9), "{reset}: {:?}", end - origin);
        }
    }

    #[test]
    fn a_short_window_has_a_short_margin_once_its_length_is_known() {
        let start = Instant::now();
        let mut bucket = Bucket::default();
        let mut now = start;
        for (reset, margin) in [(1006, 1.0), (1012, 0.1), (1018, 0.1)] {
            bucket.hear(&rate(60, 0, reset), seconds(6.0), now, now, false);
            assert_eq!(
                bucket.ask(now, 1.0),
                Ask::Sleep(now + seconds(6.0 + margin))
            );
            now += seconds(6.0 + margin);
        }
    }

    #[test]
    fn a_429_holds_everything() {
        let now = Instant::now();
        let mut bucket = Bucket::default();
        bucket.hear(&rate(60, 30, 1060), seconds(60.0), now, now, false);
        bucket.hold(now + seconds(20.0));
        bucket.hold(now + seconds(10.0));
        assert_eq!(bucket.ask(now, 1.0), Ask::Sleep(now + seconds(20.0)));
        assert_eq!(bucket.ask(now + seconds(20.0), 1.0), GO);
    }

    #[test]
    fn missing_headers_mean_no_limit_only_when_there_never_were_any() {
        let now = Instant::now();
        let mut bucket = Bucket::default();
        assert_eq!(bucket.ask(now, 1.0), PROBE);
        bucket.silent();
        bucket.in_flight = 500;
        assert_eq!(bucket.ask(now, 1.0), GO);

        let mut bucket = Bucket::default();
        bucket.hear(&rate(60, 0, 1060), seconds(60.0), now, now, false);
        bucket.silent();
        assert!(matches!(bucket.ask(now, 1.0), Ask::Sleep(_)));
    }

    #[test]
    fn an_answer_of_another_bucket_is_told_apart() {
        let start = Instant::now();
        let at = |s| start + seconds(s);
        let mut bucket = Bucket::default();
        bucket.hear(&rate(60, 40, 1060), seconds(60.0), start, at(1.0), true);
        for (rate, sent, now, same) in [
            // Sent after 40 were left: fewer must be left now.
            (rate(60, 39, 1060), 2.0, 3.0, true),
            (rate(60, 40, 1060), 4.0, 5.0, false),
            // Sent before: the answers may have crossed.
            (rate(60, 41, 1060), 0.5, 5.0, true),
            // Another limit, and a window that begins before this one ends.
            (rate(600, 10, 1060), 4.0, 5.0, false),
            (rate(60, 10, 1090), 4.0, 5.0, false),
            // The next window, after the end of this one.
            (rate(60, 59, 1120), 70.0, 71.0, true),
        ] {
            let shared = bucket.hear(&rate, seconds(30.0), at(sent), at(now), true);
            assert_eq!(shared == Belongs::Yes, same, "{rate:?}");
        }
    }
}
