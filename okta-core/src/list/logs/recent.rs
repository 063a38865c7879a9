//! Remembers which events were delivered recently.

use std::collections::{HashSet, VecDeque};

/// Ten pages of the log; the ids take about half a megabyte.
const MOST: usize = 10_000;

/// Remembers the last ids, and forgets the oldest.
#[derive(Debug, Default)]
pub(super) struct Recent {
    order: VecDeque<String>,
    known: HashSet<String>,
}

impl Recent {
    /// Adds this id. Returns whether it is new.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        if !self.known.insert(id.to_owned()) {
            return false;
        }
        self.order.push_back(id.to_owned());
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }

    /// Returns the last `count` ids, oldest first.
    pub(super) fn last(&self, count: usize) -> Vec<String> {
        let skip = self.order.len().saturating_sub(count);
        self.order.iter().skip(skip).cloned().collect()
    }
}

impl FromIterator<String> for Recent {
    fn from_iter<I: IntoIterator<Item = String>>(ids: I) -> Self {
        let mut recent = Self::default();
        for id in ids {
            recent.insert(&id);
        }
        recent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_the_oldest_go_first() {
        let mut recent = Recent::default();
        for id in 0..MOST + 5 {
            assert!(recent.insert(&id.to_string()));
        }
        assert_eq!((recent.order.len(), recent.known.len()), (MOST, MOST));
        assert!(!recent.insert("5"));
        assert!(recent.insert("4"));
        assert_eq!(recent.last(2), [(MOST + 4).to_string(), "4".into()]);
    }
}
