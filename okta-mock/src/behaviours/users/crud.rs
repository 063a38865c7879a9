//! Creating, reading, changing and removing users.

use http::{HeaderValue, StatusCode, header};
use okta_api::operations;
use serde_json::{Map, Value, json};

use super::view::{etag, listed, one};
use crate::{
    domain::{
        groups::{can_change_members, join},
        profile, rules,
        user_status::initial,
        users::{deactivate, forget, secrets, shown_credentials},
    },
    engine::list::{Selection, Sorted},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{clear_blanks, fill, merge},
        state::{USERS, text, user_party},
    },
};

/// What `q` looks at.
const NAMES: &[&str] = &[
    "profile.firstName",
    "profile.lastName",
    "profile.email",
    "profile.login",
];

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let given = |name: &str| exchange.query.get(name).is_some();
    if given("filter") && (given("search") || given("q")) {
        return Err(OktaError::search_and_filter());
    }
    let selection = Selection::of(exchange, NAMES)?;
    let sorted = Sorted::of(exchange)?;
    let everyone = exchange.query.get("search").is_some();
    let wanted = |user: &Value| {
        // Whoever was deprovisioned is found only by those who search.
        (everyone || text(user, "status") != "DEPROVISIONED" || selection.has_expression())
            && selection.matches(user)
    };
    let base = exchange.base;
    let users = exchange.state.store.collection(USERS);
    if let Some(sorted) = sorted {
        let users = users
            .into_iter()
            .flat_map(|users| users.after(0))
            .filter(|(_, user)| wanted(user))
            .map(|(_, user)| user.into_owned());
        let (users, links) = sorted.page(exchange, users)?;
        let users = users.into_iter().map(|user| listed(user, base)).collect();
        return Ok(Reply::page(users, links));
    }
    let window = exchange.window()?;
    let users = users
        .into_iter()
        .flat_map(|users| users.after(window.after.sequence))
        .filter(|(_, user)| wanted(user))
        .map(|(sequence, user)| (sequence, listed(user.into_owned(), base)));
    Ok(window.page(users))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let user = exchange.user(exchange.param("userId"))?;
    let tag = etag(&user);
    let reply = Reply::ok(shown(exchange, user));
    Ok(match HeaderValue::try_from(tag) {
        Ok(tag) => reply.header(header::ETAG, tag),
        Err(_) => reply,
    })
}

/// The user as operations on one user answer it.
pub(super) fn shown(exchange: &Exchange<'_>, user: Value) -> Value {
    one(user, exchange.base)
}

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let body = exchange.object()?.clone();
    let profile = body
        .get("profile")
        .and_then(Value::as_object)
        .cloned()
        .ok_or_else(|| OktaError::blank("profile"))?;
    profile::check(exchange, &profile, None)?;
    let groups: Vec<String> = body
        .get("groupIds")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    for group in &groups {
        can_change_members(exchange, group)?;
    }
    let login = profile
        .get("login")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let login = login.to_owned();
    let given = body.get("credentials").cloned().unwrap_or_default();
    let secrets = secrets(&given, &login)?;
    let provider = exchange.query.flag("provider", false) || given["password"]["hash"].is_object();
    let with_credentials = secrets.password.is_some() || provider;
    let status = initial(
        exchange.query.flag("activate", true),
        with_credentials,
        exchange.query.get("nextLogin"),
    );

    let id = exchange.state.new_id("00u");
    let now = exchange.time();
    let when = |condition: bool| if condition { now.clone() } else { Value::Null };
    let kind = exchange.body["type"]["id"]
        .as_str()
        .unwrap_or(&exchange.state.landmarks.user_type)
        .to_owned();
    let mut profile = profile;
    tidy(&mut profile);
    let user = json!({
        "id": id,
        "status": status,
        "created": now,
        "activated": when(status != "STAGED"),
        "statusChanged": now,
        "lastLogin": null,
        "lastUpdated": now,
        "passwordChanged": when(secrets.password.is_some()),
        "realmId": exchange.state.landmarks.realm,
        "type": { "id": kind },
        "profile": profile,
        "credentials": shown_credentials(&given, &profile, secrets.password.is_some()),
    });
    let sequence = exchange.state.store.insert(USERS, &id, user.clone());
    exchange.state.logins.insert(login.to_lowercase(), sequence);
    exchange.state.secrets.insert(id.clone(), secrets);
    exchange.log(
        "user.lifecycle.create",
        "Create okta user",
        vec![user_party(&user)],
    );
    if status != "STAGED" {
        exchange.log(
            "user.lifecycle.activate",
            "Activate Okta user",
            vec![user_party(&user)],
        );
    }
    for group in groups {
        join(exchange, &group, &id)?;
    }
    rules::apply_to(exchange, &id);
    let user = shown(exchange, user);
    Ok(Reply::ok(user))
}

pub(crate) fn update(exchange: &mut Exchange<'_>) -> Answer {
    write(exchange, merge)
}

pub(crate) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    write(exchange, |profile, given| {
        // What a replacement leaves out is cleared.
        *profile = given.clone();
        profile.retain(|_, value| !value.is_null());
    })
}

/// Makes a profile look as Okta keeps it: what is blank is cleared, and two attributes are
/// always there.
fn tidy(profile: &mut Map<String, Value>) {
    clear_blanks(profile);
    fill(profile, json!({ "mobilePhone": null, "secondEmail": null }));
}

/// Changes a user: the profile in the given way, the credentials where they are given.
fn write(
    exchange: &mut Exchange<'_>,
    change: fn(&mut Map<String, Value>, &Map<String, Value>),
) -> Answer {
    let body = exchange.object()?.clone();
    let id = exchange.param("userId").to_owned();
    let mut user = exchange.user(&id)?;
    match_etag(exchange, &user)?;
    let sequence = exchange.state.find_user(&id);
    let old_login = text(&user["profile"], "login").to_lowercase();
    let replaces = exchange.operation.is(&operations::REPLACE_USER);
    if let Some(given) = body.get("profile").and_then(Value::as_object) {
        let mut profile = user["profile"].as_object().cloned().unwrap_or_default();
        change(&mut profile, given);
        profile::check(exchange, &profile, sequence)?;
        tidy(&mut profile);
        user["profile"] = Value::Object(profile);
    } else if replaces {
        return Err(OktaError::blank("profile"));
    }
    let login = text(&user["profile"], "login").to_owned();
    let now = exchange.time();
    if let Some(given) = body.get("credentials") {
        let secrets = secrets(given, &login)?;
        let profile = user["profile"].as_object().cloned().unwrap_or_default();
        let had_password = user["credentials"].get("password").is_some();
        let mut credentials =
            shown_credentials(given, &profile, had_password || secrets.password.is_some());
        if given.get("recovery_question").is_none()
            && let Some(question) = user["credentials"].get("recovery_question")
        {
            credentials["recovery_question"] = question.clone();
        }
        user["credentials"] = credentials;
        let held = exchange.state.secrets.entry(id.clone()).or_default();
        if secrets.password.is_some() {
            held.password = secrets.password;
            user["passwordChanged"] = now.clone();
        }
        if secrets.answer.is_some() {
            held.answer = secrets.answer;
        }
    }
    user["lastUpdated"] = now;
    if let Some(sequence) = sequence {
        exchange.state.logins.remove(&old_login);
        exchange.state.logins.insert(login.to_lowercase(), sequence);
    }
    exchange.state.store.insert(USERS, &id, user.clone());
    exchange.log(
        "user.account.update_profile",
        "Update user profile for Okta",
        vec![user_party(&user)],
    );
    rules::apply_to(exchange, &id);
    let user = shown(exchange, user);
    Ok(Reply::ok(user))
}

/// Refuses a change of a version that is not the current one.
fn match_etag(exchange: &Exchange<'_>, user: &Value) -> Result<(), OktaError> {
    let Some(wanted) = exchange.headers.get(header::IF_MATCH) else {
        return Ok(());
    };
    let current = etag(user);
    let matches = wanted.to_str().is_ok_and(|wanted| {
        wanted.split(',').map(str::trim).any(|tag| {
            tag == "*" || tag.trim_start_matches("W/") == current.trim_start_matches("W/")
        })
    });
    if matches {
        Ok(())
    } else {
        Err(OktaError::etag_mismatch())
    }
}

/// Deactivates a user, and removes one who is deactivated already.
pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let user = exchange.user(&id)?;
    if text(&user, "status") == "DEPROVISIONED" {
        forget(exchange, &id, &user);
    } else {
        deactivate(exchange, &id)?;
    }
    let asynchronous = exchange
        .headers
        .get("prefer")
        .is_some_and(|prefer| prefer.as_bytes().eq_ignore_ascii_case(b"respond-async"));
    if asynchronous {
        return Ok(Reply::status(StatusCode::ACCEPTED, json!({})));
    }
    Ok(Reply::no_content())
}
