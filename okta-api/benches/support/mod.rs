//! What the benches share.

pub mod child;
pub mod http;
pub mod meter;
pub mod resources;
pub mod server;
