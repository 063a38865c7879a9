//! What the generated types are made of.
//!
//! A generated type says where its properties are (`reflect`); how they are read (`read`),
//! written (`view`), shown (`debug`) and kept when they are not as described (`mismatch`)
//! is said here, once. See `ARCHITECTURE.md` for why it is not `#[derive(Deserialize)]`.

mod date_time;
mod debug;
mod decode;
mod elements;
mod field;
mod links;
mod map;
mod mismatch;
mod object;
mod open_enum;
pub(crate) mod profile;
mod read;
mod reflect;
mod schema;
mod text;
mod view;

pub(crate) use date_time::text as date_time_text;
pub use decode::NoContent;
pub(crate) use decode::{BadItem, Decode, DecodeBody, DecodeError, DecodeList, Encode, Listed};
pub(crate) use elements::{Flaw, Progress};
pub use field::Field;
pub use links::{Link, LinkHints, LinkTarget, Links};
pub use map::Map;
pub(crate) use object::{Resource, choice, deserialize, object, resource};
pub(crate) use open_enum::open_enum;
pub(crate) use read::Root;
pub(crate) use reflect::{Choice, Container, Kind, Object, Scalar, Slot, View, Visitor};
pub(crate) use schema::{Schema, debug};
pub(crate) use text::shared_text;
