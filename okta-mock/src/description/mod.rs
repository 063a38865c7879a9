//! The API description that an org answers by: what operations there are, and the schemas
//! of their bodies.

pub(crate) mod document;
mod naming;
pub(crate) mod operation;
pub(crate) mod resources;
pub(crate) mod schema;
pub(crate) mod template;

pub(crate) use document::Description;
pub use naming::UnknownOperation;
pub(crate) use operation::Operation;
