//! Paths outside the catalogue: the landing page, discovery, sign-in, tokens.

use std::sync::Arc;

use http::{Method, request::Parts};
use serde_json::json;
use url::Url;

use crate::{
    behaviours::sign_in,
    error::OktaError,
    exchange::{
        Received,
        reply::{Answer, Content, Reply},
    },
    server::{landing, shared::Inner},
};

const LANDING: &str = "/";
const DISCOVERY: &str = "/.well-known/okta-organization";
const TOKEN: &str = "/oauth2/v1/token";
const SIGN_IN: &str = "/api/v1/authn";

/// Whether a path is one of these.
pub(crate) fn has(path: &str) -> bool {
    [LANDING, DISCOVERY, TOKEN, SIGN_IN].contains(&path)
}

/// Whether the landing page asks what changed. Its asking is no news to be shown on it.
pub(crate) fn is_live(parts: &Parts) -> bool {
    parts.uri.path() == LANDING && parts.uri.query() == Some("live")
}

/// Answers a request to one of these paths.
pub(crate) fn answer(inner: &Inner, request: &Received<'_>) -> Answer {
    let parts = request.parts;
    match (&parts.method, parts.uri.path()) {
        (&Method::GET, LANDING) if is_live(parts) => Ok(Reply::ok(landing::live(inner))),
        (&Method::GET, LANDING) => {
            let page = landing::page(inner);
            Ok(Reply::text("text/html; charset=utf-8", page))
        }
        (&Method::GET, DISCOVERY) => Ok(Reply::ok(json!({
            "id": inner.state().landmarks.org,
            "cell": "mock1",
            "_links": {
                "organization": { "href": inner.base },
                "alternate": { "href": inner.base },
            },
            "pipeline": "idx",
            "settings": {
                "analyticsCollectionEnabled": false, "bugReportingEnabled": true,
                "omEnabled": false, "pssoEnabled": false, "desktopMFAEnabled": false,
                "itpEnabled": true, "op4wEnabled": true,
            },
        }))),
        (&Method::POST, TOKEN) => token(inner, request),
        (&Method::POST, SIGN_IN) => sign_in(inner, request),
        _ => Err(OktaError::method_not_allowed()),
    }
}

fn token(inner: &Inner, request: &Received<'_>) -> Answer {
    let url = Url::parse(&format!("{}{TOKEN}", inner.base));
    let url = url.map_err(|_| OktaError::no_such_path())?;
    let headers = &request.parts.headers;
    let oauth = &mut inner.state().oauth;
    let response = oauth.token(&url, headers, request.raw, request.now);
    let (head, body) = response.into_parts();
    let headers = head
        .headers
        .iter()
        .filter(|(name, _)| *name != http::header::CONTENT_TYPE)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Ok(Reply {
        status: head.status,
        headers,
        body: Content::Text("application/json", body),
        page: None,
    })
}

fn sign_in(inner: &Inner, request: &Received<'_>) -> Answer {
    let body = serde_json::from_slice(request.raw).map_err(|_| OktaError::not_well_formed())?;
    let state = &mut *inner.state();
    let actor = Arc::clone(&state.owner);
    sign_in::authenticate(&mut request.act(&inner.base, state, actor), &body)
}
