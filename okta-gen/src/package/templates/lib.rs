//! A Rust client of {title} {version}, generated from Okta's description of it.
//!
//! A [`Client`] has a method for each operation. What is required is an argument, the rest is
//! a setter of the [call](calls) that the method returns; `send` makes a [`Response`] of it,
//! which dereferences to one of Okta's [types]. Lists have `page`, `pages` and `stream` as
//! well. Configuration, credentials, pacing, retries and errors are those of `okta-core`.
//!
//! ```no_run
//! # fn main() -> Result<(), {crate}::Error> {
//! let client = {crate}::Client::from_env()?;
//! # let _ = client;
//! # Ok(()) }
//! ```

mod client;
{modules}
pub mod operations;

#[rustfmt::skip]
// Okta's words, and names as Okta has them, are not ours to polish.
#[allow(
    clippy::all,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags
)]
mod generated;

pub use client::{Client, ClientBuilder};
#[doc(inline)]
pub use okta_core::*;

/// The methods of [`Client`] return one of these for each operation: a request
/// under construction, with a setter for everything optional.
pub mod calls {
    pub use crate::generated::calls::*;
}

/// Okta's resources, generated from its API description.
pub mod types {
    pub use crate::generated::types::*;
    #[doc(inline)]
    pub use okta_core::{Link, LinkHints, LinkTarget, Links, NoContent};
}
