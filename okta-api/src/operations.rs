//! The operation catalogue: every operation of the API as data.
//!
//! The tables are generated from the same description as the methods of
//! [`Client`](crate::Client); tools such as a command line, a mock server or an
//! agent's tool server are built on them.

use http::Method;
pub use okta_core::operations::{
    Body, BodyHint, Catalogue, Class, Lifecycle, Location, NoRoute, Operation, Parameter, Route,
    Segment, Tokens,
};

pub use crate::generated::operations::*;

/// The catalogue of all operations: finds one by its id, or by the path of a request.
pub static CATALOGUE: Catalogue = Catalogue::new(OPERATIONS);

/// The operation with this operationId, such as `listUsers`, or this name of a method, such
/// as `list_users`.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Operation> {
    CATALOGUE.by_id(id)
}

/// The operation that a request addresses, and the arguments that its path has; see
/// [`Catalogue::route`].
///
/// # Errors
///
/// [`NoRoute`]: whether it is the path or the method that no operation has.
pub fn route(method: &Method, target: &str) -> Result<Route, NoRoute> {
    CATALOGUE.route(method, target)
}

/// The API description that the client is generated from, corrected and normalised:
/// an OpenAPI 3.0 document in JSON. Schemas of parameters, bodies and responses are
/// found there by the names that the catalogue gives.
#[must_use]
pub fn document() -> &'static str {
    include_str!("generated/openapi.json")
}
