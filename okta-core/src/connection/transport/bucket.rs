//! The state of one rate limit bucket, and whether a request may go out. It has no clock, waits
//! for nothing and does no I/O.
//!
//! The rules:
//!
//! - In a window whose limit is known, a request goes out while fewer requests are in flight
//!   than Okta's last `Remaining` allows. That number may include some of them already.
//!   Counting them twice errs on the safe side, and evens out as responses arrive.
//! - When nothing is known, or the window has ended, one request goes ahead as the probe, and
//!   the others wait for its response, so that no burst meets an exhausted bucket. They do not
//!   wait for ever: a probe that takes longer than [`PATIENCE`] is merely slow.
//! - The end of a window is its reset by Okta's clock, converted with the `Date` of the same
//!   response, because this machine's clock may be minutes off.

use std::time::Duration;

use tokio::time::Instant;

use super::backoff::MARGIN;
use crate::headers::RateLimit;

/// The time that other requests wait for the first response of a window.
const PATIENCE: Duration = Duration::from_secs(1);

/// The window, the requests in flight, and what prevents further ones.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    window: Option<Window>,
    /// Whether Okta responds without rate limit headers and has never sent any.
    unmetered: bool,
    pub(super) in_flight: u64,
    probe: Option<Instant>,
    /// Set by a 429: nothing goes out before this time.
    hold: Option<Instant>,
    /// The shortest distance between two resets. No window lasts longer.
    span: Option<u64>,
}

#[derive(Debug)]
struct Window {
    limit: u64,
    remaining: u64,
    /// By Okta's clock.
    reset: u64,
    /// The earliest and the latest estimate of the reset by this machine's monotonic clock.
    /// Both the reset and the date are rounded down to whole seconds, so estimates of one
    /// window differ by up to a second.
    low: Instant,
    high: Instant,
    /// When its first response was heard. The window was open by then.
    opened: Instant,
    /// The number of this client's requests that got a response.
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
    /// Wait: nothing can change before this time.
    Sleep(Instant),
    /// Listen: a response may change something before this time.
    Listen(Instant),
}

/// Whether a response belongs to the bucket that the request was counted against.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    Yes,
    No,
}

impl Bucket {
    /// Asks whether a request may go out, given the share of the bucket that this client may
    /// use.
    pub(super) fn ask(&mut self, now: Instant, share: f64) -> Ask {
        if let Some(hold) = self.hold.filter(|hold| *hold > now) {
            return Ask::Sleep(hold);
        }
        match &self.window {
            _ if self.unmetered => Ask::Go { probe: false },
            Some(window) if now < window.end(self.span) => {
                let end = window.end(self.span);
                // A client that uses the whole bucket relies on Okta's count alone.
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

    /// Notes that the probe got a response or was given up.
    pub(super) fn probed(&mut self) {
        self.probe = None;
    }

    /// Notes that a request ended without a response. Okta may have counted it.
    pub(super) fn lost(&mut self) {
        if let Some(window) = &mut self.window {
            window.remaining = window.remaining.saturating_sub(1);
            window.spent += 1;
        }
    }

    /// Notes a response without rate limit headers.
    pub(super) fn silent(&mut self) {
        match &mut self.window {
            Some(window) => window.spent += 1,
            None => self.unmetered = true,
        }
    }

    /// Notes a 429: nothing goes out before `until`.
    pub(super) fn hold(&mut self, until: Instant) {
        // The window may have been taken for shorter than it is, so its length is learned anew.
        self.span = None;
        self.hold = self.hold.max(Some(until));
    }

    /// Takes in the rate limit of a response to a request sent at `sent`. If `shared` is set,
    /// other operations are believed to count against this bucket too, and a response that
    /// cannot be of the same bucket is ignored.
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
                // This is a late response from an earlier window. If its request was sent
                // later, Okta's clock was set back.
                return Belongs::Yes;
            }
            if shared && (live || !same_limit) {
                return Belongs::No;
            }
            // A difference of one second comes from rounding.
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

    /// Returns the limit and the reset, which distinguish windows of different buckets as well
    /// as anything does.
    pub(super) fn window(&self) -> Option<(u64, u64)> {
        let window = self.window.as_ref()?;
        Some((window.limit, window.reset))
    }

    /// Whether a response to a request sent at `sent` can be of this bucket: the same window,
    /// and no more remaining than requests in flight explain.
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
    /// Returns the lowest of three upper bounds of the true end, whichever way Okta rounds. A
    /// whole second is little of a minute; of a shorter window, a sixtieth is added instead. A
    /// window cannot outlast its length from when it was seen open, which makes up for whole
    /// seconds where windows are short.
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

    /// Returns the number of requests of a window that this client may use, at least one.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    fn allowance(&self, share: f64) -> u64 {
        // Limits are small enough to be exact, and `as` saturates.
        ((self.limit as f64 * share) as u64).max(1)
    }

    /// A request sent after `remaining` was heard must find less remaining, and no two requests
    /// find the same. Otherwise they counted against different buckets.
    fn contradicted_by(&self, rate: &RateLimit, sent: Instant) -> bool {
        let same = rate.remaining == self.remaining && rate.remaining > 0;
        same || (sent > self.heard && rate.remaining > self.remaining)
    }
}

#[cfg(test)]
mod tests;
