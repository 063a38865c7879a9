//! The operation catalogue: every operation of the API as data.
//!
//! The tables are generated from the same description as the methods of
//! [`Client`](crate::Client); tools such as a command line, a mock server or an
//! agent's tool server are built on them.

pub use okta_core::operations::{Body, Class, Location, Operation, Parameter};

pub use crate::generated::operations::*;

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
