//! Calls any operation of a catalogue by its name, with arguments as JSON.

mod cursor;
mod pages;
mod plan;
mod send;

pub use cursor::{Cursor, CursorError};
pub use pages::Page;
pub(crate) use pages::Pages;
pub use plan::{Mistake, Plan};
pub use send::{Answered, Payload, send};
