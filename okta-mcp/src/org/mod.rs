//! The one org that a server works for, and with what credentials.

mod limits;
mod scopes;
mod sign_in;

use std::fmt;

use okta_api::{Client, RateLimit};

pub use limits::Limits;
pub use scopes::Scopes;
pub use sign_in::{SignIn, SignInState};

/// The kind of credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An API token, with the rights of its owner.
    ApiToken,
    /// A fixed access token.
    AccessToken,
    /// A service app with a private key, with DPoP where Okta asks for it.
    ServiceApp,
    /// A person who signed in on a device of their own.
    DeviceGrant,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiToken => "API token",
            Self::AccessToken => "access token",
            Self::ServiceApp => "service app (private-key JWT, DPoP where Okta asks for it)",
            Self::DeviceGrant => "device grant (a person signed in)",
        })
    }
}

/// An org and the credentials for it. A server has exactly one, so nothing of one org can
/// meet anything of another.
#[derive(Debug)]
pub struct Org {
    client: Client,
    name: String,
    kind: Kind,
    scopes: Scopes,
    sign_in: Option<SignIn>,
    limits: Limits,
}

impl Org {
    /// An org behind this client.
    #[must_use]
    pub fn new(client: Client, name: String, kind: Kind, scopes: Scopes) -> Self {
        Self {
            client,
            name,
            kind,
            scopes,
            sign_in: None,
            limits: Limits::default(),
        }
    }

    /// Adds the sign-in of a person on first use.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: SignIn) -> Self {
        self.sign_in = Some(sign_in);
        self
    }

    /// The client. It is to be used behind the gate only.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The org's host, such as `acme.okta.com`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind of credentials.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the credentials may do, as far as it is known.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
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

    /// What was last heard of rate limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
