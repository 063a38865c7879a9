//! A Rust SDK for the [Okta Management API](https://developer.okta.com/docs/reference/core-okta-api/).

mod call;
mod client;
mod error;
mod model;
pub mod operations;
mod response;
mod transport;

#[rustfmt::skip]
// Okta's words, and names as Okta has them, are not ours to polish.
#[allow(
    clippy::all,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags
)]
mod generated;

pub use call::{Sending, Upload};
pub use client::{Client, ClientBuilder};
pub use error::Error;
pub use model::{Field, Map};
pub use response::Response;

/// The methods of [`Client`] return one of these for each operation: a request
/// under construction, with a setter for everything optional.
pub mod calls {
    pub use crate::generated::calls::*;
}

/// Okta's resources, generated from its API description.
pub mod types {
    pub use crate::generated::types::*;
    pub use crate::model::{Link, LinkTarget, Links, NoContent};
}
