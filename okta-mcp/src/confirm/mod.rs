//! Asks a person, and treats everything but a clear yes as a no.

mod ask;
mod difference;
mod question;
mod seal;

pub use ask::{Asked, Person};
pub use difference::difference;
pub use question::Question;
pub use seal::{SealError, Seals};
