//! The one org for which a server works, and its credentials.

mod limits;
mod roles;
mod scopes;
mod sign_in;

use okta_api::{Client, CredentialsKind, RateLimit};
use serde_json::Value;

pub use limits::Limits;
pub use scopes::Scopes;
pub use sign_in::{SignIn, SignInState};

use crate::catalogue::Operation;
use roles::Roles;

/// An org and the credentials for it. A server has exactly one, so orgs never mix.
#[derive(Debug)]
pub struct Org {
    client: Client,
    name: String,
    scopes: Scopes,
    sign_in: Option<SignIn>,
    limits: Limits,
    roles: Roles,
}

impl Org {
    /// Wraps a client of the org with this name.
    #[must_use]
    pub fn new(client: Client, name: String) -> Self {
        let scopes = match &client.credentials().scopes {
            Some(scopes) => Scopes::of(scopes),
            None => Scopes::unknown(),
        };
        Self {
            client,
            name,
            scopes,
            sign_in: None,
            limits: Limits::default(),
            roles: Roles::default(),
        }
    }

    /// Adds the sign-in of a person on first use.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn) -> Self {
        self.sign_in = Some(sign_in);
        self
    }

    /// Returns the client. Only the gate may use it.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the org's host, such as `acme.okta.com`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the kind of credentials in words.
    #[must_use]
    pub fn credentials(&self) -> &'static str {
        match self.client.credentials().kind {
            CredentialsKind::ApiToken => "API token",
            CredentialsKind::BearerToken => "access token",
            CredentialsKind::ServiceApp => {
                "service app (private-key JWT, DPoP where Okta asks for it)"
            }
            CredentialsKind::DeviceGrant => "device grant (a person signs in)",
            _ => "another kind",
        }
    }

    /// Returns the app's client id, if the credentials are an app's.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        self.client.credentials().client_id.as_deref()
    }

    /// Returns what the credentials may do, as far as it is known.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// What the credentials certainly lack for an operation, in words: a scope of the token,
    /// or an admin role of an API token's owner.
    pub(crate) async fn lacks(&self, operation: &Operation) -> Option<String> {
        if let Some(scope) = self.scopes.missing(operation) {
            return Some(format!("the token does not have the scope {scope}"));
        }
        if operation.class.is_read() || !self.has_an_owner() {
            return None;
        }
        let roles = self.roles.get(&self.client).await;
        roles::missing(roles, operation)
    }

    /// The admin roles of an API token's owner; `None` for other credentials.
    pub(crate) async fn admin_roles(&self) -> Option<Value> {
        match self.has_an_owner() {
            true => Some(roles::shown(self.roles.get(&self.client).await)),
            false => None,
        }
    }

    fn has_an_owner(&self) -> bool {
        self.client.credentials().kind == CredentialsKind::ApiToken
    }

    /// Whether a request can be sent now.
    pub(crate) async fn sign_in(&self) -> SignInState {
        match &self.sign_in {
            Some(sign_in) => sign_in.state(&self.client).await,
            None => SignInState::Ready,
        }
    }

    pub(crate) fn note(&self, area: &str, limit: Option<RateLimit>) {
        if let Some(limit) = limit {
            self.limits.note(area, limit);
        }
    }

    /// Returns the latest rate limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
