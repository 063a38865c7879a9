//! Settings that exist once: documents, found by their own path.

use serde_json::Value;

use super::{links, sample::sample};
use crate::{
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::json::{self, writable},
};

pub(super) fn read(exchange: &mut Exchange<'_>) -> Answer {
    match document(exchange) {
        Value::Null => {
            let name = exchange.segments.last().cloned().unwrap_or_default();
            Err(OktaError::not_found(&name, "Resource"))
        }
        value => Ok(settings(exchange, value)),
    }
}

/// The answer to a request for settings.
fn settings(exchange: &Exchange<'_>, value: Value) -> Reply {
    let value = links::present_settings(value, &exchange.path(), exchange.base);
    Reply::ok(value)
}

/// Settings as they were written, or else as the schema describes them: always the same
/// for the same path, so that there is no need to keep them. Null when they were deleted.
fn document(exchange: &Exchange<'_>) -> Value {
    let known = exchange.state.store.document(&exchange.path()).cloned();
    known.unwrap_or_else(|| sample(exchange, None))
}

pub(super) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let mut value = writable(exchange.object()?);
    if let Some(known) = exchange.state.store.document(&path) {
        for kept in ["created", "id"] {
            if let Some(kept_value) = known.get(kept) {
                value.insert(kept.to_owned(), kept_value.clone());
            }
        }
    }
    let value = Value::Object(value);
    exchange.state.store.set_document(&path, value.clone());
    Ok(settings(exchange, value))
}

pub(super) fn merge(exchange: &mut Exchange<'_>) -> Answer {
    let changes = writable(exchange.object()?);
    let mut value = document(exchange);
    match &mut value {
        Value::Object(value) => json::merge(value, &changes),
        gone => *gone = Value::Object(changes),
    }
    let path = exchange.path();
    exchange.state.store.set_document(&path, value.clone());
    Ok(settings(exchange, value))
}

pub(super) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    exchange.state.store.set_document(&path, Value::Null);
    Ok(Reply::no_content())
}
