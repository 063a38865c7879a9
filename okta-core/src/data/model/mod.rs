//! The building blocks of generated types.
//!
//! A generated type says where its properties are (`reflect`). How they are read (`read`),
//! written (`view`), shown (`debug`) and kept when they are not as described (`trace`) is
//! written here, once. `ARCHITECTURE.md` says why it is not `#[derive(Deserialize)]`.

#![allow(
    missing_debug_implementations,
    reason = "what only generated code reaches passes values on, which may be secret"
)]

mod date_time;
mod debug;
mod decode;
mod elements;
mod entries;
mod field;
mod flaw;
mod foreign;
mod links;
mod list;
mod map;

mod object;
mod open_enum;
mod profile;
mod read;
mod reading;
mod reflect;
mod schema;
mod text;
mod trace;
mod view;

pub use date_time::argument as date_time_argument;
pub use decode::{Decode, DecodeBody, DecodeList, DecodeNext, Encode, Listed, NoContent};
pub use elements::Progress;
pub use field::{Field, UnrecognizedValue};
pub use flaw::{BadItem, DecodeError, Flaw};
pub use foreign::{body_as, list_as, next_as};
pub use links::{Link, LinkHints, LinkTarget, Links};
pub use map::Map;
pub use object::{Resource, choice, common, deserialize, identified, object, resource};
pub use open_enum::{OpenEnum, open_enum, open_value};
pub use profile::{get as profile_get, profile, set as profile_set};
pub use read::Root;
pub use reflect::{Choice, Container, Kind, Object, Scalar, Slot, View, Visitor};
pub use schema::{Schema, debug};
pub(crate) use text::{shared_text, without_mark};
pub(crate) use trace::found;
pub(crate) use view::to_json;
