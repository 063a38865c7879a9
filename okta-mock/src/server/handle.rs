//! The way of a request through the org: faults, limits, authorization, handler, journal.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use bytes::Bytes;
use http::{Method, Request, Response, request::Parts, uri::PathAndQuery};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use okta_api::operations::{BodyHint, NoRoute};

use super::{
    payload::Payload,
    respond::{Surroundings, respond},
};
use crate::{
    description::{Description, Operation},
    error::OktaError,
    exchange::{Received, content_type, query::Query, reply::Answer},
    server::{
        api, auth, deliveries, endpoints,
        faults::{Fault, Kind},
        journal::Entry,
        limits::Verdict,
        secrets::{masked_path, masked_query},
        shared::{Inner, PATIENCE},
    },
};

/// A longer request body is refused.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// So much of a body that is too long is read all the same: a client that is still
/// sending does not look for an answer.
const LARGEST_REFUSED: usize = 64 * 1024 * 1024;

/// Counts a request as under way as long as it lives.
struct UnderWay<'a>(&'a AtomicU32);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers one request; `None` resets the connection.
pub(crate) async fn handle(
    inner: &Arc<Inner>,
    request: Request<Incoming>,
) -> Option<Response<Payload>> {
    let (parts, body) = request.into_parts();
    // A body that never comes to its end ends its connection.
    let body = tokio::time::timeout(PATIENCE, read(body)).await.ok()?;
    let others = inner.under_way.fetch_add(1, Ordering::Relaxed);
    let _under_way = UnderWay(&inner.under_way);
    let body = match body {
        Ok(body) => Ok(body),
        Err(error) if error.is::<LengthLimitError>() => Err(OktaError::payload_too_large()),
        // The client went away in the middle of its request.
        Err(_) => return None,
    };
    let raw = body.as_ref().cloned().unwrap_or_default();
    let query = Query::parse(parts.uri.query().unwrap_or_default());
    let found = find(&inner.description, &parts, &raw);
    let operation = found.as_ref().ok().map(|(operation, _)| *operation);
    let operation_id = operation.map(|operation| Arc::clone(&operation.id));
    let fault = inner.fault(operation_id.as_deref());
    let wait = inner.wait(fault.as_ref());
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }

    let now = inner.clock.now();
    let request_id = inner.request_id();
    let received = Received {
        parts: &parts,
        query: &query,
        raw: &raw,
        now,
        request_id: &request_id,
    };
    let mut verdict = None;
    let answer = match early(inner, fault.as_ref(), others, &parts, &mut verdict) {
        Some(refusal) => Some(refusal),
        None if is(fault.as_ref(), Kind::Reset, false) => None,
        None => {
            let answer = match (body, found) {
                (Err(error), _) => Err(error),
                (Ok(_), Err(Miss::Outside)) => endpoints::answer(inner, &received),
                (Ok(_), found) => match (auth::check(inner, &parts, operation, now), found) {
                    (Err(refusal), _) => refusal,
                    (Ok(_), Err(miss)) => Err(miss.error()),
                    (Ok(actor), Ok(found)) => match deliveries::prove(inner, &parts).await {
                        Ok(()) => api::answer(inner, found, &received, actor),
                        Err(refusal) => Err(refusal),
                    },
                },
            };
            inner.hooks.learn(&parts, &raw, &answer);
            deliveries::deliver(inner);
            if is(fault.as_ref(), Kind::Reset, true) {
                None
            } else {
                Some(late(fault.as_ref(), &parts, answer))
            }
        }
    };
    let response = answer.map(|answer| {
        respond(
            answer,
            &Surroundings {
                now,
                request_id: &request_id,
                verdict,
                url: format!("{}{}", inner.base, parts.uri.path()),
                query: &query,
                raw_query: parts.uri.query().unwrap_or_default(),
                merged_links: inner.merged_links,
                spoiled: fault.map(|fault| fault.kind),
            },
        )
    });
    if endpoints::is_live(&parts) {
        return response;
    }
    let entry = Entry {
        at: now,
        method: parts.method,
        path: masked_path(parts.uri.path()),
        query: masked_query(parts.uri.query().unwrap_or_default()),
        operation: operation_id,
        headers: parts.headers,
        body: raw,
        status: response.as_ref().map(Response::status),
        request_id: request_id.to_string(),
    };
    if let Some(recording) = &inner.recording
        && !endpoints::has(&entry.path)
    {
        recording.add(&inner.base, &entry, response.as_ref());
    }
    inner.journal.push(entry);
    response
}

/// Reads a body, to its end even where it is too long.
async fn read(mut body: Incoming) -> Result<Bytes, Box<dyn Error + Send + Sync>> {
    let read = Limited::new(&mut body, LARGEST_BODY).collect().await;
    if read
        .as_ref()
        .is_err_and(|error| error.is::<LengthLimitError>())
    {
        let mut rest = Limited::new(&mut body, LARGEST_REFUSED);
        while let Some(Ok(_)) = rest.frame().await {}
    }
    Ok(read?.to_bytes())
}

/// Why no operation was found.
enum Miss {
    /// Not a path of the Management API.
    Outside,
    Path,
    Method,
}

impl Miss {
    fn error(self) -> OktaError {
        match self {
            Self::Method => OktaError::method_not_allowed(),
            Self::Outside | Self::Path => OktaError::no_such_path(),
        }
    }
}

fn find<'d>(
    description: &'d Description,
    parts: &Parts,
    body: &Bytes,
) -> Result<(&'d Operation, Vec<String>), Miss> {
    if endpoints::has(parts.uri.path()) {
        return Err(Miss::Outside);
    }
    let target = parts.uri.path_and_query();
    let target = target.map_or("/", PathAndQuery::as_str);
    let body = if body.is_empty() {
        BodyHint::None
    } else {
        BodyHint::Some(content_type(&parts.headers))
    };
    description
        .route(&parts.method, target, body)
        .map_err(|miss| match miss {
            NoRoute::Method => Miss::Method,
            _ => Miss::Path,
        })
}

/// What is refused before anybody looks at the request: by a fault, or by a limit.
fn early(
    inner: &Inner,
    fault: Option<&Fault>,
    others: u32,
    parts: &Parts,
    verdict: &mut Option<Verdict>,
) -> Option<Answer> {
    let now = inner.clock.now();
    let path = parts.uri.path();
    let at_once = inner
        .limits
        .most_concurrent()
        .is_some_and(|most| others >= most);
    if at_once || is(fault, Kind::TooManyAtOnce, false) {
        *verdict = Some(Verdict::too_many_at_once(now));
        return Some(Err(OktaError::too_many_requests()));
    }
    if path.starts_with("/api/") && parts.method != Method::OPTIONS {
        *verdict = inner.count(&parts.method, path, now);
        if verdict.is_some_and(|verdict| !verdict.allowed) {
            return Some(Err(OktaError::too_many_requests()));
        }
    }
    let fault = fault.filter(|fault| !fault.handled)?;
    spoil(fault, parts)
}

/// What a fault makes of an answer whose request was carried out.
fn late(fault: Option<&Fault>, parts: &Parts, answer: Answer) -> Answer {
    fault
        .filter(|fault| fault.handled)
        .and_then(|fault| spoil(fault, parts))
        .unwrap_or(answer)
}

fn spoil(fault: &Fault, parts: &Parts) -> Option<Answer> {
    match fault.kind {
        Kind::Status(status) => Some(Err(OktaError::of_status(status))),
        Kind::ExpiredToken => Some(auth::expired(parts)),
        Kind::TooManyAtOnce => Some(Err(OktaError::too_many_requests())),
        Kind::Delay | Kind::Reset | Kind::Truncated | Kind::Garbage | Kind::DuplicateHeaders => {
            None
        }
    }
}

fn is(fault: Option<&Fault>, kind: Kind, handled: bool) -> bool {
    fault.is_some_and(|fault| fault.kind == kind && fault.handled == handled)
}
