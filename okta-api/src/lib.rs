//! A Rust SDK for the [Okta Management API](https://developer.okta.com/docs/reference/core-okta-api/).

mod auth;
mod call;
mod client;
mod client_builder;
mod config;
mod error;
#[cfg(fuzzing)]
pub mod fuzzing;
mod http_client;
mod logs;
mod model;
mod observe;
pub mod operations;
mod paging;
mod raw;
mod response;
mod secret;
mod transport;
mod update;

#[rustfmt::skip]
// Okta's words, and names as Okta has them, are not ours to polish.
#[allow(
    clippy::all,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags
)]
mod generated;

pub use auth::{
    AccessToken, AuthError, DeviceGrant, DevicePrompt, KeyError, PrivateKey, ProviderError,
    ProviderFuture, Refusal, ServiceApp, TokenProvider,
};
pub use call::{Sending, Upload};
pub use client::Client;
pub use client_builder::ClientBuilder;
pub use config::{ConfigError, ConfigSource, Source};
pub use error::{
    ApiError, Attempt, DecodeFailure, Error, ErrorBody, GaveUp, TransportError, TransportErrorKind,
};
pub use logs::{Checkpoint, Tail};
pub use model::{Field, Map};
pub use observe::{AttemptReport, CallReport, Metrics, WaitCause, WaitReport};
pub use paging::{Cursor, Items, Page, PageItems, Pages, PagingError, PagingProblem};
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
    pub use crate::model::{Link, LinkHints, LinkTarget, Links, NoContent};
}
