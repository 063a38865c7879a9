//! What happened in the month before the org started: people signed in, or tried to.

use std::sync::Arc;

use chrono::TimeDelta;

use super::seeding::Seeding;
use crate::{
    data::Rng,
    world::{
        log::{Event, What},
        state::{USERS, user_party},
    },
};

/// Days that the System Log goes back.
const DAYS: i64 = 30;
/// Sign-ins for each user, and at most.
const EACH: u64 = 6;
const MOST: u64 = 600;

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let users = u64::from(seeding.size.users);
    let count = (users * EACH).min(MOST);
    let start = seeding.now - TimeDelta::days(DAYS);
    let step = TimeDelta::days(DAYS).num_milliseconds() / i64::try_from(count.max(1)).unwrap_or(1);
    for (n, before) in (0..count).zip(0_i64..) {
        let mut rng = Rng::of(seeding.seed, "history", n);
        let id = seeding.state.seeded_id("00u", rng.below(users));
        let Some(user) = seeding.state.store.get(USERS, &id) else {
            continue;
        };
        let party = user_party(&user);
        drop(user);
        let failed = rng.one_in(5);
        seeding.state.log.write(Event {
            sequence: 0,
            published: start + TimeDelta::milliseconds(before * step),
            what: What::new("user.session.start", "User login to Okta"),
            actor: Arc::new(party.clone()),
            targets: vec![party],
            failure: failed.then_some("INVALID_CREDENTIALS"),
            request_id: rng.text(26).into(),
        });
    }
}
