//! Pacing: requests wait for their rate limit bucket before they meet it.
//!
//! There is no table of Okta's buckets, which differ between orgs and change. Every
//! operation (method and path template) starts with a bucket of its own and learns its
//! limit from its own answers. That alone would overspend where operations share a
//! bucket, so an operation joins another's bucket when an answer shows the same limit,
//! the same reset and a plausible remaining. Two buckets can agree in all that by
//! accident; then some answer soon contradicts (two answers with the same remaining, or a
//! request sent after N were left that finds more), and the operation leaves for good.
//! Joining too much costs some speed for a while, joining too little a 429: so doubt
//! joins, and only proof parts.
//!
//! Within an operation, requests are served in the order in which they came: one waits
//! at the bucket, the others queue behind it, so that the end of a window wakes one task
//! and not a thousand.

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
    /// Which part of each bucket this client may use, from 0 to 1.
    share: f64,
    /// Whether requests wait at all.
    waits: bool,
    lanes: Mutex<Lanes>,
    answered: Arc<Notify>,
}

/// The right to send one request. It is settled by the answer; dropped without one, the
/// request counts as spent.
pub(crate) struct Ticket<'a> {
    pacer: &'a Pacer,
    key: u64,
    /// Whose probe this is.
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

    /// Waits until a request may go out, and tells how long before it sleeps. It is `now`:
    /// reading the clock costs, too.
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
        // Never closed; the outer timeout ends the wait at the deadline.
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

    /// A 429: nothing of this bucket goes out before `until`.
    pub(crate) fn hold(&self, key: &Key, until: Instant) {
        if let Some(bucket) = self.lock().bucket(key.hash) {
            bucket.hold(until);
        }
    }

    /// A ticket, when nobody waits and the bucket allows it; otherwise where to queue.
    fn at_once(&self, key: u64, now: Instant) -> Result<Ticket<'_>, Arc<Semaphore>> {
        let mut lanes = self.lock();
        if lanes.queue(key).available_permits() > 0
            && let Ok(ticket) = self.try_admit(&mut lanes, key, now)
        {
            return Ok(ticket);
        }
        Err(Arc::clone(lanes.queue(key)))
    }

    /// A ticket, or what to wait for. The listener is made under the lock, so that an
    /// answer that comes a moment later is not missed.
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
        // Nothing panics while it is held; and if it did, wrong counts beat a panic here.
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket<'_> {
    /// When the request was let through.
    pub(crate) fn sent(&self) -> Instant {
        self.sent
    }

    /// Takes in the headers of the answer.
    pub(crate) fn answered(&mut self, status: StatusCode, headers: &HeaderMap) {
        let rate = headers::rate_limit(headers);
        let now = Instant::now();
        let (key, sent) = (self.key, self.sent);
        self.settle(|lanes| match rate {
            // Says nothing about the bucket.
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

    /// The request was not sent after all.
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
