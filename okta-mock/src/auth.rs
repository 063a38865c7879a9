//! Who may do what.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{header, request::Parts};

use crate::{error::OktaError, log::Party, org::Inner, router::Route};

/// Who makes a request, or Okta's refusal.
pub(crate) fn check(
    inner: &Inner,
    parts: &Parts,
    _route: Option<&(&'static Route, Vec<String>)>,
    _now: DateTime<Utc>,
) -> Result<Arc<Party>, OktaError> {
    let Some(value) = parts.headers.get(header::AUTHORIZATION) else {
        return Err(OktaError::invalid_session());
    };
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or_else(OktaError::invalid_token)?;
    if scheme.eq_ignore_ascii_case("SSWS") && token.trim() == inner.token {
        return Ok(Arc::clone(&inner.state().owner));
    }
    Err(OktaError::invalid_token())
}
