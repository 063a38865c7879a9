//! What an org holds from the start, the same for the same seed.

mod apps;
mod described;
mod extras;
mod factors;
mod history;
mod integrations;
mod newer;
mod people;
mod seeding;
mod settings;

use chrono::{DateTime, Utc};

use seeding::Seeding;
pub(crate) use seeding::Size;

use crate::{
    data::second,
    description::Description,
    domain::{apps::register, shapes::settings::schema_of},
    world::{
        saved::Saved,
        state::{APPS, Landmarks, State, text},
    },
};

/// The contents of a new org; with a newer description, of everything that it knows.
pub(crate) fn state(
    seed: u64,
    size: Size,
    now: DateTime<Utc>,
    base: &str,
    newer: Option<&Description>,
) -> State {
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
    newer::seed(&mut seeding);
    if let Some(description) = newer {
        described::seed(&mut seeding, description);
    }
    history::seed(&mut seeding);
    seeding.state
}

/// Lets an org hold what was saved, in the place of what was made from the same seed.
pub(crate) fn restore(state: &mut State, saved: Saved) {
    state.restore(saved);
    let apps: Vec<String> = state
        .store
        .values(APPS)
        .map(|app| text(&app, "id").to_owned())
        .collect();
    state.oauth.forget_apps();
    for app in apps {
        register(state, &app);
    }
}
