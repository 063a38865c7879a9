//! Makes answers that fit a model's context: without secrets, reduced to the requested
//! properties, limited in size, and always complete JSON.

mod fields;
mod fit;
mod group;
mod secrets;
mod tidy;

pub use fields::project;
pub use fit::{Fitted, fit_items, fit_value, size};
pub use group::groups;
pub use secrets::{MARK, Masker, hide_in_text};
pub use tidy::{LONGEST_TEXT, tidy};
