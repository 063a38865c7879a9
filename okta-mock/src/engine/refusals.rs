//! What is asked of a body before it becomes a member of a collection.

use serde_json::{Map, Value};

use crate::{
    description::resources::Resource, error::OktaError, exchange::Exchange, world::state::text,
};

/// Refuses a new member that lacks what its kind has to have.
pub(super) fn incomplete(
    resource: Option<&Resource>,
    value: &Map<String, Value>,
) -> Result<(), OktaError> {
    let required = resource.map_or(&[][..], |resource| resource.required);
    let blank = |name: &&&str| {
        value
            .get(**name)
            .is_none_or(|value| value.is_null() || value == "")
    };
    let missing: Vec<&str> = required.iter().filter(blank).copied().collect();
    match missing.first() {
        None => Ok(()),
        Some(first) => Err(OktaError::validation(
            first,
            missing
                .iter()
                .map(|name| format!("{name}: The field cannot be left blank")),
        )),
    }
}

pub(super) fn duplicate(
    exchange: &Exchange<'_>,
    path: &str,
    resource: Option<&Resource>,
    value: &Map<String, Value>,
    own_id: Option<&str>,
) -> Result<(), OktaError> {
    let Some(property) = resource.and_then(|resource| resource.unique) else {
        return Ok(());
    };
    let Some(wanted) = value.get(property).and_then(Value::as_str) else {
        return Ok(());
    };
    let mut namesakes = exchange.state.store.having(path, property, wanted);
    let taken = namesakes.any(|other| own_id.is_none_or(|id| text(&other, "id") != id));
    if taken {
        Err(OktaError::taken(property))
    } else {
        Ok(())
    }
}
