//! What the kinds of resources have in common, as a table: where they live, how their ids
//! begin, what Okta calls them. Kinds that are not in the table are derived from the
//! description.

mod derived;
mod kind;
mod lookup;
mod newer;
mod table;

pub(super) use self::derived::derived;
pub(crate) use self::{
    kind::{Links, Resource},
    lookup::{is_embedded, of, of_path},
    table::RESOURCES,
};
