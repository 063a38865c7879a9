//! Who makes an API call, and whether they may.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, StatusCode, header};
use url::Url;

use super::{
    dpop::{self, ProofError},
    refusal::{Denied, challenge},
    scope,
    server::AuthorizationServer,
};

const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;
const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;

/// Who makes a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Principal {
    /// The user whose API token it is; such tokens have no scopes.
    User { id: String },
    /// A service app with an access token.
    ServiceApp {
        client_id: String,
        scopes: BTreeSet<String>,
    },
}

impl AuthorizationServer {
    /// Finds out who makes a call to `url`, as the client knows it, and whether their
    /// token covers all of these scopes.
    pub(crate) fn authorize(
        &mut self,
        headers: &HeaderMap,
        method: &Method,
        url: &Url,
        now: DateTime<Utc>,
        required: &[&str],
    ) -> Result<Principal, Denied> {
        let (scheme, value) = match credentials(headers) {
            Some(("SSWS", token)) => return self.api_token(token),
            Some(known) => known,
            None => return Err(api("E0000005", "Invalid session")),
        };
        let deny = |scheme, status, error, description: &str| {
            Err(challenge(scheme, status, url, required, error, description))
        };
        let token = match self.access_tokens.get(value) {
            Some(token) if token.expires > now => token,
            Some(_) => {
                return deny(
                    scheme,
                    UNAUTHORIZED,
                    "invalid_token",
                    "The access token has expired.",
                );
            }
            None => {
                return deny(
                    scheme,
                    UNAUTHORIZED,
                    "invalid_token",
                    "The access token is invalid.",
                );
            }
        };
        match (scheme, &token.key) {
            ("Bearer", None) => {}
            ("DPoP", Some(key)) => {
                let expected = dpop::Expected {
                    method,
                    url,
                    token: Some(value),
                    nonces: &[],
                };
                let description = match dpop::verify(headers, &expected, now, &mut self.proofs) {
                    Ok(thumbprint) if thumbprint == *key => None,
                    Ok(_) => Some("'jwk' header in the DPoP proof JWT is invalid.".to_owned()),
                    Err(ProofError::Invalid(description)) => Some(description),
                    Err(ProofError::Nonce) => Some("'nonce' claim is required.".to_owned()),
                };
                if let Some(description) = description {
                    return deny("DPoP", BAD_REQUEST, "invalid_dpop_proof", &description);
                }
            }
            // A token that is bound to a key is worth nothing without the key.
            (_, Some(_)) => {
                let description = "The DPoP proof JWT header is missing.";
                return deny("DPoP", BAD_REQUEST, "invalid_dpop_proof", description);
            }
            (_, None) => {
                return deny(
                    scheme,
                    UNAUTHORIZED,
                    "invalid_token",
                    "The access token is invalid.",
                );
            }
        }
        if !required
            .iter()
            .all(|required| scope::covers(&token.scopes, required))
        {
            let description = "The access token provided does not contain the required scopes.";
            return deny(
                scheme,
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                description,
            );
        }
        Ok(Principal::ServiceApp {
            client_id: token.client_id.clone(),
            scopes: token.scopes.clone(),
        })
    }

    fn api_token(&self, token: &str) -> Result<Principal, Denied> {
        match self.api_tokens.get(token) {
            Some(id) => Ok(Principal::User { id: id.clone() }),
            None => Err(api("E0000011", "Invalid token provided")),
        }
    }
}

/// The scheme and the token of the `Authorization` header. Okta needs no blank between the
/// two, and its Python SDK sends none.
pub(crate) fn credentials(headers: &HeaderMap) -> Option<(&'static str, &str)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    ["SSWS", "Bearer", "DPoP"].into_iter().find_map(|scheme| {
        let (start, token) = value.split_at_checked(scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then_some((scheme, token.trim()))
    })
}

fn api(code: &'static str, summary: &'static str) -> Denied {
    Denied::Api {
        status: UNAUTHORIZED,
        code,
        summary,
    }
}
