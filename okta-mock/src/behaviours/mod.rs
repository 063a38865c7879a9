//! What Okta does in its own way, by resource.

use crate::{engine, exchange::Handler};

/// The handler of an operation.
pub(crate) fn handler(_operation: &str) -> Handler {
    engine::answer
}
