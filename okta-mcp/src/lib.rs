//! An agent server (MCP) for the Okta Management API.
//!
//! Four tools reach every operation: one finds them by what somebody wants, one describes
//! them, one calls them, and one says what is allowed. Whatever changes the org passes one
//! [gate]: the [policy], the token's scopes, a [person](confirm), and the [audit].

#![warn(missing_debug_implementations)]

pub mod answer;
pub mod audit;
pub mod call;
pub mod catalogue;
pub mod confirm;
pub mod describe;
pub mod engine;
pub mod gate;
pub mod jobs;
pub mod offer;
pub mod org;
pub mod policy;
pub mod search;
mod secret_file;
pub mod server;
pub mod tools;
