//! The operation catalogue: every operation of the API as data.
//!
//! The tables are generated from the same description as the methods of
//! [`Client`](crate::Client); tools such as a command line, a mock server or an
//! agent's tool server are built on them.

use http::Method;

/// One operation of the Okta Management API.
///
/// A path and method that Okta documents in several variants (publishing a
/// certificate in different encodings, for example) has one entry for each variant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Okta's operationId, such as `listUsers`.
    pub id: &'static str,
    /// The name of the method on [`Client`](crate::Client), such as `list_users`.
    pub method_name: &'static str,
    /// The operationId that release 2.16.0 of Okta's description gave to the operation,
    /// where today's is another one. Some of these ids mean another operation today:
    /// `updateUser` was the PUT that is `replaceUser` now.
    pub former_id: Option<&'static str>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/api/v1/users/{userId}`. Two operations carry a
    /// fixed query in it (`?tempPassword=true`).
    pub path: &'static str,
    /// The resource that the operation belongs to, such as `User`.
    pub tag: &'static str,
    /// Okta's one-line summary; empty where Okta gives none.
    pub summary: &'static str,
    /// Path, query and header parameters, in the order of the description.
    pub parameters: &'static [Parameter],
    /// The request body, where the operation takes one.
    pub body: Option<Body>,
    /// The name of the type in [`types`](crate::types) that a success answers with,
    /// `Vec<…>` for a list; `None` where Okta declares no body.
    pub response: Option<&'static str>,
    /// Whether the response is a list that Okta may split into pages.
    pub pages: bool,
    /// Whether the operation removes or disables something that a person could miss.
    pub destructive: bool,
    /// The OAuth 2.0 scopes that Okta requires; empty where none is known.
    pub scopes: &'static [&'static str],
    /// What requests of the operation are [told apart](crate::transport::key) by.
    pub(crate) key: u64,
}

/// One parameter of an [`Operation`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire, such as `userId`.
    pub name: &'static str,
    /// Where the parameter travels.
    pub location: Location,
    /// Whether Okta refuses the call without it.
    pub required: bool,
    /// The JSON type: `string`, `integer` or `boolean`.
    pub kind: &'static str,
    /// Okta's description; empty where Okta gives none.
    pub description: &'static str,
}

/// Where a [`Parameter`] travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// The request body of an [`Operation`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Body {
    /// The content type that is sent.
    pub content_type: &'static str,
    /// The name of the type in [`types`](crate::types).
    pub kind: &'static str,
    /// Whether Okta refuses the call without it.
    pub required: bool,
}

pub use crate::generated::operations::OPERATIONS;

/// The operation with this operationId, such as `listUsers`.
#[must_use]
pub fn find(id: &str) -> Option<&'static Operation> {
    OPERATIONS
        .iter()
        .copied()
        .find(|operation| operation.id == id)
}

/// The API description that the client is generated from, corrected and normalised:
/// an OpenAPI 3.0 document in JSON. Schemas of parameters, bodies and responses are
/// found there by the names that the catalogue gives.
#[must_use]
pub fn document() -> &'static str {
    include_str!("generated/openapi.json")
}
