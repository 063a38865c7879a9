//! What Okta does, whoever asks for it: handlers call it, and it calls no handler.

pub(crate) mod app_defaults;
pub(crate) mod expression;
pub(crate) mod links;
pub(crate) mod shapes;
pub(crate) mod user_status;
