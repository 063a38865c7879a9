//! Operations as data, and which of them a request addresses.

mod catalogue;
pub(crate) mod key;
mod operation;

pub use catalogue::{BodyHint, Catalogue, NoRoute, Route};
pub(crate) use operation::RAW;
pub use operation::{Body, Class, Lifecycle, Location, Operation, Parameter, Segment, Tokens};
