//! Who has a second factor, and of what kind.

use std::collections::BTreeMap;

use futures::{StreamExt as _, TryStreamExt as _};
use rmcp::model::Tool;
use serde_json::{Value, json};

use super::{
    job::Job,
    lookup::{self, summary},
};
use crate::tools::{Hints, Outcome, define, text};

/// So many people are looked at: one request each.
const MOST: usize = 1_000;
/// So many requests are under way at a time; the SDK keeps the rate limit.
const AT_A_TIME: usize = 8;
/// So many people without a factor are named.
const SHOWN: usize = 40;

pub(super) fn tool() -> Tool {
    define(
        "okta_mfa_overview",
        "MFA overview",
        "Which second factors people have, and who has none: of a group, of one person, or of the first 1000 active people.",
        Hints::Reads,
        json!({
            "type": "object",
            "properties": {
                "group": {"type": "string"},
                "who": {"type": "string"},
            },
        }),
        json!({"type": "object", "properties": {"people": {"type": "integer"}, "byFactor": {"type": "object"}, "without": {"type": "array"}}}),
    )
}

pub(super) async fn run(job: &Job<'_>) -> Outcome {
    let (people, complete) = match (text(job.arguments, "who"), text(job.arguments, "group")) {
        (Some(who), _) => (vec![lookup::user(job, who).await?.value], true),
        (None, Some(group)) => {
            let group = lookup::group(job, group).await?;
            let list = job
                .list(
                    "/api/v1/groups/{groupId}/users",
                    &[&group.id],
                    &[("limit", "200")],
                    MOST,
                )
                .await?;
            (list.items, list.complete)
        }
        (None, None) => {
            let query = [("search", "status eq \"ACTIVE\""), ("limit", "200")];
            let list = job.list("/api/v1/users", &[], &query, MOST).await?;
            (list.items, list.complete)
        }
    };
    let all = people.len();
    let looked = futures::stream::iter(people.into_iter().map(|person| async move {
        let id = person["id"].as_str().unwrap_or_default();
        let factors = job
            .list("/api/v1/users/{userId}/factors", &[id], &[], 50)
            .await?;
        Ok::<_, crate::gate::Stop>((person, factors.items))
    }))
    .buffered(AT_A_TIME)
    .try_collect::<Vec<_>>()
    .await?;
    let mut by_factor: BTreeMap<String, usize> = BTreeMap::new();
    let mut without = Vec::new();
    for (person, factors) in &looked {
        let active: Vec<String> = factors
            .iter()
            .filter(|factor| factor["status"] == "ACTIVE")
            .filter_map(|factor| {
                let kind = factor["factorType"].as_str()?;
                Some(match factor["provider"].as_str() {
                    Some(provider) => format!("{kind} ({provider})"),
                    None => kind.to_owned(),
                })
            })
            .collect();
        if active.is_empty() {
            without.push(summary(person));
        }
        for kind in active {
            *by_factor.entry(kind).or_insert(0) += 1;
        }
    }
    let none = without.len();
    without.truncate(SHOWN);
    let mut answer = json!({
        "people": all,
        "complete": complete,
        "byFactor": by_factor,
        "withoutCount": none,
        "without": without,
    });
    if all == 1
        && let Some((person, factors)) = looked.first()
    {
        answer["user"] = summary(person);
        answer["factors"] = factors
            .iter()
            .map(|factor| json!({"id": factor["id"], "type": factor["factorType"], "provider": factor["provider"], "status": factor["status"]}))
            .collect::<Vec<Value>>()
            .into();
    }
    Ok(answer)
}
