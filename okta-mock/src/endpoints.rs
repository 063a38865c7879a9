//! Paths outside the catalogue: the landing page, discovery, sign-in.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Method, request::Parts};
use serde_json::json;

use crate::{
    error::OktaError,
    landing,
    org::Inner,
    query::Query,
    reply::{Answer, Reply},
};

const LANDING: &str = "/";
const DISCOVERY: &str = "/.well-known/okta-organization";

/// Whether a path is one of these.
pub(crate) fn has(path: &str) -> bool {
    [LANDING, DISCOVERY].contains(&path)
}

/// Answers a request to one of these paths.
pub(crate) fn answer(
    inner: &Inner,
    parts: &Parts,
    _query: &Query,
    _raw: &Bytes,
    _now: DateTime<Utc>,
    _request_id: &Arc<str>,
) -> Answer {
    match (&parts.method, parts.uri.path()) {
        (&Method::GET, LANDING) => Ok(Reply::text("text/html; charset=utf-8", landing::page(inner))),
        (&Method::GET, DISCOVERY) => Ok(Reply::ok(json!({
            "id": inner.state().landmarks.org,
            "cell": "mock1",
            "_links": {
                "organization": { "href": inner.base },
                "alternate": { "href": inner.base },
            },
            "pipeline": "idx",
        }))),
        _ => Err(OktaError::method_not_allowed()),
    }
}
