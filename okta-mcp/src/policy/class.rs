//! What can go wrong when an agent calls an operation.

use std::{fmt, str::FromStr};

use http::Method;

/// The class of risk of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Shows something.
    Read,
    /// Shows something with a secret in it.
    SecretRead,
    /// Adds or changes something, and can be undone.
    Write,
    /// Puts something in the place of another; what is not named is lost.
    Replace,
    /// Takes something away that somebody could miss.
    Destroy,
    /// Changes who may administer, or where the org's data goes.
    Privilege,
    /// Changes or hands out what somebody signs in with.
    Credential,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::SecretRead,
        Self::Write,
        Self::Replace,
        Self::Destroy,
        Self::Privilege,
        Self::Credential,
    ];

    /// The name that flags, policies and answers use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::SecretRead => "secret-read",
            Self::Write => "write",
            Self::Replace => "replace",
            Self::Destroy => "destroy",
            Self::Privilege => "privilege",
            Self::Credential => "credential",
        }
    }

    /// Whether it leaves the org as it is.
    #[must_use]
    pub fn reads(self) -> bool {
        matches!(self, Self::Read | Self::SecretRead)
    }

    /// Whether a person decides each time.
    #[must_use]
    pub fn needs_a_person(self) -> bool {
        !self.reads() && self != Self::Write
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Class {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|class| class.name() == name)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name).join(", ");
                format!("`{name}` is no class of risk; there are {names}")
            })
    }
}

/// What the class follows from.
pub(crate) struct Facts<'a> {
    pub(crate) id: &'a str,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    /// Whether a body is required.
    pub(crate) has_body: bool,
    /// Whether the description says that something is taken away.
    pub(crate) destructive: bool,
}

/// Segments of paths under which a change decides who administers, who is trusted, or
/// where data goes: hooks and streams carry the org's data to an address of their own.
const PRIVILEGE: &[&str] = &[
    "roles",
    "iam",
    "targets",
    "grants",
    "owners",
    "idps",
    "eventHooks",
    "inlineHooks",
    "logStreams",
    "oktaSupport",
    "api-tokens",
    "privileged-access",
    "resource-sets",
    "bindings",
    "permissions",
    "trustedServers",
    "trustedOrigins",
    "governance",
    "federatedClaims",
    "cwo",
    "org2orgs",
    "publishers",
    "push-providers",
    "principal-rate-limits",
    "realm-assignments",
    "delegates",
    "delegations",
    "provisioning",
    "connections",
    "interclient-allowed-apps",
    "interclient-trust-mappings",
];

/// Segments of paths under which a change touches what somebody signs in with.
const CREDENTIAL: &[&str] = &[
    "credentials",
    "keys",
    "csrs",
    "secrets",
    "factors",
    "sessions",
    "jwks",
    "enrollments",
    "reset_password",
    "expire_password",
    "expire_password_with_temp_password",
    "reset_factors",
    "change_password",
    "forgot_password",
    "authenticator-enrollments",
    "authenticatorEnrollments",
    "webauthn-registration",
    "embedded-auth",
    "tac",
    "service-accounts",
    "certificate",
    "serviceAccounts",
    "resource-servers",
];

/// Ends of paths that take something away without `DELETE`.
const DESTROY: &[&str] = &[
    "deactivate",
    "suspend",
    "block",
    "revoke",
    "reset",
    "unassign",
    "remove",
    "delete",
    "uninstall",
];

pub(crate) fn of(facts: &Facts<'_>) -> Class {
    let has = |words: &[&str]| facts.path.split('/').any(|part| words.contains(&part));
    if matches!(*facts.method, Method::GET | Method::HEAD) {
        return match has(&["secrets", "api-tokens"]) {
            true => Class::SecretRead,
            false => Class::Read,
        };
    }
    let last = facts.path.rsplit('/').find(|part| !part.starts_with('{'));
    let revokes = *facts.method == Method::DELETE && !has(&["roles", "iam", "targets"]);
    if revokes {
        Class::Destroy
    } else if has(PRIVILEGE) {
        Class::Privilege
    } else if has(CREDENTIAL) {
        Class::Credential
    } else if facts.destructive
        || *facts.method == Method::DELETE
        || last.is_some_and(|last| DESTROY.contains(&last))
    {
        Class::Destroy
    } else if *facts.method == Method::PUT
        && (facts.has_body || facts.id.starts_with("replace") || facts.id.starts_with("update"))
    {
        Class::Replace
    } else {
        Class::Write
    }
}
