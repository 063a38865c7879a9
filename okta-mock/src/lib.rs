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
//! An [`Org`] listens on loopback, answers every operation of the Management API and
//! stops when it is dropped. It holds users, groups, applications and everything else in
//! memory; what one request changes, the next one sees. The same seed makes the same
//! org. [`OrgBuilder`] says how many users it has, how its rate limits, its clock and
//! its faults behave; [`Org::journal`] tells what it was asked.

mod api;
mod auth;
mod behaviours;
mod catalogue;
mod clock;
mod data;
mod endpoints;
mod engine;
mod error;
mod exchange;
mod faults;
mod har;
mod journal;
mod landing;
mod limits;
mod log;
mod oauth;
mod org;
mod paging;
mod query;
mod relation;
mod reply;
mod resources;
mod router;
mod schema;
mod scim;
mod seed;
mod server;
mod shapes;
mod state;
mod store;
mod tls;

pub use clock::Clock;
pub use faults::{Fault, Faults};
pub use journal::{Entry, Journal};
pub use limits::Limits;
pub use org::{Org, OrgBuilder, PASSWORD, StartError, TOKEN};
pub use tls::{Tls, TlsError};
