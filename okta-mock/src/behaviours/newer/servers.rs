//! Authorization servers that trust each other.

use serde_json::{Value, json};

use crate::{
    behaviours::authorization_servers::shown,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{SERVERS, text},
};

/// The other servers that the one in the path trusts, or those that it does not.
fn others(exchange: &Exchange<'_>, trusted: bool) -> Value {
    let store = &exchange.state.store;
    let own = exchange.param("authServerId");
    let associated = exchange.path();
    let servers = store.values(SERVERS).filter(|server| {
        let id = text(server, "id");
        id != own && store.contains(&associated, id) == trusted
    });
    servers
        .map(|server| shown(exchange, server.into_owned()))
        .collect()
}

pub(super) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let trusted = exchange.query.flag("trusted", true);
    Ok(Reply::ok(others(exchange, trusted)))
}

pub(super) fn associate(exchange: &mut Exchange<'_>) -> Answer {
    let own = exchange.param("authServerId").to_owned();
    let trusted = exchange.body["trusted"].as_array().into_iter().flatten();
    let trusted = trusted.filter_map(|id| id.as_str().map(str::to_owned));
    let trusted: Vec<String> = trusted.collect();
    let store = &exchange.state.store;
    let unknown = trusted.iter().find(|id| !store.contains(SERVERS, id));
    if let Some(unknown) = unknown {
        return Err(OktaError::not_found(unknown, "AuthorizationServer"));
    }
    let path = exchange.path();
    for id in trusted.iter().filter(|id| **id != own) {
        exchange.state.store.insert(&path, id, json!({ "id": id }));
    }
    Ok(Reply::ok(others(exchange, true)))
}

/// Ends an association; the server stays.
pub(super) fn dissociate(exchange: &mut Exchange<'_>) -> Answer {
    let servers = exchange.parent(1);
    let id = exchange.param("associatedServerId").to_owned();
    match exchange.state.store.remove(&servers, &id) {
        Some(_) => Ok(Reply::no_content()),
        None => Err(OktaError::not_found(&id, "AuthorizationServer")),
    }
}
