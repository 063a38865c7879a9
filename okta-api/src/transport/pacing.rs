//! Pacing: requests wait for their rate limit bucket before they meet it.
//!
//! There is no table of Okta's buckets, which differ between orgs and change. Every
//! operation (method and path template) starts with a bucket of its own and learns its
//! limit from its own answers. That alone would overspend where operations share a
//! bucket, so an operation joins another's bucket when an answer shows the same limit,
//! the same reset and a plausible remaining. Two buckets can agree in all that by
//! accident; then some answer soon contradicts (two answers with the same remaining, or a
//! request sent after N were left that finds more), and the operation leaves for good. Joining too much costs some speed for a
//! while, joining too little a 429: so doubt joins, and only proof parts.
//!
//! Within an operation, requests are served in the order in which they came: one waits
//! at the bucket, the others queue behind it, so that the end of a window wakes one task
//! and not a thousand.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::{HeaderMap, Method, StatusCode};
use tokio::{
    sync::{Notify, Semaphore, futures::OwnedNotified},
    time::{Instant, sleep_until, timeout_at},
};

use super::{
    bucket::{Ask, Belongs, Bucket},
    headers,
    retry::is_concurrency,
};
use crate::{call::Request, raw};

/// More operations than Okta has: beyond, those not in use are forgotten.
const MOST_LANES: usize = 1024;

/// What requests are told apart by before anything is known: method and path template.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    hash: u64,
    /// The path template.
    pub(crate) name: Cow<'static, str>,
}

impl Key {
    pub(crate) fn of(request: &Request) -> Self {
        let name = match request.operation.path {
            "" => Cow::Owned(raw::template(&request.path)),
            path => Cow::Borrowed(path.split('?').next().unwrap_or(path)),
        };
        Self::new(&request.method, name)
    }

    fn new(method: &Method, name: Cow<'static, str>) -> Self {
        let mut hasher = KeyHasher::default();
        hasher.write(method.as_str().as_bytes());
        // `{userId}` and `{id}` are the same parameter.
        let mut in_parameter = false;
        for byte in name.bytes() {
            in_parameter = byte != b'/' && (in_parameter || byte == b'{');
            if !in_parameter || byte == b'{' {
                hasher.write_u8(byte);
            }
        }
        Self {
            hash: hasher.finish(),
            name,
        }
    }
}

/// FNV-1a: templates are short and no attacker's, and this runs for every call. A key is
/// such a hash already, and taken as it is.
#[derive(Clone, Copy)]
struct KeyHasher(u64);

impl Default for KeyHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u8(*byte);
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Lanes = HashMap<u64, Lane, BuildHasherDefault<KeyHasher>>;

/// All buckets of a client.
pub(crate) struct Pacer {
    /// Which part of each bucket this client may use, from 0 to 1.
    share: f64,
    lanes: Mutex<Lanes>,
    answered: Arc<Notify>,
}

/// One operation's queue and its bucket.
struct Lane {
    /// One permit: who has it waits at the bucket.
    turn: Arc<Semaphore>,
    /// This operation's own bucket, unused while it counts against another one's.
    bucket: Bucket,
    /// Whose bucket it counts against: its own key or another's.
    leader: u64,
    /// Leaders whose bucket has been proved to be another one.
    apart: Vec<u64>,
    in_flight: u64,
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
    pub(crate) fn new(share: f64) -> Self {
        Self {
            share,
            lanes: Mutex::default(),
            answered: Arc::default(),
        }
    }

    /// Waits until a request may go out.
    pub(crate) async fn admit(
        &self,
        key: &Key,
        deadline: Option<Instant>,
    ) -> Result<Ticket<'_>, TooLate> {
        let turn = match self.at_once(key.hash) {
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
                Ask::Sleep(until) => sleep_until(until).await,
                Ask::Listen(until) => {
                    let _ = timeout_at(until, answered).await;
                }
                Ask::Go { .. } => {}
            }
        }
    }

    /// A 429: nothing of this bucket goes out before `until`.
    pub(crate) fn hold(&self, key: &Key, until: Instant) {
        let mut lanes = self.lock();
        if let Some(bucket) = bucket(&mut lanes, key.hash) {
            bucket.hold(until);
        }
    }

    /// A ticket, when nobody waits and the bucket allows it; otherwise where to queue.
    fn at_once(&self, key: u64) -> Result<Ticket<'_>, Arc<Semaphore>> {
        let mut lanes = self.lock();
        if lanes.len() >= MOST_LANES && !lanes.contains_key(&key) {
            forget_idle(&mut lanes);
        }
        let lane = lanes.entry(key).or_insert_with(|| Lane::new(key));
        if lane.turn.available_permits() > 0
            && let Ok(ticket) = self.try_admit(&mut lanes, key)
        {
            return Ok(ticket);
        }
        let lane = lanes.entry(key).or_insert_with(|| Lane::new(key));
        Err(Arc::clone(&lane.turn))
    }

    /// A ticket, or what to wait for. The listener is made under the lock, so that an
    /// answer that comes a moment later is not missed.
    fn ask(&self, key: u64) -> Result<Ticket<'_>, (Ask, OwnedNotified)> {
        let mut lanes = self.lock();
        self.try_admit(&mut lanes, key)
            .map_err(|wait| (wait, Arc::clone(&self.answered).notified_owned()))
    }

    fn try_admit(&self, lanes: &mut Lanes, key: u64) -> Result<Ticket<'_>, Ask> {
        let now = Instant::now();
        let leader = lanes.entry(key).or_insert_with(|| Lane::new(key)).leader;
        let ask = match bucket(lanes, key) {
            Some(bucket) => bucket.ask(now, self.share),
            None => Ask::Go { probe: false },
        };
        let Ask::Go { probe } = ask else {
            return Err(ask);
        };
        count(lanes, key, 1);
        Ok(Ticket {
            pacer: self,
            key,
            probe: probe.then_some(leader),
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
                    hear(lanes, key, &rate, resets_in, sent, now);
                }
            }
            None => {
                if let Some(bucket) = bucket(lanes, key) {
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
        count(&mut lanes, self.key, -1);
        if let Some(lane) = self.probe.and_then(|leader| lanes.get_mut(&leader)) {
            lane.bucket.probed();
        }
        learn(&mut lanes);
        drop(lanes);
        self.pacer.answered.notify_waiters();
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let key = self.key;
        self.settle(|lanes| {
            if let Some(bucket) = bucket(lanes, key) {
                bucket.lost();
            }
        });
    }
}

impl Lane {
    fn new(key: u64) -> Self {
        Self {
            turn: Arc::new(Semaphore::new(1)),
            bucket: Bucket::default(),
            leader: key,
            apart: Vec::new(),
            in_flight: 0,
        }
    }
}

/// The bucket that this operation counts against.
fn bucket(lanes: &mut Lanes, key: u64) -> Option<&mut Bucket> {
    let leader = lanes.get(&key)?.leader;
    lanes.get_mut(&leader).map(|lane| &mut lane.bucket)
}

/// Counts a request in or out, for the operation and for its bucket.
fn count(lanes: &mut Lanes, key: u64, change: i64) {
    if let Some(lane) = lanes.get_mut(&key) {
        lane.in_flight = lane.in_flight.saturating_add_signed(change);
    }
    if let Some(bucket) = bucket(lanes, key) {
        bucket.in_flight = bucket.in_flight.saturating_add_signed(change);
    }
}

/// Takes in an answer's rate limit: joins, stays in or leaves a shared bucket.
fn hear(
    lanes: &mut Lanes,
    key: u64,
    rate: &headers::RateLimit,
    resets_in: Duration,
    sent: Instant,
    now: Instant,
) {
    let Some(leader) = lanes.get(&key).map(|lane| lane.leader) else {
        return;
    };
    let followed = leader == key && lanes.iter().any(|(k, l)| *k != key && l.leader == key);
    let shared = leader != key || followed;
    let Some(bucket) = bucket(lanes, key) else {
        return;
    };
    if bucket.hear(rate, resets_in, sent, now, shared) == Belongs::No {
        part(lanes, key, leader);
        if let Some(lane) = lanes.get_mut(&key) {
            lane.bucket.hear(rate, resets_in, sent, now, false);
        }
    } else if !shared {
        join(lanes, key, rate, sent, now);
    }
}

/// Finds another operation whose bucket this answer can be of.
fn join(lanes: &mut Lanes, key: u64, rate: &headers::RateLimit, sent: Instant, now: Instant) {
    let Some(own) = lanes.get(&key) else { return };
    let moved = own.in_flight;
    let found = lanes.iter().find(|(other, lane)| {
        **other != key
            && lane.leader == **other
            && !own.apart.contains(other)
            && !lane.apart.contains(&key)
            && lane.bucket.could_be(rate, sent, now)
    });
    let Some(leader) = found.map(|(leader, _)| *leader) else {
        return;
    };
    if let Some(lane) = lanes.get_mut(&key) {
        lane.leader = leader;
        lane.bucket = Bucket::default();
    }
    if let Some(bucket) = bucket(lanes, key) {
        bucket.in_flight += moved;
        bucket.hear(rate, rate.resets_in.unwrap_or_default(), sent, now, false);
    }
}

/// Undoes a join that an answer has contradicted.
fn part(lanes: &mut Lanes, key: u64, leader: u64) {
    if leader != key {
        leave(lanes, key, leader);
        return;
    }
    // The leader itself: its answers are the ones that its bucket is made of.
    let followers: Vec<u64> = lanes
        .iter()
        .filter(|(other, lane)| **other != key && lane.leader == key)
        .map(|(other, _)| *other)
        .collect();
    for follower in followers {
        leave(lanes, follower, key);
    }
}

fn leave(lanes: &mut Lanes, key: u64, leader: u64) {
    let Some(lane) = lanes.get_mut(&key) else {
        return;
    };
    lane.leader = key;
    lane.apart.push(leader);
    lane.bucket.in_flight = lane.in_flight;
    let moved = lane.in_flight;
    if let Some(lane) = lanes.get_mut(&leader) {
        lane.bucket.in_flight = lane.bucket.in_flight.saturating_sub(moved);
    }
}

/// Drops operations that nobody waits for. What they knew is learnt again when needed.
fn forget_idle(lanes: &mut Lanes) {
    lanes.retain(|_, lane| lane.in_flight > 0 || Arc::strong_count(&lane.turn) > 1);
    let kept: Vec<u64> = lanes.keys().copied().collect();
    for (key, lane) in lanes.iter_mut() {
        if !kept.contains(&lane.leader) {
            lane.leader = *key;
            lane.bucket.in_flight = lane.in_flight;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Remaining, in a window of its own.
    fn headers(remaining: usize) -> HeaderMap {
        [
            ("x-rate-limit-limit", "5000".to_owned()),
            ("x-rate-limit-remaining", remaining.to_string()),
            ("x-rate-limit-reset", "1060".to_owned()),
            ("date", "Thu, 01 Jan 1970 00:16:40 GMT".to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_and_what_is_under_way_is_kept() {
        let pacer = Pacer::new(1.0);
        let key = |number: usize| Key::new(&Method::GET, format!("/operation/{number}").into());
        let mut first = pacer.admit(&key(0), None).await.unwrap();
        for number in 1..3 * MOST_LANES {
            // Most of them join one bucket, which is forgotten and found again.
            let mut ticket = pacer.admit(&key(number), None).await.unwrap();
            ticket.answered(StatusCode::OK, &headers(4999 - number));
        }
        let lanes = pacer.lock();
        assert!(lanes.len() <= MOST_LANES, "{}", lanes.len());
        assert_eq!(lanes[&key(0).hash].in_flight, 1);
        assert!(lanes.values().all(|lane| lanes.contains_key(&lane.leader)));
        drop(lanes);
        first.answered(StatusCode::OK, &headers(4999));
        let under_way: u64 = pacer
            .lock()
            .values()
            .map(|lane| lane.bucket.in_flight)
            .sum();
        assert_eq!(under_way, 0);
    }

    #[test]
    fn a_parameter_has_the_same_bucket_by_any_name() {
        let hash = |name: &'static str| Key::new(&Method::GET, name.into()).hash;
        assert_eq!(hash("/users/{userId}/x"), hash("/users/{}/x"));
        assert_ne!(hash("/users/{userId}"), hash("/users"));
        assert_ne!(
            hash("/users"),
            Key::new(&Method::POST, "/users".into()).hash
        );
    }
}
