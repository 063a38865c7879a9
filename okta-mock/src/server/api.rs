//! Requests to the Management API: their bodies are read and checked, then they go to
//! their handler.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use crate::{
    behaviours,
    description::catalogue::CATALOGUE,
    error::OktaError,
    exchange::{Received, content_type, reply::Answer, router::Route},
    server::shared::Inner,
    world::log::Party,
};

/// Answers a request that may be made.
pub(crate) fn answer(
    inner: &Inner,
    found: (&'static Route, Vec<String>),
    request: &Received<'_>,
    actor: Arc<Party>,
) -> Answer {
    let operation = found.0.operation;
    let content_type = content_type(&request.parts.headers);
    let body = body(found.0, content_type, request.raw)?;
    for parameter in operation.parameters {
        // A switch that is missing is off or on, whatever the description says.
        if parameter.required
            && parameter.kind != "boolean"
            && parameter.location == okta_api::operations::Location::Query
            && request.query.get(parameter.name).is_none()
        {
            return Err(OktaError::missing_parameter());
        }
    }
    let state = &mut *inner.state();
    let adds = matches!(operation.method, Method::POST | Method::PUT);
    if adds && state.store.total() >= inner.most_resources {
        return Err(OktaError::full());
    }
    let mut exchange = request.exchange(&inner.base, state, found, body, actor);
    exchange.resolve()?;
    behaviours::handler(operation.id)(&mut exchange)
}

/// The JSON of a request body, or null where the operation takes none or something else.
fn body(route: &Route, content_type: Option<&str>, raw: &Bytes) -> Result<Value, OktaError> {
    let Some(declared) = &route.operation.body else {
        // Okta ignores what an operation does not take.
        return Ok(Value::Null);
    };
    let json = declared.content_type.contains("json");
    if raw.is_empty() {
        return if declared.required && json {
            Err(OktaError::not_well_formed())
        } else {
            Ok(Value::Null)
        };
    }
    let fits = content_type.is_some_and(|content_type| {
        content_type.eq_ignore_ascii_case(declared.content_type)
            || (json && content_type.ends_with("json"))
    });
    if !fits {
        return Err(OktaError::unsupported_media_type());
    }
    if !json {
        return Ok(Value::Null);
    }
    let body: Value = serde_json::from_slice(raw).map_err(|_| OktaError::not_well_formed())?;
    let description = CATALOGUE.of(route.operation.id);
    let causes = match &description.request {
        Some(schema) => CATALOGUE.schemas.validate(schema, &body),
        None => Vec::new(),
    };
    match causes.first() {
        None => Ok(body),
        Some(first) => Err(OktaError::validation(
            first.property.split('.').next_back().unwrap_or_default(),
            causes.iter().map(ToString::to_string),
        )),
    }
}
