//! UI schemas.

use crate::{
    engine,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
};

/// Deletes a schema; one that is not there is gone already, as recorded.
pub(super) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let (schemas, id) = (exchange.parent(1), exchange.param("id").to_owned());
    match exchange.state.store.contains(&schemas, &id) {
        true => engine::answer(exchange),
        false => Ok(Reply::no_content()),
    }
}
