//! Who is assigned to an application: users by themselves, and those of assigned groups.

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
        json::{fill, merge, writable},
        state::{APPS, USERS, text, user_party},
    },
};

/// What `q` looks at: of the assignment, and of the user that is assigned.
const NAMES: &[&str] = &[
    "credentials.userName",
    "profile.email",
    "user.firstName",
    "user.lastName",
    "user.email",
];

fn collection(app: &str) -> String {
    format!("{APPS}/{app}/users")
}

/// A user of an application, however they were assigned; `None` if they were not.
pub(crate) fn of_user(exchange: &Exchange<'_>, app: &str, user: &str) -> Option<Value> {
    let users = exchange.state.store.collection(USERS)?;
    let sequence = users.sequence(user)?;
    effective(exchange, app, &*users.at(sequence)?, sequence)
}

/// What the assignment of a user looks like; `None` if there is none.
fn effective(exchange: &Exchange<'_>, app: &str, user: &Value, sequence: u64) -> Option<Value> {
    let id = text(user, "id");
    if let Some(own) = exchange.state.store.get(&collection(app), id) {
        return Some(shown(exchange, app, own.into_owned()));
    }
    if text(user, "status") == "DEPROVISIONED" {
        return None;
    }
    let group = exchange.state.assigning_group(app, sequence)?;
    let assignment = exchange
        .state
        .store
        .get(&format!("{APPS}/{app}/groups"), &group)?;
    let login = text(&user["profile"], "login");
    let mut through_group = json!({
        "id": id,
        "externalId": null,
        "created": assignment["lastUpdated"],
        "lastUpdated": assignment["lastUpdated"],
        "scope": "GROUP",
        "status": "ACTIVE",
        "statusChanged": assignment["lastUpdated"],
        "passwordChanged": null,
        "syncState": "DISABLED",
        "credentials": { "userName": login },
        "profile": assignment["profile"],
    });
    links::add(
        &mut through_group,
        json!({ "group": {
            "name": group,
            "href": exchange.url(&format!("/api/v1/groups/{group}")),
        } }),
    );
    Some(shown(exchange, app, through_group))
}

fn shown(exchange: &Exchange<'_>, app: &str, mut assigned: Value) -> Value {
    let user = text(&assigned, "id").to_owned();
    let all = json!({
        "app": { "href": exchange.url(&format!("/api/v1/apps/{app}")) },
        "user": { "href": exchange.url(&format!("/api/v1/users/{user}")) },
    });
    links::add(&mut assigned, all);
    assigned
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::of(exchange, NAMES)?;
    let window = exchange.window()?;
    let app = exchange.param("appId").to_owned();
    let has_groups = exchange.state.store.len(&format!("{APPS}/{app}/groups")) > 0;
    let users = exchange.state.store.collection(USERS);
    let own = exchange.state.store.collection(&collection(&app));
    let assigned = users
        .into_iter()
        .flat_map(|users| users.after(window.after.sequence))
        // Only groups make it worth asking for users who were not assigned themselves.
        .filter(|(_, user)| {
            has_groups || own.is_some_and(|own| own.sequence(text(user, "id")).is_some())
        })
        .filter_map(|(sequence, user)| {
            let assigned = effective(exchange, &app, &user, sequence)?;
            let mut asked = assigned.clone();
            asked["user"] = user["profile"].clone();
            selection.matches(&asked).then_some((sequence, assigned))
        });
    Ok(window.page(assigned))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let app = exchange.param("appId").to_owned();
    let user = exchange.param("userId").to_owned();
    of_user(exchange, &app, &user)
        .map(Reply::ok)
        .ok_or_else(|| OktaError::not_found(&user, "AppUser"))
}

pub(crate) fn assign(exchange: &mut Exchange<'_>) -> Answer {
    let app = stored(exchange)?;
    if text(&app, "status") != "ACTIVE" {
        return Err(OktaError::validation(
            "app",
            ["app: The application is not active"],
        ));
    }
    let mut assigned = writable(exchange.object()?);
    let given = exchange.body["id"].as_str().unwrap_or_default();
    if given.is_empty() {
        return Err(OktaError::blank("id"));
    }
    let user = exchange
        .state
        .user_id(given)
        .ok_or_else(|| OktaError::not_found(given, "User"))?;
    let user = exchange.user(&user)?;
    if text(&user, "status") == "DEPROVISIONED" {
        return Err(OktaError::validation(
            "id",
            ["id: The user is deactivated and cannot be assigned"],
        ));
    }
    let now = exchange.time();
    fill(
        &mut assigned,
        json!({
            "id": user["id"],
            "externalId": null,
            "created": now,
            "lastUpdated": now,
            "status": "ACTIVE",
            "statusChanged": now,
            "passwordChanged": null,
            "syncState": "DISABLED",
            "credentials": { "userName": user["profile"]["login"] },
            "profile": {},
        }),
    );
    assigned.insert("scope".to_owned(), "USER".into());
    hide_password(&mut assigned);
    let id = text(&app, "id").to_owned();
    let assigned = Value::Object(assigned);
    exchange
        .state
        .store
        .insert(&collection(&id), text(&user, "id"), assigned.clone());
    exchange.log(
        "application.user_membership.add",
        "Add user to application membership",
        vec![user_party(&user), party(&app)],
    );
    Ok(Reply::ok(shown(exchange, &id, assigned)))
}

/// Takes over that there is a password, and not which.
fn hide_password(assigned: &mut serde_json::Map<String, Value>) {
    if let Some(Value::Object(credentials)) = assigned.get_mut("credentials")
        && credentials.contains_key("password")
    {
        credentials.insert("password".to_owned(), json!({}));
    }
}

pub(crate) fn update(exchange: &mut Exchange<'_>) -> Answer {
    let app = exchange.param("appId").to_owned();
    let user = exchange.param("userId").to_owned();
    let mut changes = writable(exchange.object()?);
    hide_password(&mut changes);
    let Some(Value::Object(mut assigned)) = of_user(exchange, &app, &user) else {
        return Err(OktaError::not_found(&user, "AppUser"));
    };
    // Who is changed by themselves does not follow the group any more.
    assigned.remove("_links");
    assigned.insert("scope".to_owned(), "USER".into());
    merge(&mut assigned, &changes);
    assigned.insert("lastUpdated".to_owned(), exchange.time());
    let assigned = Value::Object(assigned);
    exchange
        .state
        .store
        .insert(&collection(&app), &user, assigned.clone());
    Ok(Reply::ok(shown(exchange, &app, assigned)))
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let app = stored(exchange)?;
    let user_id = exchange.param("userId").to_owned();
    let user = exchange.user(&user_id)?;
    let removed = exchange
        .state
        .store
        .remove(&collection(text(&app, "id")), &user_id);
    if removed.is_none() {
        return Err(OktaError::not_found(&user_id, "AppUser"));
    }
    exchange.log(
        "application.user_membership.remove",
        "Remove user's application membership",
        vec![user_party(&user), party(&app)],
    );
    Ok(Reply::no_content())
}

/// What a user finds on their dashboard.
pub(crate) fn links_of_user(exchange: &mut Exchange<'_>) -> Answer {
    let user = exchange.param("userId").to_owned();
    let base = exchange.base;
    let tiles: Vec<Value> = exchange
        .state
        .store
        .values(APPS)
        .filter(|app| text(app, "status") == "ACTIVE")
        .filter(|app| of_user(exchange, text(app, "id"), &user).is_some())
        .enumerate()
        .map(|(order, app)| {
            let (id, name) = (text(&app, "id"), text(&app, "name"));
            json!({
                "id": format!("{user}-{id}"),
                "label": app["label"],
                "linkUrl": format!("{base}/home/{name}/{id}/aln1"),
                "logoUrl": format!("{base}/assets/app-medium.png"),
                "appName": name,
                "appInstanceId": id,
                "appAssignmentId": format!("0ua{id}"),
                "credentialsSetup": false,
                "hidden": false,
                "sortOrder": order,
            })
        })
        .collect();
    Ok(Reply::ok(Value::Array(tiles)))
}
