//! Who may do what.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header, request::Parts, uri::PathAndQuery};
use url::Url;

use crate::{
    description::Operation,
    error::OktaError,
    exchange::reply::{Answer, Reply},
    oauth::{Denied, Principal, credentials},
    server::shared::Inner,
    world::{
        log::Party,
        state::{APPS, State, USERS, text, user_party},
    },
};

/// Who makes a request, or Okta's refusal.
pub(crate) fn check(
    inner: &Inner,
    parts: &Parts,
    operation: Option<&Operation>,
    now: DateTime<Utc>,
) -> Result<Arc<Party>, Answer> {
    // Not the whole URI: a request in absolute form, as proxies send it, names a host.
    let target = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let url = format!("{}{target}", inner.base);
    let Ok(url) = Url::parse(&url) else {
        return Err(Err(OktaError::no_such_path()));
    };
    let scopes = operation.map_or(&[][..], |operation| operation.scopes.as_slice());
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let state = &mut *inner.state();
    match state
        .oauth
        .authorize(&parts.headers, &parts.method, &url, now, &scopes)
    {
        Ok(principal) => Ok(party(state, &principal)),
        Err(denied) => Err(refuse(denied)),
    }
}

fn refuse(denied: Denied) -> Answer {
    match denied {
        Denied::Api {
            status,
            code,
            summary,
        } => Err(OktaError {
            status,
            ..OktaError::refused_expression(code, summary.to_owned(), Vec::new())
        }),
        Denied::Challenge { status, header } => {
            let reply = Reply {
                status,
                ..Reply::empty()
            };
            Ok(match HeaderValue::try_from(header) {
                Ok(header) => reply.header(header::WWW_AUTHENTICATE, header),
                Err(_) => reply,
            })
        }
    }
}

/// How the System Log names whoever makes a call.
fn party(state: &State, principal: &Principal) -> Arc<Party> {
    match principal {
        Principal::User { id } if *id == state.owner.id => Arc::clone(&state.owner),
        Principal::User { id } => Arc::new(match state.store.get(USERS, id) {
            Some(user) => user_party(&user),
            None => client(id, "unknown"),
        }),
        Principal::ServiceApp { client_id, .. } => {
            let app = state.store.get(APPS, client_id);
            let label = app.as_ref().map_or("unknown", |app| text(app, "label"));
            Arc::new(client(client_id, label))
        }
    }
}

fn client(id: &str, name: &str) -> Party {
    Party {
        id: id.to_owned(),
        kind: "PublicClientApp".into(),
        alternate_id: id.to_owned(),
        display_name: name.to_owned(),
    }
}

/// What an expired token is answered.
pub(crate) fn expired(parts: &Parts) -> Answer {
    if let Some(("SSWS", _)) = credentials(&parts.headers) {
        return Err(OktaError::invalid_token());
    }
    let challenge = "Bearer error=\"invalid_token\", \
                     error_description=\"The access token has expired.\"";
    Ok(Reply {
        status: StatusCode::UNAUTHORIZED,
        ..Reply::empty()
    }
    .header(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(challenge),
    ))
}
