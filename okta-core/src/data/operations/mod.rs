//! Operations as data, and how a request finds its operation.

mod catalogue;
pub(crate) mod key;
mod operation;
mod parameter;

pub use catalogue::{BodyHint, Catalogue, NoRoute, Route};
pub(crate) use operation::RAW;
pub use operation::{Class, Lifecycle, Operation, Tokens};
pub use parameter::{Body, Location, Parameter, Segment};
