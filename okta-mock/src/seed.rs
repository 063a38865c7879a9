//! What an org holds from the start.

use chrono::{DateTime, Utc};

use crate::state::State;

/// How much of everything an org has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) users: u32,
    pub(crate) groups: u32,
    pub(crate) apps: u32,
}

/// The contents of a new org.
pub(crate) fn state(seed: u64, _size: Size, _now: DateTime<Utc>, _base: &str) -> State {
    State::new(seed)
}
