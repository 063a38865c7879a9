//! A Rust SDK for the [Okta Management API](https://developer.okta.com/docs/reference/core-okta-api/).
//!
//! A [`Client`] has a method for each operation. Required inputs are arguments; the rest are
//! setters of the [call](calls) that the method returns. [`send`](calls::GetUser::send) sends
//! the call and returns a [`Response`], which dereferences to one of Okta's [types].
//!
//! ```no_run
//! use futures::TryStreamExt;
//! use okta_api::{Client, Field};
//!
//! # async fn example() -> Result<(), okta_api::Error> {
//! let client = Client::from_env()?;
//! let user = client.get_user("ada@example.com").send().await?;
//! println!("{:?} {:?}", user.status, user.request_id());
//!
//! let mut groups = client.list_groups().limit(200).stream();
//! while let Some(group) = groups.try_next().await? {
//!     println!("{:?}", group.profile);
//! }
//! # Ok(()) }
//! ```
//!
//! The [guides](guide) answer what people ask, from signing in to moving from another SDK.
//!
//! - [`ClientBuilder`]: configuration and credentials; [`Client::from_env`] reads the files and
//!   variables that Okta's own SDKs read.
//! - [`Page`], [`Pages`], [`Items`], [`Cursor`]: lists. [`Tail`]: the System Log, without an
//!   end.
//! - [`Field`]: a property that is absent, null or a value. [`Map`]: links, custom attributes.
//! - [`Error`]: everything that can go wrong.
//! - [`event_hooks`]: events that Okta posts to your address.
//! - [`RawRequest`]: endpoints newer than this crate. [`operations`]: all operations as data.
//! - [`Metrics`]: counts and waits. Spans and events go to
//!   [`tracing`](https://docs.rs/tracing).

#![warn(missing_debug_implementations)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
pub mod event_hooks;
mod event_types;

// Only documentation builds and doc tests compile it.
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod operations;
mod system_log;
mod update;

#[rustfmt::skip]
// Okta's words and names stay as Okta has them.
#[allow(
    clippy::all,
    missing_docs,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags
)]
mod generated;

pub use client::{Client, ClientBuilder};
#[cfg(fuzzing)]
pub use okta_core::fuzzing;
#[doc(inline)]
pub use okta_core::{
    AccessToken, ApiError, AttemptReport, AuthError, CallReport, Checkpoint, ConfigError,
    ConfigSource, CredentialsInfo, CredentialsKind, Cursor, DecodeFailure, DeviceGrant,
    DevicePrompt, Error, ErrorBody, FailedAttempt, Field, GaveUp, Items, KeyError, Map, Metrics,
    Obstacle, OperationCall, Page, PageItems, Pages, PagingError, PagingProblem, PrivateKey,
    ProviderError, ProviderFuture, RateLimit, RawRequest, Refusal, Response, RetryPolicy,
    RetryReason, Sending, ServiceApp, SettingSource, Tail, TokenProvider, TransportError,
    TransportErrorKind, UnrecognizedValue, Upload, WaitCause, WaitReport, quoted,
};

/// A client that waits, for programs without async code.
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use okta_core::blocking::Iter;

    /// A [`Client`](crate::Client) that waits; see [`okta_core::blocking::Client`].
    pub type Client = okta_core::blocking::Client<crate::Client>;
}

/// Calls under construction. Each method of [`Client`] returns one, with a setter for
/// everything optional.
///
/// # By resource
///
#[doc = include_str!("generated/resources.md")]
/// # Renamed operations
///
/// Methods and calls have the names of Okta's documentation today. These had other names in
/// release 2.16.0 of the description, and the search of this documentation finds them by both.
/// Some former names mean another operation today: `updateUser` was the PUT that clears what is
/// not sent, which is now `replaceUser`; today it is the partial POST.
///
#[doc = include_str!("generated/renamed.md")]
pub mod calls {
    pub use crate::generated::calls::*;
}

/// Okta's resources, generated from its API description.
pub mod types {
    pub use crate::generated::types::*;
    #[doc(inline)]
    pub use okta_core::{Link, LinkHints, LinkTarget, Links, NoContent};
}

/// Compiles the programs of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

// The crates that the public interface uses, in the versions that it uses.
pub use okta_core::{bytes, chrono, http, reqwest, serde_json};
