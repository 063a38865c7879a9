//! Profile mappings: which attribute comes from which expression.

use serde_json::{Map, Value, json};

use crate::{
    domain::{
        schemas,
        shapes::mappings::{MAPPINGS, shown},
    },
    engine::list::{Selection, page},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{json::fill, state::text},
};

/// Lists tell what is mapped to what, and not how.
pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::of(exchange, &["source.name", "target.name"])?;
    let base = exchange.base;
    page(exchange, MAPPINGS, &selection, |mut mapping| {
        if let Some(mapping) = mapping.as_object_mut() {
            mapping.remove("properties");
        }
        shown(mapping, base)
    })
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("mappingId");
    match exchange.state.store.get(MAPPINGS, id) {
        Some(mapping) => Ok(Reply::ok(shown(mapping.into_owned(), exchange.base))),
        None => Err(OktaError::not_found(id, "ProfileMapping")),
    }
}

/// Changes and (by null) removes what is mapped.
pub(crate) fn update(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("mappingId").to_owned();
    let given = exchange.object()?.get("properties").cloned();
    let given = given.and_then(|given| given.as_object().cloned());
    let given = given.unwrap_or_default();
    let known = exchange.state.store.get(MAPPINGS, &id);
    let known = known.map(std::borrow::Cow::into_owned);
    // A body that fits no profile is refused before anybody looks for the mapping, as
    // bodies are everywhere.
    check(
        exchange,
        known.as_ref().map(|known| &known["target"]),
        &given,
    )?;
    let Some(mut mapping) = known else {
        return Err(OktaError::not_found(&id, "ProfileMapping"));
    };
    if let Some(properties) = mapping["properties"].as_object_mut() {
        for (name, property) in given {
            match property {
                Value::Object(mut property) => {
                    fill(&mut property, json!({ "pushStatus": "DONT_PUSH" }));
                    properties.insert(name, Value::Object(property));
                }
                _ => {
                    properties.remove(&name);
                }
            }
        }
    }
    exchange.state.store.insert(MAPPINGS, &id, mapping.clone());
    Ok(Reply::ok(shown(mapping, exchange.base)))
}

/// Refuses attributes that the target does not have, and expressions that are none. Where
/// the target is not known, an attribute has to be one that users have, or one that users
/// of an application have from the start.
fn check(
    exchange: &Exchange<'_>,
    target: Option<&Value>,
    given: &Map<String, Value>,
) -> Result<(), OktaError> {
    let users = || schemas::of_user_type(exchange, &exchange.state.landmarks.user_type);
    let schemas = match target {
        None => vec![users(), schemas::of_app(exchange, "")],
        Some(target) if text(target, "type") == "user" => {
            vec![schemas::of_user_type(exchange, text(target, "id"))]
        }
        Some(target) => vec![schemas::of_app(exchange, text(target, "id"))],
    };
    let is_known = |name: &str| {
        schemas.iter().any(|schema| {
            ["base", "custom"].iter().any(|part| {
                schema["definitions"][part]["properties"]
                    .get(name)
                    .is_some()
            })
        })
    };
    for (name, property) in given {
        if !is_known(name) {
            return Err(OktaError::validation(
                "updateMapping",
                [format!("Invalid target field {name}")],
            ));
        }
        if property.is_object() && text(property, "expression").trim().is_empty() {
            return Err(OktaError::blank("expression"));
        }
    }
    Ok(())
}
