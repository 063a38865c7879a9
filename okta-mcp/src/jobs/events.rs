//! The System Log: what happened, counted by who, where and with what outcome.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use rmcp::model::Tool;
use serde_json::{Value, json};

use super::{
    job::{Job, List, stop},
    lookup::quote,
};
use crate::{
    answer::groups,
    gate::Stop,
    tools::{Hints, Outcome, define, text},
};

/// So many events are counted.
const MOST: usize = 50_000;
/// So many of them are shown.
const SHOWN: usize = 10;
/// So many actors, addresses and so on.
const GROUPS: usize = 15;
/// Okta keeps the log for so many days.
const KEPT: i64 = 90;

pub(super) fn search_tool() -> Tool {
    define(
        "okta_search_log",
        "Search the System Log",
        "Search the log and count events by actor, address, outcome and type. `failedSignIns` looks at failed sign-ins.",
        Hints::Reads,
        json!({
            "type": "object",
            "properties": {
                "failedSignIns": {"type": "boolean"},
                "hours": {"type": "number", "description": "How far back, default 24"},
                "since": {"type": "string", "description": "Instead of hours: ISO 8601"},
                "until": {"type": "string"},
                "filter": {"type": "string", "description": "Okta's filter, e.g. eventType eq \"user.account.lock\""},
                "q": {"type": "string", "description": "Words that events contain"},
            },
        }),
        json!({"type": "object", "properties": {"count": {"type": "integer"}, "byActor": {"type": "array"}, "events": {"type": "array"}}}),
    )
}

pub(super) async fn search(job: &Job<'_>) -> Outcome {
    let mut filter = text(job.arguments, "filter").map(str::to_owned);
    if job.arguments.get("failedSignIns").and_then(Value::as_bool) == Some(true) {
        let failed = "eventType eq \"user.session.start\" and outcome.result eq \"FAILURE\"";
        filter = Some(match filter {
            Some(filter) => format!("({failed}) and ({filter})"),
            None => failed.to_owned(),
        });
    }
    let window = window(job)?;
    let events = events(job, &window, filter.as_deref(), text(job.arguments, "q")).await?;
    let by = |path: &str| {
        let mut groups = groups(&events.items, path);
        groups.truncate(GROUPS);
        groups
    };
    let latest: Vec<Value> = events.items.iter().rev().take(SHOWN).map(event).collect();
    Ok(json!({
        "since": window.0,
        "until": window.1,
        "count": events.items.len(),
        "complete": events.complete,
        "byActor": by("actor.alternateId"),
        "byAddress": by("client.ipAddress"),
        "byOutcome": by("outcome.result"),
        "byReason": by("outcome.reason"),
        "byType": by("eventType"),
        "latest": latest,
    }))
}

pub(super) fn changes_tool() -> Tool {
    define(
        "okta_recent_changes",
        "What changed",
        "What was changed in the org in the last hours, by whom: people, groups, applications, policies and other settings.",
        Hints::Reads,
        json!({
            "type": "object",
            "properties": {
                "hours": {"type": "number", "description": "Default 24"},
                "who": {"type": "string", "description": "Only changes by this login"},
            },
        }),
        json!({"type": "object", "properties": {"count": {"type": "integer"}, "byActor": {"type": "array"}, "changes": {"type": "array"}}}),
    )
}

/// Events that say that somebody came or went, not that something was changed.
const NO_CHANGES: &[&str] = &[
    "user.session",
    "user.authentication",
    "user.mfa.factor.verify",
    "policy.evaluate",
    "app.oauth2",
    "security.request",
    "user.risk",
    "system.api_token.use",
    "system.sms",
    "system.email",
    "system.push",
    "system.voice",
];

pub(super) async fn changes(job: &Job<'_>) -> Outcome {
    let window = window(job)?;
    let who = text(job.arguments, "who");
    let filter = who.map(|who| format!("actor.alternateId eq {}", quote(who)));
    let events = events(job, &window, filter.as_deref(), None).await?;
    let complete = events.complete;
    let changes: Vec<Value> = events
        .items
        .into_iter()
        .filter(|event| {
            let kind = event["eventType"].as_str().unwrap_or_default();
            !NO_CHANGES
                .iter()
                .any(|beginning| kind.starts_with(beginning))
        })
        .collect();
    let by = |path: &str| {
        let mut groups = groups(&changes, path);
        groups.truncate(GROUPS);
        groups
    };
    let latest: Vec<Value> = changes.iter().rev().take(3 * SHOWN).map(event).collect();
    Ok(json!({
        "since": window.0,
        "until": window.1,
        "count": changes.len(),
        "complete": complete,
        "byActor": by("actor.alternateId"),
        "byType": by("eventType"),
        "changes": latest,
    }))
}

/// An event in short.
fn event(event: &Value) -> Value {
    let targets: Vec<Value> = event["target"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|target| match target["alternateId"].as_str() {
            Some("unknown") | None => target["displayName"].clone(),
            Some(id) => id.into(),
        })
        .collect();
    json!({
        "at": event["published"],
        "type": event["eventType"],
        "message": event["displayMessage"],
        "actor": event["actor"]["alternateId"],
        "address": event["client"]["ipAddress"],
        "outcome": event["outcome"]["result"],
        "reason": event["outcome"]["reason"],
        "target": targets,
    })
}

/// From when to when, as Okta writes it.
fn window(job: &Job<'_>) -> Result<(String, String), Stop> {
    let now = Utc::now();
    let instant = |name: &str| -> Result<Option<DateTime<Utc>>, Stop> {
        text(job.arguments, name)
            .map(|text| {
                DateTime::parse_from_rfc3339(text)
                    .map(|at| at.to_utc())
                    .map_err(|_| {
                        stop(
                            format!("`{name}` is not a point in time: {text}"),
                            "write it like 2026-01-31T08:00:00Z",
                        )
                    })
            })
            .transpose()
    };
    let hours = job
        .arguments
        .get("hours")
        .and_then(Value::as_f64)
        .unwrap_or(24.0);
    #[allow(clippy::cast_possible_truncation)]
    let back = TimeDelta::seconds((hours.clamp(0.0, 24.0 * 366.0) * 3600.0) as i64);
    let since = instant("since")?.unwrap_or(now - back);
    let until = instant("until")?.unwrap_or(now);
    if now - since > TimeDelta::days(KEPT + 1) {
        return Err(stop(
            format!("Okta keeps the log for {KEPT} days"),
            "ask for less",
        ));
    }
    let write = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    Ok((write(since), write(until)))
}

async fn events(
    job: &Job<'_>,
    (since, until): &(String, String),
    filter: Option<&str>,
    words: Option<&str>,
) -> Result<List, Stop> {
    let mut query = vec![
        ("since", since.as_str()),
        ("until", until.as_str()),
        ("limit", "1000"),
    ];
    if let Some(filter) = filter {
        query.push(("filter", filter));
    }
    if let Some(words) = words {
        query.push(("q", words));
    }
    job.list("/api/v1/logs", &[], &query, MOST).await
}
