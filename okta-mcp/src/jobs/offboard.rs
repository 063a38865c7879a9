//! Offboarding: first the plan of what somebody loses, then, with a person's word, the
//! loss.

use http::Method;
use rmcp::model::Tool;
use serde_json::{Value, json};

use super::{
    job::{Job, Step},
    lookup::{self, Found, summary},
};
use crate::{
    confirm::Question,
    gate::{Stop, name_of},
    tools::{Hints, Outcome, define, needed},
};

/// So many groups, applications and roles are read of one person.
const MOST: usize = 500;

pub(super) fn tool() -> Tool {
    define(
        "okta_offboard_user",
        "Offboard somebody",
        "Show what offboarding one person takes away: sessions, tokens, factors, admin roles, groups, \
         applications, and the account (deactivated, not deleted). With `apply` it is done, after a person \
         has confirmed the plan.",
        Hints::Destroys,
        json!({
            "type": "object",
            "properties": {
                "who": {"type": "string"},
                "apply": {"type": "boolean"},
            },
            "required": ["who"],
        }),
        json!({"type": "object", "properties": {"user": {"type": "object"}, "plan": {"type": "array"}, "steps": {"type": "array"}}}),
    )
}

pub(super) async fn run(job: &Job<'_>) -> Outcome {
    let user = lookup::user(job, needed(job.arguments, "who")?).await?;
    let steps = plan(job, &user).await?;
    let words: Vec<&str> = steps.iter().map(|step| step.does.as_str()).collect();
    let apply = job
        .arguments
        .get("apply")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    if !apply {
        return Ok(json!({
            "user": summary(&user.value),
            "plan": words,
            "note": "nothing was done; show the plan to the person, and call again with `apply` to do it",
        }));
    }
    let question = Question {
        title: format!("Offboard {}", user.shown()),
        org: job.engine.org.name().to_owned(),
        name: user.name.clone(),
        changes: words.iter().map(|step| (*step).to_owned()).collect(),
        consequence: "They lose access at once. Groups, applications and roles do not come back by activating the account again.".to_owned(),
    };
    let done = job.apply(&steps, Some(question)).await?;
    let after = job.get("/api/v1/users/{userId}", &[&user.id]).await?;
    let failed = done.iter().filter(|done| done["done"] == false).count();
    let mut answer = json!({"user": summary(&after), "steps": done, "failed": failed});
    if failed > 0 {
        answer["note"] =
            "some steps failed; tell the person, and call again to do what is left".into();
    }
    Ok(answer)
}

/// What is to be taken away, in the order in which it stops access soonest.
async fn plan<'a>(job: &Job<'a>, user: &Found) -> Result<Vec<Step<'a>>, Stop> {
    let id = user.id.as_str();
    let mut steps = Vec::new();
    let mut step =
        |does: String, method: &Method, path: &str, values: &[&str], query: &[(&str, &str)]| {
            let plan = job.plan(method, path, values, query, None)?;
            steps.push(Step { does, plan });
            Ok::<_, Stop>(())
        };
    let gone = user.value["status"] == "DEPROVISIONED";
    let delete = Method::DELETE;
    if !gone {
        step(
            "end all sessions and revoke tokens".to_owned(),
            &delete,
            "/api/v1/users/{userId}/sessions",
            &[id],
            &[("oauthTokens", "true")],
        )?;
    }
    for role in job
        .list("/api/v1/users/{userId}/roles", &[id], &[], MOST)
        .await?
        .items
    {
        // Roles through a group go with the group.
        if role["assignmentType"] == "GROUP" {
            continue;
        }
        if let Some(role_id) = role["id"].as_str() {
            let name = role["label"]
                .as_str()
                .or(role["type"].as_str())
                .unwrap_or(role_id);
            step(
                format!("remove the admin role {name}"),
                &delete,
                "/api/v1/users/{userId}/roles/{roleId}",
                &[id, role_id],
                &[],
            )?;
        }
    }
    for factor in job
        .list("/api/v1/users/{userId}/factors", &[id], &[], MOST)
        .await?
        .items
    {
        if let Some(factor_id) = factor["id"].as_str() {
            let name = factor["factorType"].as_str().unwrap_or(factor_id);
            step(
                format!("remove the factor {name}"),
                &delete,
                "/api/v1/users/{userId}/factors/{factorId}",
                &[id, factor_id],
                &[],
            )?;
        }
    }
    for group in job
        .list("/api/v1/users/{userId}/groups", &[id], &[], MOST)
        .await?
        .items
    {
        // Everyone, and groups of directories, are not ours to change.
        if group["type"] != "OKTA_GROUP" {
            continue;
        }
        if let Some(group_id) = group["id"].as_str() {
            let name = name_of(&group).unwrap_or_else(|| group_id.to_owned());
            step(
                format!("remove from the group {name}"),
                &delete,
                "/api/v1/groups/{groupId}/users/{userId}",
                &[group_id, id],
                &[],
            )?;
        }
    }
    let filter = format!("user.id eq {}", okta_api::quoted(id));
    let query = [("filter", filter.as_str()), ("limit", "200")];
    for app in job.list("/api/v1/apps", &[], &query, MOST).await?.items {
        let Some(app_id) = app["id"].as_str() else {
            continue;
        };
        // Applications through a group go with the group.
        let direct = match job
            .get("/api/v1/apps/{appId}/users/{userId}", &[app_id, id])
            .await
        {
            Ok(assignment) => assignment["scope"] == "USER",
            Err(Stop::Failed(failure)) if failure["status"] == 404 => false,
            Err(other) => return Err(other),
        };
        if direct {
            let name = name_of(&app).unwrap_or_else(|| app_id.to_owned());
            step(
                format!("take away the application {name}"),
                &delete,
                "/api/v1/apps/{appId}/users/{userId}",
                &[app_id, id],
                &[],
            )?;
        }
    }
    if !gone {
        step(
            "deactivate the account".to_owned(),
            &Method::POST,
            "/api/v1/users/{userId}/lifecycle/deactivate",
            &[id],
            &[],
        )?;
    }
    Ok(steps)
}
