//! The hand-written layer of Okta clients: configuration, credentials, pacing, retries, errors,
//! lists, and the building blocks of resource types.
//!
//! It knows how Okta behaves, but no operation. Programs use a crate that is generated from one
//! of Okta's API descriptions, such as `okta-api`, which adds the operations. Without one,
//! [`Client::request_among`] sends raw requests.

#![warn(missing_debug_implementations)]
#![cfg_attr(docsrs, feature(doc_cfg))]

// The floors, from the ground up; imports go down (ARCHITECTURE.md).
mod data;
mod error;

mod connection;

mod call;

mod list;

mod client;
#[doc(hidden)]
pub mod codegen;
#[cfg(fuzzing)]
pub mod fuzzing;
#[cfg(test)]
mod test_log;

pub use call::{Response, Sending};
#[cfg(feature = "blocking")]
pub use client::blocking;
pub use client::{Client, ClientBuilder, OperationCall, RawRequest};
pub use connection::{
    auth::{
        AccessToken, CredentialsInfo, CredentialsKind, DeviceGrant, DevicePrompt, PrivateKey,
        ProviderError, ProviderFuture, ServiceApp, TokenProvider,
    },
    http_client::HttpService,
    observe::{AttemptReport, CallReport, Metrics, WaitCause, WaitReport},
    transport::RetryPolicy,
};
pub use data::{
    headers::RateLimit,
    model::{Field, Link, LinkHints, LinkTarget, Links, Map, NoContent, UnrecognizedValue},
    operations,
    quoted::quoted,
    request::Upload,
};
pub use error::{
    ApiError, AuthError, ConfigError, ConfigSource, DecodeFailure, Error, ErrorBody, FailedAttempt,
    GaveUp, KeyError, Obstacle, PagingError, PagingProblem, Refusal, RetryReason, SettingSource,
    TransportError, TransportErrorKind,
};
pub use list::{
    logs::{Checkpoint, Tail},
    paging::{Cursor, Items, Page, PageItems, Pages},
};

// Short paths within the crate. A module's folder is its floor.
use connection::{auth, config, crypto, files, http_client, observe, session, transport};
use data::{
    answer, bounded, challenge, form, headers, link, model, multipart, origin, request, shown,
    target,
};
use list::paging;

// The crates that the public interface uses, in the versions that it uses.
pub use {bytes, chrono, http, reqwest, serde_json};
