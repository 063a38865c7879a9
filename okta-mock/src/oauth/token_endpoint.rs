//! `POST /oauth2/v1/token`.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method, Response, StatusCode, header};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::{
    assertion,
    dpop::{self, ProofError},
    jwt::Jwt,
    refusal::TokenError,
    scope,
    server::{AccessToken, AuthorizationServer, TOKEN_LIFETIME},
};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

impl AuthorizationServer {
    /// Answers a request for a token: the form that was posted to `url`, as the client
    /// knows it, and its headers.
    pub(crate) fn token(
        &mut self,
        url: &Url,
        headers: &HeaderMap,
        form: &[u8],
        now: DateTime<Utc>,
    ) -> Response<String> {
        match self.grant(url, headers, form, now) {
            Ok(body) => response(StatusCode::OK, &body, None),
            Err(error) => response(error.status, &error.body(), error.nonce.as_deref()),
        }
    }

    /// The checks in Okta's order: an assertion is used up before a nonce is asked for,
    /// so that a client has to make a new one for its second attempt.
    fn grant(
        &mut self,
        url: &Url,
        headers: &HeaderMap,
        form: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Value, TokenError> {
        let form = parse(form)?;
        let field = |name: &str| form.get(name).map(String::as_str);
        match field("grant_type") {
            Some("client_credentials") => {}
            None => {
                return Err(TokenError::bad(
                    "invalid_request",
                    "The token request must specify a grant type.",
                ));
            }
            Some(_) => {
                return Err(TokenError::bad(
                    "unsupported_grant_type",
                    "The authorization grant type is not supported by the authorization server. \
                     Configured grant types: [client_credentials].",
                ));
            }
        }

        let assertion = client_assertion(field, headers)?;
        let client_id = assertion.claim("sub").or(field("client_id"));
        let app = client_id.and_then(|id| self.apps.get(id));
        let Some(app) = app.filter(|app| field("client_id").is_none_or(|id| id == app.client_id))
        else {
            let error_id = format!("oae{}", self.rng.text(22));
            return Err(TokenError::unknown_client(error_id));
        };
        let mut endpoint = url.clone();
        endpoint.set_query(None);
        assertion::verify(
            &assertion,
            app,
            endpoint.as_str(),
            now,
            &mut self.assertions,
        )?;

        let key = if app.requires_dpop || headers.contains_key("dpop") {
            let nonces = dpop::nonces(self.seed, now);
            let expected = dpop::Expected {
                method: &Method::POST,
                url,
                token: None,
                nonces: &nonces,
            };
            let verified = dpop::verify(headers, &expected, now, &mut self.proofs);
            Some(verified.map_err(|error| refused_proof(error, nonces))?)
        } else {
            None
        };

        let scopes = scope::list(field("scope").unwrap_or_default());
        if scopes.is_empty() {
            return Err(TokenError::bad(
                "invalid_scope",
                "The authorization server resource does not have any configured default scopes, \
                 'scope' must be provided.",
            ));
        }
        if !scopes.is_subset(&app.scopes) {
            return Err(TokenError::bad(
                "invalid_scope",
                "One or more scopes are not configured for the authorization server resource.",
            ));
        }

        let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let mut body = json!({
            "token_type": if key.is_some() { "DPoP" } else { "Bearer" },
            "expires_in": TOKEN_LIFETIME,
            "scope": names.join(" "),
        });
        let token = AccessToken {
            client_id: app.client_id.clone(),
            scopes,
            expires: now + TimeDelta::seconds(TOKEN_LIFETIME),
            key,
        };
        body["access_token"] = self.issue(token, now).into();
        Ok(body)
    }
}

/// The fields of a form, each of which may come once.
fn parse(form: &[u8]) -> Result<BTreeMap<String, String>, TokenError> {
    let mut fields = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(form) {
        if fields
            .insert(name.to_string(), value.into_owned())
            .is_some()
        {
            let description = format!("The request has more than one '{name}' parameter.");
            return Err(TokenError::bad("invalid_request", description));
        }
    }
    // An empty value counts as none (RFC 6749, section 3.2).
    fields.retain(|_, value| !value.is_empty());
    Ok(fields)
}

/// The JWT by which the client proves who it is; secrets are not taken.
fn client_assertion<'f>(
    field: impl Fn(&str) -> Option<&'f str>,
    headers: &HeaderMap,
) -> Result<Jwt, TokenError> {
    if field("client_secret").is_some() || headers.contains_key(header::AUTHORIZATION) {
        return Err(TokenError::client(
            "Client Credentials requests to the Org Authorization Server must use the \
             private_key_jwt token_endpoint_auth_method.",
        ));
    }
    let Some(assertion) = field("client_assertion") else {
        return Err(TokenError::client(
            "A client_id must be provided in the request.",
        ));
    };
    if field("client_assertion_type") != Some(JWT_BEARER) {
        return Err(TokenError::client("The client_assertion_type is invalid."));
    }
    Jwt::parse(assertion)
        .ok_or_else(|| TokenError::client("The client_assertion token cannot be parsed."))
}

fn refused_proof(error: ProofError, nonces: [String; 2]) -> TokenError {
    let [nonce, _] = nonces;
    match error {
        ProofError::Invalid(description) => TokenError::proof(description),
        ProofError::Nonce => TokenError {
            nonce: Some(nonce),
            ..TokenError::bad(
                "use_dpop_nonce",
                "Authorization server requires nonce in DPoP proof.",
            )
        },
    }
}

fn response(status: StatusCode, body: &Value, nonce: Option<&str>) -> Response<String> {
    let mut response = Response::new(body.to_string());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache, no-store"),
        (header::PRAGMA, "no-cache"),
    ] {
        headers.insert(name, http::HeaderValue::from_static(value));
    }
    if let Some(nonce) = nonce.and_then(|nonce| http::HeaderValue::from_str(nonce).ok()) {
        headers.insert("dpop-nonce", nonce);
    }
    response
}
