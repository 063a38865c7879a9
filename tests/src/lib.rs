//! What the tests, `conform` and `sweep` share: recorded traffic, the operations that it
//! belongs to, and every generated type as a codec.

pub mod compare;
pub mod conform;
pub mod coverage;
pub mod generated;
pub mod har;
pub mod sample;
pub mod sweep;

#[cfg(doctest)]
mod required_arguments;

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
