//! Pools of agents, and updates of their agents: settings, plans, and the steps of one.

use serde_json::{Value, json};

use crate::{
    engine,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::json::{merge, writable},
};

const POOLS: &str = "/api/v1/agentPools";

/// What an update is of, and what of a pool tells it.
const SUBJECT: [(&str, &str); 3] = [
    ("name", "name"),
    ("agentType", "type"),
    ("agents", "agents"),
];

fn pool(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("poolId");
    let pool = exchange.state.store.get(POOLS, id);
    let pool = pool.map(std::borrow::Cow::into_owned);
    pool.ok_or_else(|| OktaError::not_found(id, "AppInstance"))
}

/// Plans an update. What it is of follows from the pool, where there is one.
pub(super) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let pool = pool(exchange).unwrap_or_default();
    let given = exchange.object()?;
    let mut causes = Vec::new();
    let mut subject = json!({});
    for (name, of_pool) in SUBJECT {
        let known = [given.get(name).unwrap_or(&Value::Null), &pool[of_pool]];
        match known.into_iter().find(|value| !value.is_null()) {
            Some(value) => subject[name] = value.clone(),
            None if name == "agents" => causes.push("errors in the field: agentList".to_owned()),
            None => causes.push(format!("errors in the field: {name}")),
        }
    }
    if !causes.is_empty() {
        return Err(OktaError::validation("name", causes));
    }
    for (name, _) in SUBJECT {
        exchange.body[name] = subject[name].take();
    }
    engine::answer(exchange)
}

/// How the agents of a pool are kept up to date.
fn current(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let pool = pool(exchange)?;
    let kept = exchange.state.store.document(&exchange.path()).cloned();
    Ok(kept.unwrap_or_else(|| {
        json!({
            "poolId": pool["id"], "poolName": pool["name"], "agentType": pool["type"],
            "continueOnError": false, "releaseChannel": "GA",
            "latestVersion": "3.20.0", "minimalSupportedVersion": "3.0.0",
        })
    }))
}

pub(super) fn settings(exchange: &mut Exchange<'_>) -> Answer {
    Ok(Reply::ok(current(exchange)?))
}

pub(super) fn set(exchange: &mut Exchange<'_>) -> Answer {
    let mut settings = current(exchange)?;
    let changes = writable(exchange.object()?);
    if let Some(settings) = settings.as_object_mut() {
        let pool = settings.get("poolId").cloned().unwrap_or_default();
        merge(settings, &changes);
        settings.insert("poolId".to_owned(), pool);
    }
    let path = exchange.path();
    exchange.state.store.set_document(&path, settings.clone());
    Ok(Reply::ok(settings))
}

/// Takes the step that the path ends with.
pub(super) fn step(exchange: &mut Exchange<'_>) -> Answer {
    let status = match exchange.segments.last().map_or("", String::as_str) {
        "activate" => "Scheduled",
        "pause" => "Paused",
        "resume" | "retry" => "InProgress",
        _ => "Cancelled",
    };
    let updates = exchange.parent(2);
    let id = exchange.param("updateId").to_owned();
    let Some(update) = exchange.state.store.get_mut(&updates, &id) else {
        return Err(OktaError::not_found(&id, "AgentPoolUpdate"));
    };
    update["status"] = status.into();
    Ok(Reply::ok(update.clone()))
}
