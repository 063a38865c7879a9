//! Where a client's settings come from, and the rules that they must keep.

mod error;

pub use error::ConfigError;
