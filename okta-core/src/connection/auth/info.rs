//! What may be told about credentials.

use super::Credentials;

/// What kind of credentials a [`Client`](crate::Client) has, without anything secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialsInfo {
    /// How requests are authenticated.
    pub kind: CredentialsKind,
    /// The client id of the app, where there is one.
    pub client_id: Option<String>,
    /// The scopes that the app asks for. Okta grants all of them or refuses the token.
    /// `None` where they are not the client's to ask for, as with an API token.
    pub scopes: Option<Vec<String>>,
}

/// How requests are authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsKind {
    /// An API token, with the rights of its owner.
    ApiToken,
    /// An access token that was given.
    BearerToken,
    /// A provider of the program's own.
    Provider,
    /// A service app with a private key.
    ServiceApp,
    /// A person who signs in on a device of their own.
    DeviceGrant,
}

impl CredentialsInfo {
    pub(crate) fn of(credentials: &Credentials) -> Self {
        let without_app = |kind| (kind, None);
        let (kind, app) = match credentials {
            Credentials::ApiToken(_) => without_app(CredentialsKind::ApiToken),
            Credentials::BearerToken(_) => without_app(CredentialsKind::BearerToken),
            Credentials::Provider(_) => without_app(CredentialsKind::Provider),
            Credentials::ServiceApp(app) => (
                CredentialsKind::ServiceApp,
                Some((&app.client_id, &app.scopes)),
            ),
            Credentials::DeviceGrant(grant) => (
                CredentialsKind::DeviceGrant,
                Some((&grant.client_id, &grant.scopes)),
            ),
        };
        Self {
            kind,
            client_id: app.map(|(client_id, _)| client_id.clone()),
            scopes: app.map(|(_, scopes)| scopes.clone()),
        }
    }
}
