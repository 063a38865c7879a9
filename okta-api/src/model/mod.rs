//! What the generated types are made of.

mod decode;
mod field;
mod map;

pub(crate) use decode::{Decode, DecodeError, Encode};
pub use field::Field;
pub use map::Map;
