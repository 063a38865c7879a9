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
mod tests;
