//! An embedded, stateful Okta org for tests, examples and demonstrations.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let org = okta_mock::Org::start().await?;
//! let me = org.client().get_user("me").send().await?;
//! println!("{} holds the token of {}", me.id.as_deref().unwrap_or_default(), org.url());
//! # Ok(())
//! # }
//! ```
//!
//! An [`Org`] listens on a loopback address, handles every operation of the Management API, and
//! stops when it is dropped. It keeps users, groups, applications and everything else in
//! memory, so that one request sees what another has changed. The same seed creates the same
//! org. [`OrgBuilder`] sets the number of users, the rate limits, the clock and the faults.
//! [`Org::journal`] lists the requests that the org received.

#![warn(missing_debug_implementations)]

mod behaviours;
mod data;
mod description;
mod domain;
mod engine;
mod error;
mod exchange;
mod oauth;
mod org;
mod scim;
mod seed;
mod server;
mod state_file;
mod world;

pub use description::{
    UnknownOperation,
    document::{Description, NotADescription},
};
pub use org::{Org, OrgBuilder, StartError};
pub use server::{
    faults::{Fault, Faults},
    journal::{Entry, Journal},
    limits::Limits,
    tls::{Tls, TlsError},
};
pub use world::{clock::Clock, state::PASSWORD};
