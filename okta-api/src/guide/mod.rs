//! Guides. Each starts from a question that people ask, and answers it with programs that run.
//!
//! | Guide | Question |
//! |---|---|
//! | [Signing in](signing_in) | Which credentials do I need, and how do I use them? |
//! | [Configuration](configuration) | Where does a client get its settings from? |
//! | [Lists](lists) | How do I read all users, groups or applications? |
//! | [The System Log](system_log) | How do I export or follow events? |
//! | [Rate limits](rate_limits) | How do I stay below 429? |
//! | [Errors](errors) | What went wrong, and may I retry? |
//! | [Writing](writing) | How do I change one property and leave the rest alone? |
//! | [Kinds of resources](kinds) | Why is an application an enum? |
//! | [Testing](testing) | How do I test without an org? |
//! | [Observability](observability) | What is my program doing, and why does it wait? |
//! | [Moving from another SDK](moving) | What is the name of my call in this crate? |
//! | [Another machine](another_machine) | What do proxies, certificates and containers need? |
//! | [Newer descriptions](newer_descriptions) | What if Okta has an operation that this crate lacks? |
//!
//! To try the programs, paste each into this one, in the place of the last comment. `org` is an
//! org in memory, [`okta-mock`](https://docs.rs/okta-mock). To talk to your own org, get the
//! client from [`Client::from_env`](crate::Client::from_env).
//!
//! ```
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let org = okta_mock::Org::builder().users(450).start().await?;
//!     let client = org.client(); // or okta_api::Client::from_env()?
//!     // the program
//!     # client.get_user("me").send().await?;
//!     Ok(())
//! }
//! ```
//!
//! They use these crates. Until they are published, give the paths in your checkout, such as
//! `okta-api = { path = "../okta-api-rust/okta-api" }`.
//!
//! ```toml
//! [dependencies]
//! futures = "0.3"
//! okta-api = "0.1"
//! okta-mock = "0.1"
//! serde = { version = "1", features = ["derive"] }
//! serde_json = "1"
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```

#[doc = include_str!("another_machine.md")]
pub mod another_machine {}
#[doc = include_str!("configuration.md")]
pub mod configuration {}
#[doc = include_str!("errors.md")]
pub mod errors {}
#[doc = include_str!("kinds.md")]
pub mod kinds {}
#[doc = include_str!("lists.md")]
pub mod lists {}
#[doc = include_str!("moving.md")]
pub mod moving {}
#[doc = include_str!("newer_descriptions.md")]
pub mod newer_descriptions {}
#[doc = include_str!("observability.md")]
pub mod observability {}
#[doc = include_str!("rate_limits.md")]
pub mod rate_limits {}
#[doc = include_str!("signing_in.md")]
pub mod signing_in {}
#[doc = include_str!("system_log.md")]
pub mod system_log {}
#[doc = include_str!("testing.md")]
pub mod testing {}
#[doc = include_str!("writing.md")]
pub mod writing {}
