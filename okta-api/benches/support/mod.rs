//! What the benches share.

pub mod child;
pub mod meter;
pub mod resources;
pub mod server;
