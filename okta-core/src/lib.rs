//! The hand-written layer of Okta clients: configuration, credentials, pacing, retries,
//! errors, lists and the types that resources are made of.
//!
//! It knows how Okta behaves, and no operation: a crate that is generated from one of Okta's
//! API descriptions, such as `okta-api`, brings these and is what programs use. Without one,
//! [`Client::request`] sends raw requests.

mod auth;
mod call;
mod client;
mod client_builder;
#[doc(hidden)]
pub mod codegen;
mod config;
mod error;
mod files;
mod form;
#[cfg(fuzzing)]
pub mod fuzzing;
mod http_client;
mod logs;
mod model;
mod observe;
mod operation_call;
pub mod operations;
mod origin;
mod paging;
mod raw;
mod response;
mod secret;
mod shown;
mod transport;

pub use auth::{
    AccessToken, AuthError, CredentialsInfo, CredentialsKind, DeviceGrant, DevicePrompt, KeyError,
    PrivateKey, ProviderError, ProviderFuture, Refusal, ServiceApp, TokenProvider,
};
pub use call::{Sending, Upload};
pub use client::Client;
pub use client_builder::ClientBuilder;
pub use config::{ConfigError, ConfigSource, Source};
pub use error::{
    ApiError, Attempt, DecodeFailure, Error, ErrorBody, GaveUp, TransportError, TransportErrorKind,
};
pub use logs::{Checkpoint, Tail};
pub use model::{Field, Link, LinkHints, LinkTarget, Links, Map, NoContent};
pub use observe::{AttemptReport, CallReport, Metrics, WaitCause, WaitReport};
pub use operation_call::OperationCall;
pub use paging::{Cursor, Items, Page, PageItems, Pages, PagingError, PagingProblem};
pub use raw::RawRequest;
pub use response::Response;
pub use transport::{RateLimit, Reason, RetryPolicy};
