//! Ids that may be used once.

use std::collections::{HashSet, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

/// Beyond this many the oldest are forgotten before their time.
const MAX_IDS: usize = 100_000;

/// Longer ids are refused, so that none fills the memory.
pub(super) const MAX_ID_LENGTH: usize = 256;

/// The ids that were used lately.
#[derive(Debug, Default)]
pub(super) struct UsedIds {
    ids: HashSet<(String, String)>,
    by_age: VecDeque<(DateTime<Utc>, (String, String))>,
}

impl UsedIds {
    /// Uses an id of this owner up for a while; false when it was used already.
    pub(super) fn use_up(
        &mut self,
        owner: &str,
        id: &str,
        now: DateTime<Utc>,
        keep: TimeDelta,
    ) -> bool {
        while let Some((until, _)) = self.by_age.front()
            && (*until <= now || self.by_age.len() >= MAX_IDS)
            && let Some((_, old)) = self.by_age.pop_front()
        {
            self.ids.remove(&old);
        }
        let entry = (owner.to_owned(), id.to_owned());
        let is_new = self.ids.insert(entry.clone());
        if is_new {
            self.by_age.push_back((now + keep, entry));
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_for_a_while_and_for_each_owner() {
        let mut ids = UsedIds::default();
        let keep = TimeDelta::seconds(10);
        let at = |second| DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
        for (owner, id, second, expected) in [
            ("a", "1", 0, true),
            ("a", "1", 5, false),
            ("b", "1", 5, true),
            ("a", "2", 5, true),
            ("a", "1", 9, false),
            ("a", "1", 10, true),
            ("b", "1", 14, false),
            ("b", "1", 15, true),
        ] {
            let first = ids.use_up(owner, id, at(second), keep);
            assert_eq!(first, expected, "{owner} {id} at {second}");
        }
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut ids = UsedIds::default();
        for n in 0..=MAX_IDS {
            assert!(ids.use_up(
                "a",
                &n.to_string(),
                DateTime::UNIX_EPOCH,
                TimeDelta::seconds(10)
            ));
        }
        assert_eq!((ids.ids.len(), ids.by_age.len()), (MAX_IDS, MAX_IDS));
    }
}
