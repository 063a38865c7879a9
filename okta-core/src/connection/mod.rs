//! The connection to an org: settings, credentials, and how requests are sent, paced and
//! retried.

pub(crate) mod auth;
pub(crate) mod config;
// Without a crypto library nothing uses keys.
#[cfg_attr(not(any(feature = "ring", feature = "aws-lc-rs")), expect(dead_code))]
pub(crate) mod crypto;
pub(crate) mod files;
pub(crate) mod http_client;
pub(crate) mod observe;
pub(crate) mod session;
pub(crate) mod transport;
