//! Pages of lists: of Okta, or of a moment ago.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    call::{Answered, Page, Payload, Plan},
    catalogue::Operation,
    engine::Engine,
    gate::{Context, Permit, Stop, execute, refusal},
};

/// Asks for a page that a cursor names, with everything else as before.
pub(super) fn go_on(request: &mut Plan<'_>, query: &[(String, String)]) {
    for (name, value) in query {
        match request.query.iter_mut().find(|(known, _)| known == name) {
            Some((_, present)) => present.clone_from(value),
            None => request.query.push((name.clone(), value.clone())),
        }
    }
    // `since` says where to start, and so does `after`: they exclude each other.
    if query.iter().any(|(name, _)| name == "after")
        && !query.iter().any(|(name, _)| name == "since")
    {
        request.query.retain(|(name, _)| name != "since");
    }
}

pub(super) fn takes_limit(operation: &Operation) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.name == "limit")
}

/// What a first request brought.
pub(super) enum First {
    Page(Page),
    Other(Answered),
}

/// The answer, or the page of a list, perhaps of a moment ago.
pub(super) async fn first(
    engine: &Engine,
    context: &Context,
    request: &Plan<'_>,
    permit: &Permit,
    skip: usize,
) -> Result<First, Stop> {
    if skip > 0
        && request.operation.class.is_read()
        && let Some(page) = engine.pages.get(&request.canonical())
    {
        return Ok(First::Page(page));
    }
    let answered = execute(engine, context, request, permit).await?;
    let Payload::Json(Value::Array(items)) = answered.payload else {
        return Ok(First::Other(answered));
    };
    Ok(First::Page(Page {
        items: Arc::new(items),
        next: answered.next,
        request_id: answered.request_id,
        status: answered.status,
    }))
}

/// A page of any list, for the jobs.
pub(crate) async fn list_page(
    engine: &Engine,
    context: &Context,
    request: &Plan<'_>,
    permit: &Permit,
) -> Result<Page, Stop> {
    match first(engine, context, request, permit, 0).await? {
        First::Page(page) => Ok(page),
        First::Other(_) => Err(Stop::Failed(refusal(
            &format!("{} did not answer with a list", request.operation.id),
            "tell the person",
        ))),
    }
}
