//! What Okta does, whoever asks for it: handlers call it, and it calls no handler.

pub(crate) mod app_defaults;
mod app_settings;
pub(crate) mod apps;
pub(crate) mod authorization_servers;
mod expression;
pub(crate) mod furnish;
pub(crate) mod groups;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod policies;
pub(crate) mod profile;
pub(crate) mod roles;
pub(crate) mod rules;
pub(crate) mod schemas;
pub(crate) mod sessions;
pub(crate) mod shapes;
pub(crate) mod totp;
pub(crate) mod user_status;
pub(crate) mod users;
