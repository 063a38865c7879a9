//! A many-to-many relation between resources, by their sequence numbers.

use std::collections::BTreeSet;

/// Pairs of a left and a right member, found from either side in creation order.
#[derive(Debug, Default)]
pub(crate) struct Relation {
    forward: BTreeSet<(u64, u64)>,
    backward: BTreeSet<(u64, u64)>,
}

impl Relation {
    /// A relation of many pairs at once, which is much cheaper than one by one.
    pub(crate) fn from_pairs(mut pairs: Vec<(u64, u64)>) -> Self {
        pairs.sort_unstable();
        let mut turned: Vec<_> = pairs.iter().map(|(left, right)| (*right, *left)).collect();
        turned.sort_unstable();
        Self {
            forward: pairs.into_iter().collect(),
            backward: turned.into_iter().collect(),
        }
    }

    /// All pairs, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u64, u64)> {
        self.forward.iter().copied()
    }

    /// Whether the pair was new.
    pub(crate) fn insert(&mut self, left: u64, right: u64) -> bool {
        self.backward.insert((right, left));
        self.forward.insert((left, right))
    }

    /// Whether the pair was there.
    pub(crate) fn remove(&mut self, left: u64, right: u64) -> bool {
        self.backward.remove(&(right, left));
        self.forward.remove(&(left, right))
    }

    pub(crate) fn contains(&self, left: u64, right: u64) -> bool {
        self.forward.contains(&(left, right))
    }

    /// The right members of `left` behind `after`, ascending.
    pub(crate) fn of_left(&self, left: u64, after: u64) -> impl Iterator<Item = u64> {
        self.forward
            .range((left, after.saturating_add(1))..=(left, u64::MAX))
            .map(|(_, right)| *right)
    }

    /// The left members of `right`, ascending.
    pub(crate) fn of_right(&self, right: u64) -> impl Iterator<Item = u64> {
        self.backward
            .range((right, 0)..=(right, u64::MAX))
            .map(|(_, left)| *left)
    }

    /// Forgets every pair of `left`.
    pub(crate) fn drop_left(&mut self, left: u64) {
        let rights: Vec<u64> = self.of_left(left, 0).collect();
        for right in rights {
            self.remove(left, right);
        }
    }

    /// Forgets every pair of `right`.
    pub(crate) fn drop_right(&mut self, right: u64) {
        let lefts: Vec<u64> = self.of_right(right).collect();
        for left in lefts {
            self.remove(left, right);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree() {
        let mut members = Relation::from_pairs(vec![(2, 9), (1, 7), (1, 9), (1, 8)]);
        assert!(!members.insert(1, 7));
        assert!(members.remove(1, 8));
        assert!(!members.remove(1, 8));
        assert_eq!(members.of_left(1, 0).collect::<Vec<_>>(), [7, 9]);
        assert_eq!(members.of_left(1, 7).collect::<Vec<_>>(), [9]);
        assert_eq!(members.of_right(9).collect::<Vec<_>>(), [1, 2]);
        members.drop_right(9);
        assert!(!members.contains(2, 9));
        members.drop_left(1);
        assert_eq!(members.of_right(7).count(), 0);
    }
}
