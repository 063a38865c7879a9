//! The way to an org: settings, credentials, and how requests are sent, paced and repeated.

pub(crate) mod auth;
pub(crate) mod config;
// Without a library nobody asks for keys.
#[cfg_attr(not(any(feature = "ring", feature = "aws-lc-rs")), expect(dead_code))]
pub(crate) mod crypto;
pub(crate) mod files;
pub(crate) mod http_client;
pub(crate) mod observe;
pub(crate) mod session;
pub(crate) mod transport;
