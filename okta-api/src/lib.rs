//! A Rust SDK for the [Okta Management API](https://developer.okta.com/docs/reference/core-okta-api/).
//!
//! A [`Client`] has a method for each operation. What is required is an argument, the rest is
//! a setter of the [call](calls) that the method returns; [`send`](calls::GetUser::send) makes
//! a [`Response`] of it, which dereferences to one of Okta's [types].
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
//! - [`Page`], [`Pages`], [`Items`], [`Cursor`]: lists. [`Tail`]: the System Log for ever.
//! - [`Field`]: a property that is absent, null or a value. [`Map`]: links, custom attributes.
//! - [`Error`]: everything that can go wrong.
//! - [`event_hooks`]: events that Okta posts to your address.
//! - [`RawRequest`]: endpoints newer than this crate. [`operations`]: all operations as data.
//! - [`Metrics`]: counts and waits; spans and events go to
//!   [`tracing`](https://docs.rs/tracing).

#![warn(missing_debug_implementations)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
pub mod event_hooks;
mod event_types;

// Programs do not compile it.
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod operations;
mod system_log;
mod update;

#[rustfmt::skip]
// Okta's words, and names as Okta has them, are not ours to polish.
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

/// For programs without async code.
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use okta_core::blocking::Iter;

    /// A [`Client`](crate::Client) that waits; see [there](okta_core::blocking::Client).
    pub type Client = okta_core::blocking::Client<crate::Client>;
}

/// The methods of [`Client`] return one of these for each operation: a request
/// under construction, with a setter for everything optional.
///
/// # By resource
///
#[doc = include_str!("generated/resources.md")]
/// # Renamed operations
///
/// Methods and calls have the names that Okta's documentation uses today. These had others
/// in release 2.16.0 of the description; the search of this documentation finds them by
/// both. Beware of those whose former name means another operation today: `updateUser` was
/// the PUT that clears what is not sent (now `replaceUser`), and is the partial POST.
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

/// The programs of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

// What the public interface is made of besides, in the versions that it means.
pub use okta_core::{bytes, chrono, http, reqwest, serde_json};
