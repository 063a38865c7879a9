//! A Rust SDK for the [Okta Management API](https://developer.okta.com/docs/reference/core-okta-api/).

mod auth;
mod call;
mod client;
mod config;
mod error;
mod logs;
mod model;
mod observe;
pub mod operations;
mod paging;
mod raw;
mod response;
mod transport;

#[rustfmt::skip]
#[allow(clippy::all, rustdoc::bare_urls, rustdoc::invalid_html_tags, rustdoc::broken_intra_doc_links)]
mod generated;

pub use auth::AuthError;
pub use call::{Sending, Upload};
pub use client::{Client, ClientBuilder};
pub use config::ConfigError;
pub use error::{
    ApiError, Attempt, DecodeFailure, Error, ErrorBody, GaveUp, TransportError, TransportErrorKind,
};
pub use logs::{Checkpoint, Tail};
pub use model::{Field, Map};
pub use observe::{AttemptReport, CallReport, Metrics, WaitCause, WaitReport};
pub use paging::{Cursor, Items, Page, Pages, PagingError, PagingProblem};
pub use raw::RawRequest;
pub use response::Response;
pub use transport::{RateLimit, Reason, RetryPolicy};

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
