//! Find, create and update people.

use http::Method;
use rmcp::model::Tool;
use serde_json::{Map, Value, json};

use super::{
    job::{Job, Step, stop},
    lookup::{self, Found, summary},
};
use crate::{
    confirm::difference,
    gate::Stop,
    tools::{Hints, Outcome, define, needed, text, texts},
};

pub(super) fn find_tool() -> Tool {
    define(
        "okta_find_user",
        "Find people",
        "Find people by login, e-mail, name or id.",
        Hints::Reads,
        json!({
            "type": "object",
            "properties": {"who": {"type": "string"}},
            "required": ["who"],
        }),
        json!({"type": "object", "properties": {"users": {"type": "array"}}}),
    )
}

pub(super) async fn find(job: &Job<'_>) -> Outcome {
    let who = needed(job.arguments, "who")?;
    let found = lookup::users(job, who).await?;
    let users: Vec<Value> = found.iter().map(|found| summary(&found.value)).collect();
    let mut answer = json!({"users": users, "count": users.len()});
    if users.is_empty() {
        answer["note"] = format!("nobody is called `{who}`").into();
    }
    Ok(answer)
}

pub(super) fn create_tool() -> Tool {
    define(
        "okta_create_user",
        "Create a user",
        "Create a user, in groups and of a user type if wanted. Without `activate` the account waits (STAGED). \
         Passwords are never taken: Okta sends an activation e-mail.",
        Hints::Adds,
        json!({
            "type": "object",
            "properties": {
                "profile": {"type": "object", "description": "firstName, lastName, email, login (default: email), and others"},
                "userType": {"type": "string", "description": "Label or value of a user type"},
                "groups": {"type": "array", "items": {"type": "string"}, "description": "Names or ids"},
                "activate": {"type": "boolean"},
            },
            "required": ["profile"],
        }),
        json!({"type": "object", "properties": {"user": {"type": "object"}}}),
    )
}

pub(super) async fn create(job: &Job<'_>) -> Outcome {
    let mut profile = profile(job)?.clone();
    if !profile.contains_key("login")
        && let Some(email) = profile.get("email").cloned()
    {
        profile.insert("login".to_owned(), email);
    }
    let Some(login) = profile
        .get("login")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return Err(stop(
            "the profile has neither `login` nor `email`",
            "ask the person for the e-mail address",
        ));
    };
    let mut groups = Vec::new();
    for name in texts(job.arguments, "groups") {
        groups.push(lookup::group(job, &name).await?);
    }
    let mut body = json!({"profile": profile});
    if let Some(wanted) = text(job.arguments, "userType") {
        body["type"] = json!({"id": user_type(job, wanted).await?});
    }
    if !groups.is_empty() {
        body["groupIds"] = groups.iter().map(|group| json!(group.id)).collect();
    }
    let activate = job
        .arguments
        .get("activate")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let activate = if activate { "true" } else { "false" };
    let plan = job.plan(
        &Method::POST,
        "/api/v1/users",
        &[],
        &[("activate", activate)],
        Some(body),
    )?;
    let in_groups: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let does = match in_groups.as_slice() {
        [] => format!("create {login}"),
        names => format!("create {login} in {}", names.join(", ")),
    };
    let done = job.apply(&[Step { does, plan }], None).await?;
    let Some(id) = done.first().and_then(|done| done["id"].as_str()) else {
        return Err(failure(done));
    };
    let user = job.get("/api/v1/users/{userId}", &[id]).await?;
    Ok(json!({"user": summary(&user), "groups": in_groups, "steps": done}))
}

/// The id of a user type, by its label or value.
async fn user_type(job: &Job<'_>, wanted: &str) -> Result<String, Stop> {
    let types = job.list("/api/v1/meta/types/user", &[], &[], 200).await?;
    let label = |kind: &Value| {
        kind["displayName"]
            .as_str()
            .or(kind["name"].as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let found = types.items.iter().find(|kind| {
        kind["id"] == wanted
            || kind["name"]
                .as_str()
                .is_some_and(|name| name.eq_ignore_ascii_case(wanted))
            || label(kind).eq_ignore_ascii_case(wanted)
    });
    if let Some(id) = found.and_then(|kind| kind["id"].as_str()) {
        return Ok(id.to_owned());
    }
    let mut told = crate::gate::refusal(
        &format!("there is no user type `{wanted}`"),
        "ask the person which of the options is meant",
    );
    told["options"] = types
        .items
        .iter()
        .map(|kind| json!({"label": label(kind), "value": kind["id"]}))
        .collect();
    Err(Stop::Failed(told))
}

pub(super) fn update_tool() -> Tool {
    define(
        "okta_update_user",
        "Update a user's profile",
        "Change attributes of one person's profile. What is not named stays; null clears.",
        Hints::Changes,
        json!({
            "type": "object",
            "properties": {
                "who": {"type": "string", "description": "Login, e-mail, name or id"},
                "profile": {"type": "object", "description": "Only what changes"},
            },
            "required": ["who", "profile"],
        }),
        json!({"type": "object", "properties": {"user": {"type": "object"}, "changes": {"type": "array"}}}),
    )
}

pub(super) async fn update(job: &Job<'_>) -> Outcome {
    let who = needed(job.arguments, "who")?;
    let changed = Value::Object(profile(job)?.clone());
    let Found { id, name, value } = lookup::user(job, who).await?;
    let changes = difference(&value["profile"], &changed, false);
    if changes.is_empty() {
        return Ok(
            json!({"user": summary(&value), "changes": [], "note": "nothing to change: it is so already"}),
        );
    }
    let body = json!({"profile": changed});
    let plan = job.plan(
        &Method::POST,
        "/api/v1/users/{userId}",
        &[&id],
        &[],
        Some(body),
    )?;
    let does = format!("{name}: {}", changes.join("; "));
    let done = job.apply(&[Step { does, plan }], None).await?;
    if done.iter().any(|done| done["done"] == false) {
        return Err(failure(done));
    }
    let user = job.get("/api/v1/users/{userId}", &[&id]).await?;
    Ok(json!({"user": summary(&user), "changes": changes, "steps": done}))
}

/// The profile that was given, which holds no password.
fn profile<'a>(job: &Job<'a>) -> Result<&'a Map<String, Value>, Stop> {
    let given = job
        .arguments
        .get("profile")
        .and_then(Value::as_object)
        .filter(|profile| !profile.is_empty());
    let profile = given.ok_or_else(|| {
        stop(
            "`profile` has to be an object with attributes",
            "see the input schema",
        )
    })?;
    if profile
        .keys()
        .any(|name| name.eq_ignore_ascii_case("password"))
    {
        return Err(stop(
            "a password is not an attribute of a profile",
            "people set their own password from Okta's e-mail",
        ));
    }
    Ok(profile)
}

/// The failure of the one step of a job.
fn failure(done: Vec<Value>) -> Stop {
    let problem = done
        .into_iter()
        .find_map(|mut done| match done["problem"].take() {
            Value::Null => None,
            problem => Some(problem),
        });
    Stop::Failed(problem.unwrap_or_else(
        || json!({"error": "Okta answered with nothing", "do": "look whether it was done"}),
    ))
}
