//! What an org holds, and its time: nothing here knows of HTTP.

pub(crate) mod act;
pub(crate) mod clock;
pub(crate) mod json;
pub(crate) mod later;
pub(crate) mod log;
pub(crate) mod relation;
pub(crate) mod saved;
pub(crate) mod state;
pub(crate) mod store;
