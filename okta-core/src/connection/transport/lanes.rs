//! The operations of a client and the buckets that they count against.

use std::{collections::HashMap, hash::BuildHasherDefault, sync::Arc, time::Duration};

use tokio::{sync::Semaphore, time::Instant};

use super::{
    bucket::{Ask, Belongs, Bucket},
    key::KeyHasher,
};
use crate::headers::RateLimit;

/// More operations than Okta has. Above this number, idle ones are forgotten.
const MOST: usize = 1024;

/// All operations, by the hash of their key.
#[derive(Default)]
pub(super) struct Lanes {
    by_key: HashMap<u64, Lane, BuildHasherDefault<KeyHasher>>,
    /// Counts the changes to which operations share, or could share, a bucket.
    changes: u64,
}

/// One operation's queue and its bucket.
struct Lane {
    /// One permit. Its holder waits at the bucket.
    turn: Arc<Semaphore>,
    /// This operation's own bucket, which is unused while it counts against another one's.
    bucket: Bucket,
    /// The key of the operation whose bucket it counts against: its own or another's.
    leader: u64,
    /// The leaders whose bucket has proved to be a different one.
    apart: Vec<u64>,
    in_flight: u64,
    /// The count of changes after which no other operation shared its bucket, or could. Until
    /// the next change no search is needed, which would go over all operations.
    alone: Option<u64>,
}

impl Lanes {
    /// Returns the queue of an operation's requests. Its one permit is for the request that
    /// waits at the bucket.
    pub(super) fn queue(&mut self, key: u64) -> &Arc<Semaphore> {
        if self.by_key.len() >= MOST && !self.by_key.contains_key(&key) {
            self.forget_idle();
        }
        &self.lane(key).turn
    }

    /// Counts a request in if its bucket allows it. Returns whose probe it is, if it is one.
    pub(super) fn admit(&mut self, key: u64, now: Instant, share: f64) -> Result<Option<u64>, Ask> {
        let leader = self.lane(key).leader;
        let ask = match self.bucket(key) {
            Some(bucket) => bucket.ask(now, share),
            None => Ask::Go { probe: false },
        };
        let Ask::Go { probe } = ask else {
            return Err(ask);
        };
        self.count(key, 1);
        Ok(probe.then_some(leader))
    }

    /// Counts a request in, whatever its bucket says.
    pub(super) fn count_in(&mut self, key: u64) {
        self.lane(key);
        self.count(key, 1);
    }

    /// Counts a request out.
    pub(super) fn settle(&mut self, key: u64, probe: Option<u64>) {
        self.count(key, -1);
        if let Some(lane) = probe.and_then(|leader| self.by_key.get_mut(&leader)) {
            lane.bucket.probed();
        }
    }

    /// Returns the bucket that this operation counts against.
    pub(super) fn bucket(&mut self, key: u64) -> Option<&mut Bucket> {
        let leader = self.by_key.get(&key)?.leader;
        self.by_key.get_mut(&leader).map(|lane| &mut lane.bucket)
    }

    /// Takes in a response's rate limit: joins, stays in or leaves a shared bucket.
    pub(super) fn hear(
        &mut self,
        key: u64,
        rate: &RateLimit,
        resets_in: Duration,
        sent: Instant,
        now: Instant,
    ) {
        let Some(lane) = self.by_key.get_mut(&key) else {
            return;
        };
        let same_window = lane.bucket.window() == Some((rate.limit, rate.reset));
        if same_window && lane.alone == Some(self.changes) {
            lane.bucket.hear(rate, resets_in, sent, now, false);
            return;
        }
        let leader = lane.leader;
        let shared = leader != key || self.is_followed(key);
        let Some(bucket) = self.bucket(key) else {
            return;
        };
        let before = bucket.window();
        if bucket.hear(rate, resets_in, sent, now, shared) == Belongs::No {
            self.part(key, leader);
            if let Some(lane) = self.by_key.get_mut(&key) {
                lane.bucket.hear(rate, resets_in, sent, now, false);
            }
        } else {
            self.changes += u64::from(bucket.window() != before);
            if !shared {
                self.join(key, rate, sent, now);
            }
        }
        if self.is_alone(key)
            && let Some(lane) = self.by_key.get_mut(&key)
        {
            lane.alone = Some(self.changes);
        }
    }

    fn lane(&mut self, key: u64) -> &mut Lane {
        self.by_key.entry(key).or_insert_with(|| Lane::new(key))
    }

    /// Counts a request in or out, for the operation and for its bucket.
    fn count(&mut self, key: u64, change: i64) {
        if let Some(lane) = self.by_key.get_mut(&key) {
            lane.in_flight = lane.in_flight.saturating_add_signed(change);
        }
        if let Some(bucket) = self.bucket(key) {
            bucket.in_flight = bucket.in_flight.saturating_add_signed(change);
        }
    }

    fn is_followed(&self, key: u64) -> bool {
        let mut others = self.others(key);
        others.any(|(_, lane)| lane.leader == key)
    }

    /// Whether no other operation counts against this one's bucket, or could be found to do so
    /// before somebody's window changes.
    fn is_alone(&self, key: u64) -> bool {
        let Some(own) = self.by_key.get(&key) else {
            return false;
        };
        let window = own.bucket.window();
        let alike = |other: u64, lane: &Lane| {
            lane.leader == key || (lane.leader == other && lane.bucket.window() == window)
        };
        own.leader == key && !self.others(key).any(|(other, lane)| alike(*other, lane))
    }

    fn others(&self, key: u64) -> impl Iterator<Item = (&u64, &Lane)> {
        let all = self.by_key.iter();
        all.filter(move |(other, _)| **other != key)
    }

    /// Finds another operation whose bucket this response can be of.
    fn join(&mut self, key: u64, rate: &RateLimit, sent: Instant, now: Instant) {
        let Some(own) = self.by_key.get(&key) else {
            return;
        };
        let moved = own.in_flight;
        let found = self.others(key).find(|(other, lane)| {
            lane.leader == **other
                && !own.apart.contains(other)
                && !lane.apart.contains(&key)
                && lane.bucket.could_be(rate, sent, now)
        });
        let Some(leader) = found.map(|(leader, _)| *leader) else {
            return;
        };
        self.changes += 1;
        if let Some(lane) = self.by_key.get_mut(&key) {
            lane.leader = leader;
            lane.bucket = Bucket::default();
        }
        if let Some(bucket) = self.bucket(key) {
            bucket.in_flight += moved;
            bucket.hear(rate, rate.resets_in.unwrap_or_default(), sent, now, false);
        }
    }

    /// Undoes a join that a response has contradicted.
    fn part(&mut self, key: u64, leader: u64) {
        self.changes += 1;
        if leader != key {
            self.leave(key, leader);
            return;
        }
        // The leader's responses are what its bucket is made of.
        let others = self.others(key);
        let followers: Vec<u64> = others
            .filter(|(_, lane)| lane.leader == key)
            .map(|(other, _)| *other)
            .collect();
        for follower in followers {
            self.leave(follower, key);
        }
    }

    fn leave(&mut self, key: u64, leader: u64) {
        let Some(lane) = self.by_key.get_mut(&key) else {
            return;
        };
        lane.leader = key;
        lane.apart.push(leader);
        lane.bucket.in_flight = lane.in_flight;
        let moved = lane.in_flight;
        if let Some(lane) = self.by_key.get_mut(&leader) {
            lane.bucket.in_flight = lane.bucket.in_flight.saturating_sub(moved);
        }
    }

    /// Drops operations without waiting requests. What they knew is learned again when needed.
    fn forget_idle(&mut self) {
        self.changes += 1;
        let lanes = &mut self.by_key;
        lanes.retain(|_, lane| lane.in_flight > 0 || Arc::strong_count(&lane.turn) > 1);
        let kept: Vec<u64> = lanes.keys().copied().collect();
        for (key, lane) in lanes.iter_mut() {
            if !kept.contains(&lane.leader) {
                lane.leader = *key;
                lane.bucket.in_flight = lane.in_flight;
            }
        }
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
            alone: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(limit: u64, remaining: u64) -> RateLimit {
        RateLimit {
            limit,
            remaining,
            reset: 1060,
            resets_in: Some(Duration::from_secs(60)),
        }
    }

    /// Sends one request after another. Returns who leads after each, given what it finds
    /// remaining.
    #[test]
    fn an_operation_that_was_alone_is_joined_and_left() {
        let mut lanes = Lanes::default();
        let mut now = Instant::now();
        let mut call = |lanes: &mut Lanes, key, limit, remaining| {
            let probe = lanes.admit(key, now, 1.0).unwrap_or_default();
            let sent = now + Duration::from_millis(1);
            now += Duration::from_millis(2);
            lanes.settle(key, probe);
            lanes.hear(
                key,
                &rate(limit, remaining),
                Duration::from_secs(60),
                sent,
                now,
            );
            [1, 2].map(|key| lanes.lane(key).leader)
        };
        let alone = |lanes: &mut Lanes, key| {
            let changes = lanes.changes;
            lanes.lane(key).alone == Some(changes)
        };
        // Two operations with their own limits.
        assert_eq!(call(&mut lanes, 1, 600, 599), [1, 2]);
        assert_eq!(call(&mut lanes, 2, 100, 99), [1, 2]);
        assert_eq!(call(&mut lanes, 1, 600, 598), [1, 2]);
        assert!(alone(&mut lanes, 1));
        // The second one turns out to count against the first one's bucket.
        assert_eq!(call(&mut lanes, 2, 600, 597), [1, 1]);
        assert!(!alone(&mut lanes, 1) && !alone(&mut lanes, 2));
        assert_eq!(call(&mut lanes, 1, 600, 596), [1, 1]);
        // Then it proves not to.
        assert_eq!(call(&mut lanes, 2, 600, 599), [1, 2]);
        assert!(!alone(&mut lanes, 1), "the windows are alike");
    }

    #[test]
    fn memory_is_bounded_and_what_is_under_way_is_kept() {
        let mut lanes = Lanes::default();
        let now = Instant::now();
        let minute = Duration::from_secs(60);
        let first = lanes.admit(0, now, 1.0).unwrap_or_default();
        for key in 1..3 * MOST as u64 {
            // Most of them join one bucket, which is forgotten and found again.
            lanes.queue(key);
            let probe = lanes.admit(key, now, 1.0).unwrap_or_default();
            lanes.settle(key, probe);
            lanes.hear(key, &rate(5000, 4999 - key), minute, now, now);
        }
        let all = &lanes.by_key;
        assert!(all.len() <= MOST, "{}", all.len());
        assert_eq!(all.get(&0).map(|lane| lane.in_flight), Some(1));
        assert!(all.values().all(|lane| all.contains_key(&lane.leader)));
        lanes.settle(0, first);
        let under_way = lanes.by_key.values().map(|lane| lane.bucket.in_flight);
        assert_eq!(under_way.sum::<u64>(), 0);
    }
}
