//! How Okta says no, at the token endpoint and to an API call.

use http::StatusCode;
use serde_json::{Value, json};

/// What the token endpoint answers to a request that it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TokenError {
    pub(super) status: StatusCode,
    pub(super) error: &'static str,
    pub(super) description: String,
    /// A nonce that the next proof must have.
    pub(super) nonce: Option<String>,
    /// The id of the error, where Okta answers with its own error object and not with
    /// the one of OAuth.
    pub(super) error_id: Option<String>,
}

impl TokenError {
    /// 400 with this error.
    pub(super) fn bad(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            description: description.into(),
            nonce: None,
            error_id: None,
        }
    }

    /// 401 `invalid_client`.
    pub(super) fn client(description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            ..Self::bad("invalid_client", description)
        }
    }

    /// 400 `invalid_dpop_proof`.
    pub(super) fn proof(description: impl Into<String>) -> Self {
        Self::bad("invalid_dpop_proof", description)
    }

    /// A client that is not registered.
    pub(super) fn unknown_client(error_id: String) -> Self {
        Self {
            error_id: Some(error_id),
            ..Self::bad("invalid_client", "Invalid value for 'client_id' parameter.")
        }
    }

    /// The body.
    pub(super) fn body(&self) -> Value {
        match &self.error_id {
            None => json!({"error": self.error, "error_description": self.description}),
            Some(id) => json!({
                "errorCode": self.error,
                "errorSummary": self.description,
                "errorLink": self.error,
                "errorId": id,
                "errorCauses": [],
            }),
        }
    }
}

/// What an API call is answered that presents no right to make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Denied {
    /// Okta's error object.
    Api {
        status: StatusCode,
        /// `errorCode`.
        code: &'static str,
        /// `errorSummary`.
        summary: &'static str,
    },
    /// An empty body and this `WWW-Authenticate` header.
    Challenge { status: StatusCode, header: String },
}

/// A challenge in the form of Okta's.
pub(super) fn challenge(
    scheme: &str,
    status: StatusCode,
    url: &url::Url,
    scopes: &[&str],
    error: &str,
    description: &str,
) -> Denied {
    let algorithms = match scheme {
        "DPoP" => "algs=\"RS256 RS384 RS512 ES256 ES384 ES512\", ",
        _ => "",
    };
    // Okta writes `http` here whatever it was asked by.
    let host = url.host_str().unwrap_or_default();
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let org = format!("http://{host}{port}");
    Denied::Challenge {
        status,
        header: format!(
            "{scheme} {algorithms}authorization_uri=\"{org}/oauth2/v1/authorize\", \
             realm=\"{org}\", scope=\"{}\", error=\"{error}\", \
             error_description=\"{description}\", resource=\"{}\"",
            scopes.join(" "),
            url.path(),
        ),
    }
}
