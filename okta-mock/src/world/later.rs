//! What seeded users have below them, made when somebody first asks for it, so that an org
//! with very many users starts at once.

use std::collections::BTreeSet;

use serde_json::Value;

/// Makes the factors of the n-th seeded user, each with its id.
pub(crate) type Maker = Box<dyn Fn(u32) -> Vec<(String, Value)> + Send>;

/// Who has been furnished, and with what the others will be.
pub(crate) struct Later {
    /// The sequence number of the first seeded user.
    first: u64,
    users: u32,
    furnished: BTreeSet<u32>,
    maker: Maker,
}

impl Later {
    pub(crate) fn new(first: u64, users: u32, maker: Maker) -> Self {
        Self {
            first,
            users,
            furnished: BTreeSet::new(),
            maker,
        }
    }

    pub(crate) fn furnished(&self) -> &BTreeSet<u32> {
        &self.furnished
    }

    pub(crate) fn restore(&mut self, furnished: BTreeSet<u32>) {
        self.furnished = furnished;
    }

    /// What the user with this sequence number still has to get.
    pub(crate) fn take(&mut self, sequence: u64) -> Vec<(String, Value)> {
        let n = sequence.checked_sub(self.first).map(u32::try_from);
        match n {
            Some(Ok(n)) if n < self.users && self.furnished.insert(n) => (self.maker)(n),
            _ => Vec::new(),
        }
    }
}
