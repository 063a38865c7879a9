//! Applications, each assigned to a group.

use serde_json::{Map, json};

use super::seeding::Seeding;
use crate::{
    data::{app, instant_of, timestamp},
    domain::furnish,
    world::state::{APPS, GROUPS, text},
};

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let seed = seeding.seed;
    let state = &mut seeding.state;
    let groups: Vec<String> = state
        .store
        .values(GROUPS)
        .filter(|group| text(group, "type") == "OKTA_GROUP")
        .map(|group| text(&group, "id").to_owned())
        .collect();
    for n in 0..u64::from(seeding.size.apps) {
        let app = app(n);
        let id = state.seeded_id("0oa", n);
        let time = timestamp(instant_of(seed, "app", n));
        let value = Map::from_iter([
            ("id".to_owned(), id.clone().into()),
            ("label".to_owned(), app.label.into()),
            ("name".to_owned(), app.name.into()),
            ("signOnMode".to_owned(), app.sign_on_mode.into()),
            ("status".to_owned(), "ACTIVE".into()),
            ("created".to_owned(), time.clone().into()),
            ("lastUpdated".to_owned(), time.clone().into()),
        ]);
        furnish::add(state, &id, value, seeding.now, seeding.base);
        let group = usize::try_from(n)
            .ok()
            .and_then(|n| groups.get(n.checked_rem(groups.len())?));
        if let Some(group) = group {
            let assignment =
                json!({ "id": group, "lastUpdated": time, "priority": 0, "profile": {} });
            state
                .store
                .insert(&format!("{APPS}/{id}/groups"), group, assignment);
        }
    }
}
