//! What may be shown of credentials.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::ExposeSecret as _;
use serde_json::Value;

use super::Credentials;

/// The kind of a [`Client`](crate::Client)'s credentials, without anything secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialsInfo {
    /// How requests are authenticated.
    pub kind: CredentialsKind,
    /// The app's client id, if there is an app.
    pub client_id: Option<String>,
    /// The scopes that the app requests. Okta grants all of them or refuses the token.
    ///
    /// For a given access token, these are the scopes that the token itself names, if it is a
    /// JWT; only Okta verifies its signature. `None` when the scopes are unknown, as with an
    /// API token, which has the rights of its owner's roles.
    pub scopes: Option<Vec<String>>,
}

/// How requests are authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsKind {
    /// An API token, with the rights of its owner.
    ApiToken,
    /// A given access token.
    BearerToken,
    /// The program's own token provider.
    Provider,
    /// A service app with a private key.
    ServiceApp,
    /// A person who signs in on their own device.
    DeviceGrant,
}

impl CredentialsInfo {
    pub(crate) fn of(credentials: &Credentials) -> Self {
        if let Credentials::BearerToken(token) = credentials {
            return Self::of_token(token.expose_secret());
        }
        let kind = match credentials {
            Credentials::ApiToken(_) => CredentialsKind::ApiToken,
            Credentials::BearerToken(_) => CredentialsKind::BearerToken,
            Credentials::Provider(_) => CredentialsKind::Provider,
            Credentials::ServiceApp(_) => CredentialsKind::ServiceApp,
            Credentials::DeviceGrant(_) => CredentialsKind::DeviceGrant,
        };
        let app = credentials.app();
        Self {
            kind,
            client_id: app.map(|(client_id, _)| client_id.to_owned()),
            scopes: app.map(|(_, scopes)| scopes.to_vec()),
        }
    }

    /// Reads what an access token says about itself. Okta's tokens are JWTs with the scopes in
    /// `scp` and the client id in `cid`.
    fn of_token(token: &str) -> Self {
        let claims = claims(token).unwrap_or_default();
        let scopes = match &claims["scp"] {
            Value::Array(scopes) => scopes.iter().map(Value::as_str).collect(),
            Value::String(scopes) => Some(scopes.split_whitespace().collect::<Vec<_>>()),
            _ => None,
        };
        Self {
            kind: CredentialsKind::BearerToken,
            client_id: claims["cid"].as_str().map(str::to_owned),
            scopes: scopes.map(|scopes| scopes.into_iter().map(str::to_owned).collect()),
        }
    }
}

/// Returns the claims of a token that is a JWT.
fn claims(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (Some(_), Some(claims), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    serde_json::from_str(str::from_utf8(&claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        format!(
            "eyJhbGciOiJub25lIn0.{}.c2ln",
            URL_SAFE_NO_PAD.encode(claims)
        )
    }

    #[test]
    fn a_given_access_token_says_its_scopes() {
        let two = Some(vec![
            "okta.users.read".to_owned(),
            "okta.logs.read".to_owned(),
        ]);
        for (token, scopes) in [
            (
                jwt(r#"{"scp":["okta.users.read","okta.logs.read"]}"#),
                two.clone(),
            ),
            (jwt(r#"{"scp":"okta.users.read okta.logs.read"}"#), two),
            (jwt(r#"{"scp":[]}"#), Some(Vec::new())),
            (jwt(r#"{"scp":[1]}"#), None),
            (jwt(r#"{"scp":7}"#), None),
            (jwt("{}"), None),
            (jwt("[]"), None),
            (jwt("no json"), None),
            ("opaque".to_owned(), None),
            ("a.b".to_owned(), None),
            ("a.%%.c".to_owned(), None),
            ("a.b.c.d".to_owned(), None),
        ] {
            assert_eq!(CredentialsInfo::of_token(&token).scopes, scopes, "{token}");
        }
        let info = CredentialsInfo::of_token(&jwt(r#"{"cid":"0oa1"}"#));
        assert_eq!(info.client_id.as_deref(), Some("0oa1"));
    }
}
