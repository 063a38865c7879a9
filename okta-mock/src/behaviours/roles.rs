//! Administrators' roles of users and groups, and what they are limited to.

use serde_json::{Value, json};

use crate::{
    data::role_id,
    domain::roles::assignment,
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        log::Party,
        state::{APPS, GROUPS, text},
    },
};

fn shown(exchange: &Exchange<'_>, mut role: Value) -> Value {
    let assignee = exchange.url(&exchange.path_to(4));
    links::add(&mut role, json!({ "assignee": { "href": assignee } }));
    role
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let roles: Vec<Value> = exchange
        .state
        .store
        .values(&exchange.path())
        .map(|role| shown(exchange, role.into_owned()))
        .collect();
    Ok(Reply::ok(Value::Array(roles)))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("roleId");
    match exchange.state.store.get(&exchange.parent(1), id) {
        Some(role) => Ok(Reply::ok(shown(exchange, role.into_owned()))),
        None => Err(OktaError::not_found(id, "Role")),
    }
}

pub(crate) fn assign(exchange: &mut Exchange<'_>) -> Answer {
    let role = text(&exchange.body, "type").to_owned();
    let of_user = exchange.path().starts_with("/api/v1/users");
    let kind = if of_user { "USER" } else { "GROUP" };
    let Some(assignment) = assignment(&role, kind, &exchange.time()) else {
        return Err(OktaError::validation(
            "type",
            ["type: The field has an invalid value"],
        ));
    };
    let collection = exchange.path();
    let id = role_id(&role);
    if exchange.state.store.contains(&collection, &id) {
        return Err(OktaError::duplicate_role());
    }
    exchange
        .state
        .store
        .insert(&collection, &id, assignment.clone());
    note(exchange, "grant", "Grant");
    Ok(Reply::created(shown(exchange, assignment)))
}

fn note(exchange: &mut Exchange<'_>, verb: &str, word: &str) {
    let id = exchange.segments.get(3).cloned().unwrap_or_default();
    let (event, message, kind) = if exchange.path().starts_with("/api/v1/users") {
        ("user.account.privilege", "user privilege", "User")
    } else {
        ("group.privilege", "group privilege", "UserGroup")
    };
    let target = Party {
        id: id.clone(),
        kind: kind.into(),
        alternate_id: id,
        display_name: "unknown".to_owned(),
    };
    exchange.log(
        format!("{event}.{verb}"),
        format!("{word} {message}"),
        vec![target],
    );
}

pub(crate) fn remove(exchange: &mut Exchange<'_>) -> Answer {
    let collection = exchange.parent(1);
    let id = exchange.param("roleId").to_owned();
    if exchange.state.store.remove(&collection, &id).is_none() {
        return Err(OktaError::not_found(&id, "Role"));
    }
    note(exchange, "revoke", "Revoke");
    Ok(Reply::no_content())
}

/// The groups that a role is limited to.
pub(crate) fn list_group_targets(exchange: &mut Exchange<'_>) -> Answer {
    let window = exchange.window()?;
    let path = exchange.path();
    let base = exchange.base;
    let store = &exchange.state.store;
    let groups = store
        .collection(&path)
        .into_iter()
        .flat_map(|targets| targets.after(window.after.sequence))
        .filter_map(|(sequence, target)| {
            let group = store.get(GROUPS, text(&target, "id"))?.into_owned();
            Some((sequence, super::groups::shown(group, base)))
        });
    Ok(window.page(groups))
}

/// Limits a role to a group or an application, or lifts the limit.
pub(crate) fn add_target(exchange: &mut Exchange<'_>) -> Answer {
    let collection = exchange.parent(1);
    let id = exchange.segments.last().cloned().unwrap_or_default();
    exchange
        .state
        .store
        .insert(&collection, &id, json!({ "id": id }));
    Ok(Reply::no_content())
}

pub(crate) fn remove_target(exchange: &mut Exchange<'_>) -> Answer {
    let collection = exchange.parent(1);
    let id = exchange.segments.last().cloned().unwrap_or_default();
    match exchange.state.store.remove(&collection, &id) {
        Some(_) => Ok(Reply::no_content()),
        None => Err(OktaError::not_found(&id, "Target")),
    }
}

/// Lifts the limits to single applications.
pub(crate) fn all_apps(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    exchange.state.store.clear(&path);
    Ok(Reply::no_content())
}

/// The applications that a role is limited to, as the catalogue of applications has them.
pub(crate) fn list_app_targets(exchange: &mut Exchange<'_>) -> Answer {
    let window = exchange.window()?;
    let path = exchange.path();
    let store = &exchange.state.store;
    let base = exchange.base;
    let targets = store
        .collection(&path)
        .into_iter()
        .flat_map(|targets| targets.after(window.after.sequence))
        .map(|(sequence, target)| (sequence, catalog_app(exchange, text(&target, "id"), base)));
    Ok(window.page(targets))
}

fn catalog_app(exchange: &Exchange<'_>, name: &str, base: &str) -> Value {
    let apps = &exchange.state.store;
    let app = apps
        .values(APPS)
        .find(|app| text(app, "name") == name || text(app, "id") == name);
    let label = app.as_ref().map_or(name, |app| text(app, "label"));
    json!({
        "name": name,
        "displayName": label,
        "description": null,
        "status": "ACTIVE",
        "category": "UNKNOWN",
        "verificationStatus": "OKTA_VERIFIED",
        "features": [],
        "signOnModes": app.as_ref().map(|app| vec![app["signOnMode"].clone()]),
        "_links": { "self": { "href": format!("{base}/api/v1/catalog/apps/{name}") } },
    })
}
