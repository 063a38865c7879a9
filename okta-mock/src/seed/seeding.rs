//! What all parts of the seeding need.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::world::{log::Party, state::State};

/// How much of everything an org has.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Size {
    pub(crate) users: u32,
    pub(crate) groups: u32,
    pub(crate) apps: u32,
}

/// What all parts of the seeding need.
pub(super) struct Seeding<'a> {
    pub(super) state: State,
    pub(super) seed: u64,
    pub(super) size: Size,
    pub(super) now: DateTime<Utc>,
    pub(super) base: &'a str,
}

impl Seeding<'_> {
    /// Names the one who holds the API token.
    pub(super) fn set_owner(&mut self, owner: Party) {
        self.state.owner = Arc::new(owner);
    }
}
