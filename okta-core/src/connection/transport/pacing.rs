//! Pacing: requests wait for their rate limit bucket before they exceed it.
//!
//! There is no table of Okta's buckets, because they differ between orgs and change. Every
//! operation (method and path template) starts with its own bucket and learns its limit from
//! its own responses. That alone would overspend where operations share a bucket, so an
//! operation joins another's bucket when a response shows the same limit, the same reset and a
//! plausible remaining number. Two buckets can agree in all that by accident. Then some
//! response soon contradicts: two responses with the same remaining number, or a request sent
//! after N were left that finds more. The operation then leaves for good. Joining too often
//! costs some speed for a while, and joining too seldom costs a 429. So doubt joins, and only
//! proof parts.
//!
//! Within an operation, requests are served in order of arrival. One waits at the bucket and
//! the others queue behind it, so that the end of a window wakes one task rather than a
//! thousand.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::{HeaderMap, StatusCode};
use tokio::{
    sync::{Notify, Semaphore, futures::OwnedNotified},
    time::{Instant, sleep_until, timeout_at},
};

use super::{bucket::Ask, key::Key, lanes::Lanes, retry::is_concurrency};
use crate::headers;

/// All buckets of a client.
pub(crate) struct Pacer {
    /// The share of each bucket that this client may use, from 0 to 1.
    share: f64,
    /// Whether requests wait at all.
    waits: bool,
    lanes: Mutex<Lanes>,
    answered: Arc<Notify>,
}

/// The right to send one request. The response settles it. If it is dropped without one, the
/// request counts as spent.
pub(crate) struct Ticket<'a> {
    pacer: &'a Pacer,
    key: u64,
    /// The operation whose probe this is.
    probe: Option<u64>,
    sent: Instant,
    settled: bool,
}

/// The window opens only after the deadline.
#[derive(Debug)]
pub(crate) struct TooLate;

impl Pacer {
    pub(crate) fn new(share: f64, waits: bool) -> Self {
        Self {
            share,
            waits,
            lanes: Mutex::default(),
            answered: Arc::default(),
        }
    }

    /// Waits until a request may go out, and reports the expected wait before it sleeps. The
    /// caller passes `now`, because reading the clock costs time.
    pub(crate) async fn admit(
        &self,
        key: &Key,
        now: Instant,
        deadline: Option<Instant>,
        begins: impl Fn(Duration),
    ) -> Result<Ticket<'_>, TooLate> {
        let turn = match self.at_once(key.hash, now) {
            Ok(ticket) => return Ok(ticket),
            Err(turn) => turn,
        };
        // The semaphore is never closed. The outer timeout ends the wait at the deadline.
        let _turn = turn.acquire().await;
        loop {
            let (ask, answered) = match self.ask(key.hash) {
                Ok(ticket) => return Ok(ticket),
                Err(wait) => wait,
            };
            match ask {
                Ask::Sleep(until) if deadline.is_some_and(|deadline| deadline < until) => {
                    return Err(TooLate);
                }
                Ask::Sleep(until) => {
                    begins(until - Instant::now());
                    sleep_until(until).await;
                }
                Ask::Listen(until) => {
                    let _ = timeout_at(until, answered).await;
                }
                Ask::Go { .. } => {}
            }
        }
    }

    /// Notes a 429: nothing in this bucket goes out before `until`.
    pub(crate) fn hold(&self, key: &Key, until: Instant) {
        if let Some(bucket) = self.lock().bucket(key.hash) {
            bucket.hold(until);
        }
    }

    /// Returns a ticket if nobody waits and the bucket allows it, and otherwise the queue.
    fn at_once(&self, key: u64, now: Instant) -> Result<Ticket<'_>, Arc<Semaphore>> {
        let mut lanes = self.lock();
        if lanes.queue(key).available_permits() > 0
            && let Ok(ticket) = self.try_admit(&mut lanes, key, now)
        {
            return Ok(ticket);
        }
        Err(Arc::clone(lanes.queue(key)))
    }

    /// Returns a ticket, or what to wait for. The listener is created under the lock, so that a
    /// response that arrives a moment later is not missed.
    fn ask(&self, key: u64) -> Result<Ticket<'_>, (Ask, OwnedNotified)> {
        let mut lanes = self.lock();
        self.try_admit(&mut lanes, key, Instant::now())
            .map_err(|wait| (wait, Arc::clone(&self.answered).notified_owned()))
    }

    fn try_admit(&self, lanes: &mut Lanes, key: u64, now: Instant) -> Result<Ticket<'_>, Ask> {
        let probe = if self.waits {
            lanes.admit(key, now, self.share)?
        } else {
            lanes.count_in(key);
            None
        };
        Ok(Ticket {
            pacer: self,
            key,
            probe,
            sent: now,
            settled: false,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Lanes> {
        // Nothing panics while the lock is held. If it did, wrong counts would be better than a
        // panic here.
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket<'_> {
    /// Returns when the request was let through.
    pub(crate) fn sent(&self) -> Instant {
        self.sent
    }

    /// Takes in the response's headers.
    pub(crate) fn answered(&mut self, status: StatusCode, headers: &HeaderMap) {
        let rate = headers::rate_limit(headers);
        let now = Instant::now();
        let (key, sent) = (self.key, self.sent);
        self.settle(|lanes| match rate {
            // Such a response says nothing about the bucket.
            Some(rate)
                if status == StatusCode::TOO_MANY_REQUESTS
                    && is_concurrency(rate.limit, rate.remaining) => {}
            Some(rate) => {
                if let Some(resets_in) = rate.resets_in {
                    lanes.hear(key, &rate, resets_in, sent, now);
                }
            }
            None => {
                if let Some(bucket) = lanes.bucket(key) {
                    bucket.silent();
                }
            }
        });
    }

    /// Notes that the request was not sent after all.
    pub(crate) fn unsent(mut self) {
        self.settle(|_| {});
    }

    fn settle(&mut self, learn: impl FnOnce(&mut Lanes)) {
        if std::mem::replace(&mut self.settled, true) {
            return;
        }
        let mut lanes = self.pacer.lock();
        lanes.settle(self.key, self.probe);
        learn(&mut lanes);
        drop(lanes);
        self.pacer.answered.notify_waiters();
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let key = self.key;
        self.settle(|lanes| {
            if let Some(bucket) = lanes.bucket(key) {
                bucket.lost();
            }
        });
    }
}
