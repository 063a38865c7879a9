//! Who can reach an application, and the assignments that decide it.

use http::Method;
use rmcp::model::Tool;
use serde_json::{Value, json};

use super::{
    job::{Job, Step, question_of, stop},
    lookup::{self, Found},
};
use crate::{
    gate::{Stop, name_of},
    tools::{Hints, Outcome, define, needed, texts},
};

/// So many assignments are looked at.
const MOST: usize = 20_000;
/// So many of each kind are shown.
const SHOWN: usize = 50;

pub(super) fn assign_tool() -> Tool {
    define(
        "okta_assign_app",
        "Assign an application",
        "Assign an application to people and groups, or take it away from them, by names or ids.",
        Hints::Destroys,
        json!({
            "type": "object",
            "properties": {
                "app": {"type": "string"},
                "users": {"type": "array", "items": {"type": "string"}},
                "groups": {"type": "array", "items": {"type": "string"}},
                "remove": {"type": "boolean", "description": "Take away instead of assigning"},
            },
            "required": ["app"],
        }),
        json!({"type": "object", "properties": {"app": {"type": "string"}, "steps": {"type": "array"}}}),
    )
}

pub(super) async fn assign(job: &Job<'_>) -> Outcome {
    let app = lookup::app(job, needed(job.arguments, "app")?).await?;
    let remove = job
        .arguments
        .get("remove")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let mut steps = Vec::new();
    for name in texts(job.arguments, "users") {
        let user = lookup::user(job, &name).await?;
        steps.push(user_step(job, &app, &user, remove)?);
    }
    for name in texts(job.arguments, "groups") {
        let group = lookup::group(job, &name).await?;
        steps.push(group_step(job, &app, &group, remove)?);
    }
    if steps.is_empty() {
        return Err(stop(
            "name `users` or `groups`",
            "ask the person who is meant",
        ));
    }
    let question = question_of(
        job,
        &steps,
        &app.name,
        format!("Assignments of the application {}", app.shown()),
    );
    let done = job.apply(&steps, question).await?;
    Ok(json!({"app": app.shown(), "steps": done}))
}

fn user_step<'a>(job: &Job<'a>, app: &Found, user: &Found, remove: bool) -> Result<Step<'a>, Stop> {
    let plan = if remove {
        job.plan(
            &Method::DELETE,
            "/api/v1/apps/{appId}/users/{userId}",
            &[&app.id, &user.id],
            &[],
            None,
        )?
    } else {
        let body = json!({"id": user.id, "scope": "USER"});
        job.plan(
            &Method::POST,
            "/api/v1/apps/{appId}/users",
            &[&app.id],
            &[],
            Some(body),
        )?
    };
    Ok(Step {
        does: says(remove, &app.name, &user.shown()),
        plan,
    })
}

fn group_step<'a>(
    job: &Job<'a>,
    app: &Found,
    group: &Found,
    remove: bool,
) -> Result<Step<'a>, Stop> {
    let path = "/api/v1/apps/{appId}/groups/{groupId}";
    let (method, body) = match remove {
        true => (Method::DELETE, None),
        false => (Method::PUT, Some(json!({}))),
    };
    let plan = job.plan(&method, path, &[&app.id, &group.id], &[], body)?;
    Ok(Step {
        does: says(remove, &app.name, &format!("the group {}", group.shown())),
        plan,
    })
}

fn says(remove: bool, app: &str, whom: &str) -> String {
    match remove {
        true => format!("take {app} away from {whom}"),
        false => format!("assign {app} to {whom}"),
    }
}

pub(super) fn who_tool() -> Tool {
    define(
        "okta_who_has_app",
        "Who can reach an application",
        "Everybody who is assigned to an application, directly or through groups.",
        Hints::Reads,
        json!({
            "type": "object",
            "properties": {"app": {"type": "string"}},
            "required": ["app"],
        }),
        json!({"type": "object", "properties": {"app": {"type": "string"}, "users": {"type": "array"}, "groups": {"type": "array"}}}),
    )
}

pub(super) async fn who(job: &Job<'_>) -> Outcome {
    let app = lookup::app(job, needed(job.arguments, "app")?).await?;
    let users = job
        .list(
            "/api/v1/apps/{appId}/users",
            &[&app.id],
            &[("limit", "200")],
            MOST,
        )
        .await?;
    let assigned = job
        .list(
            "/api/v1/apps/{appId}/groups",
            &[&app.id],
            &[("limit", "200")],
            MOST,
        )
        .await?;
    let mut groups = Vec::new();
    for group in assigned.items.iter().take(SHOWN) {
        let id = group["id"].as_str().unwrap_or_default();
        let name = match job.get("/api/v1/groups/{groupId}", &[id]).await {
            Ok(group) => name_of(&group),
            Err(Stop::Failed(_)) => None,
            Err(ask) => return Err(ask),
        };
        groups.push(json!({"id": id, "name": name}));
    }
    let direct = users
        .items
        .iter()
        .filter(|user| user["scope"] == "USER")
        .count();
    let shown: Vec<Value> = users
        .items
        .iter()
        .take(SHOWN)
        .map(|user| {
            json!({
                "id": user["id"],
                "name": user["credentials"]["userName"],
                "through": if user["scope"] == "GROUP" { "a group" } else { "direct assignment" },
                "status": user["status"],
            })
        })
        .collect();
    Ok(json!({
        "app": app.shown(),
        "status": app.value["status"],
        "count": users.items.len(),
        "direct": direct,
        "throughGroups": users.items.len() - direct,
        "complete": users.complete && assigned.complete,
        "groupCount": assigned.items.len(),
        "groups": groups,
        "users": shown,
    }))
}
