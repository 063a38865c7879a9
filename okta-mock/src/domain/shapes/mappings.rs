//! Profile mappings: from the profiles of an application or an identity provider to those
//! of users, and back.

use serde_json::{Map, Value, json};

use super::settings::schema_of;
use crate::{
    domain::links,
    world::state::{State, text},
};

/// Where mappings lie.
pub(crate) const MAPPINGS: &str = "/api/v1/mappings";

/// Attributes of users that an identity provider fills, and what with.
const FROM_PROVIDER: &[(&str, &str)] = &[
    ("login", "appuser.email"),
    ("displayName", "appuser.displayName"),
    ("nickName", "appuser.nickname"),
    ("firstName", "appuser.firstName"),
    ("middleName", "appuser.middleName"),
    ("lastName", "appuser.lastName"),
    ("email", "appuser.email"),
    ("profileUrl", "appuser.profile"),
    ("primaryPhone", "appuser.phoneNumber"),
];

/// Those that an application takes over from users.
const TO_APPLICATION: &[(&str, &str)] = &[
    ("givenName", "user.firstName"),
    ("familyName", "user.lastName"),
    ("email", "user.email"),
];

/// Gives a new identity provider the mapping to users.
pub(crate) fn of_provider(state: &mut State, id: &str, kind: &str) {
    let name = super::idps::profile_name(kind);
    add(
        state,
        end(id, &name, "appuser"),
        users(state),
        FROM_PROVIDER,
    );
}

/// Gives a new application the mappings to users and from them.
pub(crate) fn of_application(state: &mut State, id: &str, name: &str) {
    let app = end(id, name, "appuser");
    let users = users(state);
    add(state, app.clone(), users.clone(), &[]);
    add(state, users, app, TO_APPLICATION);
}

/// Takes the mappings of an application or an identity provider away.
pub(crate) fn remove_of(state: &mut State, id: &str) {
    let theirs: Vec<String> = state
        .store
        .values(MAPPINGS)
        .filter(|mapping| mapping["source"]["id"] == id || mapping["target"]["id"] == id)
        .map(|mapping| text(&mapping, "id").to_owned())
        .collect();
    for mapping in theirs {
        state.store.remove(MAPPINGS, &mapping);
    }
}

fn users(state: &State) -> Value {
    end(&state.landmarks.user_type, "user", "user")
}

/// One end of a mapping.
fn end(id: &str, name: &str, kind: &str) -> Value {
    json!({ "id": id, "name": name, "type": kind })
}

fn add(state: &mut State, source: Value, target: Value, properties: &[(&str, &str)]) {
    let id = state.new_id("prm");
    let properties: Map<String, Value> = properties
        .iter()
        .map(|(name, expression)| {
            let property = json!({ "expression": expression, "pushStatus": "DONT_PUSH" });
            ((*name).to_owned(), property)
        })
        .collect();
    let mapping = json!({
        "id": id, "source": source, "target": target, "properties": properties,
    });
    state.store.insert(MAPPINGS, &id, mapping);
}

/// The mapping with its links and those of its ends.
pub(crate) fn shown(mut mapping: Value, base: &str) -> Value {
    for side in ["source", "target"] {
        let id = text(&mapping[side], "id").to_owned();
        let (own, schema) = if text(&mapping[side], "type") == "user" {
            (
                format!("types/user/{id}"),
                format!("user/{}", schema_of(&id)),
            )
        } else {
            (String::new(), format!("apps/{id}/default"))
        };
        let own = match own.as_str() {
            "" => format!("{base}/api/v1/apps/{id}"),
            own => format!("{base}/api/v1/meta/{own}"),
        };
        links::add(
            &mut mapping[side],
            json!({
                "self": { "href": own },
                "schema": { "href": format!("{base}/api/v1/meta/schemas/{schema}") },
            }),
        );
    }
    let own = format!("{base}{MAPPINGS}/{}", text(&mapping, "id"));
    links::add(&mut mapping, json!({ "self": { "href": own } }));
    mapping
}
