//! What the generated types are made of.
//!
//! Generated code lists names and types; how a property is read, kept and written is
//! here, once. See `ARCHITECTURE.md` for why it is not `#[derive(Deserialize)]`.

mod date_time;
mod debug;
mod decode;
mod field;
mod links;
mod map;
mod mismatch;
mod object;
mod open_enum;
mod polymorphic;
pub(crate) mod profile;
mod schema;

pub(crate) use date_time::text as date_time_text;
pub(crate) use debug::debug;
pub use decode::NoContent;
pub(crate) use decode::{BadItem, Decode, DecodeError, DecodeList, Encode, Listed};
pub use field::Field;
pub use links::{Link, LinkHints, LinkTarget, Links};
pub use map::Map;
pub(crate) use object::{Object, Writer, deserialize, object, read, read_map, serialize};
pub(crate) use open_enum::{deserialize_open_enum, open_enum};
pub(crate) use polymorphic::{Polymorphic, choose_and_fill};
pub(crate) use schema::Schema;
