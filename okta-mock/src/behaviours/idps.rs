//! Identity providers come with a mapping of their profiles to those of users.

use serde_json::Value;

use crate::{
    domain::shapes::mappings,
    engine,
    exchange::{
        Exchange,
        reply::{Answer, Content},
    },
    world::state::text,
};

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let reply = engine::answer(exchange)?;
    if let Content::Json(provider @ Value::Object(_)) = &reply.body {
        mappings::of_provider(exchange.state, text(provider, "id"), text(provider, "type"));
    }
    Ok(reply)
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("idpId").to_owned();
    let reply = engine::answer(exchange)?;
    mappings::remove_of(exchange.state, &id);
    Ok(reply)
}
