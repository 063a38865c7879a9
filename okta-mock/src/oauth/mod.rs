//! The authorization server of the org: `POST /oauth2/v1/token` for service apps, and
//! the check of what an API call presents.
//!
//! Nothing here reads a clock or does I/O: the caller gives the time. What is random
//! comes from the org's seed, because a test wants the same run again and a mock keeps no
//! secrets; never use this to protect anything.

mod access;
mod assertion;
mod dpop;
mod jwk;
mod jwt;
mod refusal;
mod replay;
mod scope;
mod server;
mod token_endpoint;

pub(crate) use access::{Principal, credentials};
pub(crate) use jwk::PublicKey;
pub(crate) use refusal::Denied;
pub(crate) use server::{AuthorizationServer, ServiceApp};

#[cfg(test)]
mod tests;
