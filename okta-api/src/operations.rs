//! The operation catalogue: every operation of the API as data.
//!
//! The tables are generated from the same description as the methods of
//! [`Client`](crate::Client). Tools such as a command line, a mock server or an agent's tool
//! server are built on them.

use http::Method;
pub use okta_core::operations::{
    Body, BodyHint, Catalogue, Class, Lifecycle, Location, NoRoute, Operation, Parameter, Route,
    Segment, Tokens,
};

pub use crate::generated::operations::*;

/// The catalogue of all operations: finds one by its id, or by the path of a request.
pub static CATALOGUE: Catalogue = Catalogue::new(OPERATIONS);

/// Returns the operation with this operationId, such as `listUsers`, or with this method name,
/// such as `list_users`.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Operation> {
    CATALOGUE.by_id(id)
}

/// Finds the operation that a request matches, with the arguments in its path, which may also be
/// a path template; see [`Catalogue::find`].
///
/// # Errors
///
/// Returns [`NoRoute`], which says whether no operation has the path, or none of its operations
/// has the method.
pub fn find(method: &Method, target: &str) -> Result<Route, NoRoute> {
    CATALOGUE.find(method, target)
}

/// Returns the API description from which the client is generated, corrected and normalized: an
/// OpenAPI 3.0 document in JSON. It has the schemas of parameters, bodies and responses, under
/// the names that the catalogue uses.
#[must_use]
pub fn document() -> &'static str {
    include_str!("generated/openapi.json")
}
