//! Updates of agents: the steps of one.

use crate::{
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
};

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
