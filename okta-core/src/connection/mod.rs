//! The way to an org: settings, credentials, and how requests are sent, paced and repeated.

pub(crate) mod auth;
pub(crate) mod config;
pub(crate) mod files;
pub(crate) mod http_client;
pub(crate) mod observe;
pub(crate) mod session;
pub(crate) mod transport;
