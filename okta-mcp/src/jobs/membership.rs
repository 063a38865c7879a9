//! Members of a group: who is in, and who comes and goes.

use http::Method;
use rmcp::model::Tool;
use serde_json::{Value, json};

use super::{
    job::{Job, Step, stop},
    lookup::{self, summary},
};
use crate::tools::{Hints, Outcome, define, needed, texts};

/// So many members are looked at.
const MOST: usize = 20_000;
/// So many are shown.
const SHOWN: usize = 50;

pub(super) fn tool() -> Tool {
    define(
        "okta_group_members",
        "Members of a group",
        "Show the members of a group, or add and remove people, by names or ids.",
        Hints::Destroys,
        json!({
            "type": "object",
            "properties": {
                "group": {"type": "string"},
                "add": {"type": "array", "items": {"type": "string"}},
                "remove": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["group"],
        }),
        json!({"type": "object", "properties": {"group": {"type": "string"}, "members": {"type": "array"}, "steps": {"type": "array"}}}),
    )
}

pub(super) async fn run(job: &Job<'_>) -> Outcome {
    let group = lookup::group(job, needed(job.arguments, "group")?).await?;
    let (add, remove) = (texts(job.arguments, "add"), texts(job.arguments, "remove"));
    let members = job
        .list(
            "/api/v1/groups/{groupId}/users",
            &[&group.id],
            &[("limit", "200")],
            MOST,
        )
        .await?;
    if add.is_empty() && remove.is_empty() {
        let shown: Vec<Value> = members.items.iter().take(SHOWN).map(summary).collect();
        return Ok(json!({
            "group": group.shown(),
            "count": members.items.len(),
            "complete": members.complete,
            "members": shown,
        }));
    }
    if group.value["type"]
        .as_str()
        .is_some_and(|kind| kind != "OKTA_GROUP")
    {
        return Err(stop(
            format!(
                "{} is a group of type {}, whose members Okta does not let change",
                group.name, group.value["type"]
            ),
            "change them where they come from",
        ));
    }
    let is_member = |id: &str| members.items.iter().any(|member| member["id"] == id);
    let path = "/api/v1/groups/{groupId}/users/{userId}";
    let mut steps = Vec::new();
    let mut unchanged = Vec::new();
    for (names, method, verb) in [
        (&add, Method::PUT, "add"),
        (&remove, Method::DELETE, "remove"),
    ] {
        for name in names {
            let user = lookup::user(job, name).await?;
            if is_member(&user.id) == (method == Method::PUT) {
                unchanged.push(user.shown());
                continue;
            }
            let plan = job.plan(&method, path, &[&group.id, &user.id], &[], None)?;
            steps.push(Step {
                does: format!("{verb} {} ({})", user.shown(), group.name),
                plan,
            });
        }
    }
    let question = super::job::question_of(
        job,
        &steps,
        &group.name,
        format!("Members of the group {}", group.shown()),
    );
    let done = if steps.is_empty() {
        Vec::new()
    } else {
        job.apply(&steps, question).await?
    };
    Ok(json!({"group": group.shown(), "steps": done, "unchanged": unchanged}))
}
