//! The API description that the org answers by.

pub(crate) mod catalogue;
pub(crate) mod schema;
