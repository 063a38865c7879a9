//! One member for each collection that only a newer description tells of, made from its
//! schema, so that whatever is listed can be read, changed and deleted.

use serde_json::Value;

use super::seeding::Seeding;
use crate::{
    data::{Rng, timestamp},
    description::{
        Description, Operation, resources::Resource, schema::plausible::settle, template,
    },
    world::state::{APPS, USERS},
};

/// Below so many members of a collection there is something; below more users, because who
/// tries something takes one who is active.
const PARENTS: usize = 2;
const PARENT_USERS: usize = 6;

/// Collections that begin empty: an org may have one CAPTCHA at most, only who has apps of
/// their own has providers for them, and logs stream to somebody's account elsewhere.
const EMPTY: [&str; 3] = [
    "/api/v1/captchas",
    "/api/v1/logStreams",
    "/api/v1/push-providers",
];

pub(super) fn seed(seeding: &mut Seeding<'_>, description: &Description) {
    let mut kinds = description.later_kinds();
    // What others belong to comes first.
    kinds.sort_by_key(|(operation, _, _)| operation.template.split('/').count());
    for (operation, resource, schema) in kinds {
        if EMPTY.contains(&&*resource.template) {
            continue;
        }
        for path in places(seeding, operation, &resource.template) {
            if seeding.state.store.len(&path) == 0 {
                put(seeding, description, &path, resource, schema);
            }
        }
    }
}

/// The paths of a kind's collections, below the first of those that they belong to.
fn places(seeding: &Seeding<'_>, operation: &Operation, collection: &str) -> Vec<String> {
    let mut paths = vec![String::new()];
    let depth = template::path(collection).split('/').skip(1).count();
    for segment in operation.template.split('/').skip(1).take(depth) {
        let below = |path: &String| -> Vec<String> {
            let Some(name) = template::parameter(segment) else {
                return vec![segment.to_owned()];
            };
            let mut ids = ids(seeding, path);
            if ids.is_empty() && (name == "clientId" || name.starts_with("app")) {
                ids = self::ids(seeding, APPS);
            }
            if ids.is_empty() {
                operation.documented(name).into_iter().collect()
            } else {
                ids
            }
        };
        paths = paths
            .iter()
            .flat_map(|path| {
                below(path)
                    .into_iter()
                    .map(move |id| format!("{path}/{id}"))
            })
            .collect();
    }
    paths
}

/// The ids of the first members of a collection.
fn ids(seeding: &Seeding<'_>, collection: &str) -> Vec<String> {
    let count = if collection == USERS {
        PARENT_USERS
    } else {
        PARENTS
    };
    let members = seeding.state.store.values(collection).take(count);
    members
        .filter_map(|member| {
            ["id", "kid", "name", "label"]
                .iter()
                .find_map(|key| member[*key].as_str().map(str::to_owned))
        })
        .collect()
}

fn put(
    seeding: &mut Seeding<'_>,
    description: &Description,
    path: &str,
    resource: &Resource,
    schema: &Value,
) {
    let mut rng = Rng::of(seeding.seed, path, 0);
    let mut member = description.schemas.sample(schema, &mut rng);
    settle(&mut member, seeding.base);
    let Some(properties) = member.as_object_mut() else {
        return;
    };
    properties.remove("_links");
    properties.remove("_embedded");
    let key = &*resource.key;
    if key == "id" || key == "kid" || !properties.contains_key(key) {
        let id = seeding.state.new_id(&resource.prefix);
        properties.insert(key.to_owned(), id.into());
    }
    if let Some(status) = &resource.status {
        properties.insert("status".to_owned(), (**status).into());
    }
    let time = timestamp(seeding.now);
    for name in resource.times.into_iter().filter(|name| !name.is_empty()) {
        properties.insert(name.to_owned(), time.clone().into());
    }
    if let Some(id) = member[key].as_str().map(str::to_owned) {
        seeding.state.store.insert(path, &id, member);
    }
}
