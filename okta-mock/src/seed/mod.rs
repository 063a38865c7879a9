//! What an org holds from the start, the same for the same seed.

mod apps;
mod extras;
mod factors;
mod history;
mod integrations;
mod people;
mod settings;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    data::second,
    domain::shapes::settings::schema_of,
    world::{
        log::Party,
        state::{Landmarks, State},
    },
};

/// How much of everything an org has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) users: u32,
    pub(crate) groups: u32,
    pub(crate) apps: u32,
}

/// What all parts of the seeding need.
struct Seeding<'a> {
    state: State,
    seed: u64,
    size: Size,
    now: DateTime<Utc>,
    base: &'a str,
}

/// The contents of a new org.
pub(crate) fn state(seed: u64, size: Size, now: DateTime<Utc>, base: &str) -> State {
    let mut state = State::new(seed);
    state.landmarks = Landmarks {
        org: state.seeded_id("00o", 0),
        everyone: state.seeded_id("00g", 0),
        owner: state.seeded_id("00u", 0),
        user_type: state.seeded_id("oty", 0),
        user_schema: String::new(),
        authorization_server: state.seeded_id("aus", 0),
        brand: state.seeded_id("bnd", 0),
        access_policy: state.seeded_id("rst", 0),
        profile_enrollment: state.seeded_id("rst", 1),
        realm: state.seeded_id("guo", 0),
    };
    state.landmarks.user_schema = schema_of(&state.landmarks.user_type);
    let mut seeding = Seeding {
        state,
        seed,
        size,
        // How long the program took to come here shows in nothing that it makes.
        now: second(now),
        base,
    };
    people::seed(&mut seeding);
    apps::seed(&mut seeding);
    settings::seed(&mut seeding);
    integrations::seed(&mut seeding);
    extras::seed(&mut seeding);
    history::seed(&mut seeding);
    seeding.state
}

impl Seeding<'_> {
    /// Names the one who holds the API token.
    fn set_owner(&mut self, owner: Party) {
        self.state.owner = Arc::new(owner);
    }
}
