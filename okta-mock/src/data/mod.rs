//! Plausible contents of an org, the same for the same seed.
//!
//! Everything is computed from the seed and a number, so the hundred-thousandth user
//! costs as much as the first and none has to be made before another.

mod apps;
mod groups;
mod ids;
mod people;
mod rng;
mod time;

pub(crate) use apps::{App, app};
pub(crate) use groups::group;
pub(crate) use ids::{Ids, prefix_of, role_id};
pub(crate) use people::{DEPARTMENTS, Person, person, slug};
pub(crate) use rng::Rng;
pub(crate) use time::{instant_of, second, timestamp};
