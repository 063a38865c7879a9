//! Groups assigned to an application.

use serde_json::{Value, json};

use super::view::stored;
use crate::{
    domain::apps::party,
    engine::{links, list::Selection},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{fill, writable},
        log::Party,
        state::{APPS, GROUPS, text},
    },
};

fn collection(app: &str) -> String {
    format!("{APPS}/{app}/groups")
}

fn shown(base: &str, app: &str, mut assignment: Value) -> Value {
    let group = text(&assignment, "id").to_owned();
    let all = json!({
        "app": { "href": format!("{base}/api/v1/apps/{app}") },
        "self": { "href": format!("{base}/api/v1/apps/{app}/groups/{group}") },
        "group": { "href": format!("{base}/api/v1/groups/{group}") },
    });
    links::add(&mut assignment, all);
    assignment
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::of(exchange, &["group.name"])?;
    let app = exchange.param("appId").to_owned();
    let base = exchange.base;
    let window = exchange.window()?;
    let store = &exchange.state.store;
    let assigned = store
        .collection(&collection(&app))
        .into_iter()
        .flat_map(|groups| groups.after(window.after.sequence))
        .filter(|(_, assignment)| {
            // `q` looks at the group's name, which the assignment does not have.
            let mut asked = assignment.clone().into_owned();
            if let Some(group) = store.get(GROUPS, text(assignment, "id")) {
                asked["group"] = group["profile"].clone();
            }
            selection.matches(&asked)
        })
        .map(|(sequence, assignment)| (sequence, shown(base, &app, assignment.into_owned())));
    Ok(window.page(assigned))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let app = exchange.param("appId");
    let group = exchange.param("groupId");
    let assignment = exchange.state.store.get(&collection(app), group);
    match assignment {
        Some(assignment) => Ok(Reply::ok(shown(
            exchange.base,
            app,
            assignment.into_owned(),
        ))),
        None => Err(OktaError::not_found(group, "AppGroup")),
    }
}

pub(crate) fn assign(exchange: &mut Exchange<'_>) -> Answer {
    let app = stored(exchange)?;
    let group = exchange.param("groupId").to_owned();
    let mut assignment = match &exchange.body {
        Value::Null => serde_json::Map::new(),
        _ => writable(exchange.object()?),
    };
    let id = text(&app, "id").to_owned();
    let priority = exchange.state.store.len(&collection(&id));
    fill(
        &mut assignment,
        json!({ "priority": priority, "profile": {} }),
    );
    assignment.insert("id".to_owned(), group.clone().into());
    assignment.insert("lastUpdated".to_owned(), exchange.time());
    let assignment = Value::Object(assignment);
    exchange
        .state
        .store
        .insert(&collection(&id), &group, assignment.clone());
    let targets = vec![group_party(exchange, &group), party(&app)];
    exchange.log(
        "group.application_assignment.add",
        "Add assigned application to group",
        targets,
    );
    Ok(Reply::ok(shown(exchange.base, &id, assignment)))
}

fn group_party(exchange: &Exchange<'_>, id: &str) -> Party {
    let name = exchange.state.store.get(GROUPS, id);
    let name = name.map(|group| text(&group["profile"], "name").to_owned());
    Party {
        id: id.to_owned(),
        kind: "UserGroup".into(),
        alternate_id: "unknown".to_owned(),
        display_name: name.unwrap_or_default(),
    }
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let app = stored(exchange)?;
    let group = exchange.param("groupId").to_owned();
    let removed = exchange
        .state
        .store
        .remove(&collection(text(&app, "id")), &group);
    if removed.is_none() {
        return Err(OktaError::not_found(&group, "AppGroup"));
    }
    let targets = vec![group_party(exchange, &group), party(&app)];
    exchange.log(
        "group.application_assignment.remove",
        "Remove assigned application from group",
        targets,
    );
    Ok(Reply::no_content())
}
