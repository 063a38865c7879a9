//! Requests to the Management API: their bodies are read and checked, then they go to
//! their handler.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode};
use okta_api::operations as op;
use serde_json::Value;

use crate::{
    behaviours,
    description::{
        Description, Operation,
        schema::{List, Problem},
    },
    engine::{self, links},
    error::OktaError,
    exchange::{
        Received, content_type,
        reply::{Answer, Reply},
    },
    server::shared::Inner,
    world::log::Party,
};

/// Answers a request that may be made.
pub(crate) fn answer(
    inner: &Inner,
    found: (&Operation, Vec<String>),
    request: &Received<'_>,
    actor: Arc<Party>,
) -> Answer {
    let operation = found.0;
    let content_type = content_type(&request.parts.headers);
    let body = body(&inner.description, operation, content_type, request.raw)?;
    let asks_itself = behaviours::asks_for_what_it_needs(operation);
    for parameter in operation.query.iter().filter(|_| !asks_itself) {
        // A switch that is missing is off or on, whatever the description says.
        if parameter.required
            && parameter.kind != "boolean"
            && request.query.get(&parameter.name).is_none()
        {
            return Err(OktaError::missing_parameter());
        }
    }
    let state = &mut *inner.state();
    let adds = matches!(operation.method, Method::POST | Method::PUT | Method::PATCH);
    if adds && state.store.total() >= inner.most_resources {
        return Err(OktaError::full());
    }
    let act = request.act(&inner.base, state, actor);
    let mut exchange = request.exchange(act, &inner.description, found, body);
    exchange.resolve()?;
    let answer = match behaviours::find(operation) {
        Some(behaviour) => {
            exchange.names = behaviour.path;
            (behaviour.handler)(&mut exchange)?
        }
        None => engine::answer(&mut exchange)?,
    };
    // Of what came later, nothing tells the status better than its description.
    let answer = match operation.is_embedded {
        false if answer.status == StatusCode::OK => Reply {
            status: operation.success,
            ..answer
        },
        _ => answer,
    };
    Ok(match &operation.list {
        Some(List::Envelope(name)) => {
            let path = request.parts.uri.path();
            let links = links::of_list(path, &inner.base);
            answer.enveloped(name, links, request.query)
        }
        _ => answer,
    })
}

/// The JSON of a request body, or null where the operation takes none or something else.
fn body(
    description: &Description,
    operation: &Operation,
    content_type: Option<&str>,
    raw: &Bytes,
) -> Result<Value, OktaError> {
    if operation.bodies.is_empty() {
        // Okta ignores what an operation does not take.
        return Ok(Value::Null);
    }
    let json = operation.json_body();
    if raw.is_empty() {
        return if operation.needs_body && json.is_some() {
            Err(OktaError::not_well_formed())
        } else {
            Ok(Value::Null)
        };
    }
    let given = content_type.unwrap_or_default();
    if json.is_none() || !given.ends_with("json") {
        let mut bodies = operation.bodies.iter();
        let takes = bodies.any(|body| body.content_type.eq_ignore_ascii_case(given));
        return if takes {
            Ok(Value::Null)
        } else {
            Err(OktaError::unsupported_media_type())
        };
    }
    let body: Value = serde_json::from_slice(raw).map_err(|_| OktaError::not_well_formed())?;
    let schema = json.map_or(&Value::Null, |json| &json.schema);
    let mut causes = description.schemas.validate(schema, &body);
    // Recorded: applications are made without what newer descriptions require, such as the
    // sign-on mode, which follows from the name, and their connections take a scheme that
    // these do not have. The handlers ask for what Okta asks for.
    // What takes a part lacks the rest, whatever is required of the whole.
    let whole = [&op::CREATE_APPLICATION, &op::REPLACE_APPLICATION];
    let lenient = if operation.is_one_of(&whole)
        || engine::takes_a_part(description, operation)
        || behaviours::asks_for_what_it_needs(operation)
    {
        Some(Problem::Missing)
    } else if operation.is(&op::UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION) {
        Some(Problem::UnknownValue)
    } else {
        None
    };
    // The keys of applications are for signatures, too, whatever the description lists.
    causes.retain(|cause| {
        let of_key = operation.is_one_of(&whole) && cause.property.contains(".jwks.");
        Some(cause.problem) != lenient && !(of_key && cause.problem == Problem::UnknownValue)
    });
    match causes.first() {
        None => Ok(body),
        Some(first) => Err(OktaError::validation(
            first.property.split('.').next_back().unwrap_or_default(),
            causes.iter().map(ToString::to_string),
        )),
    }
}
