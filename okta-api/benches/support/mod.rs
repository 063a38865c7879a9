//! What the benches share.

pub mod child;
pub mod derived;
pub mod figures;
pub mod http;
pub mod meter;
pub mod resources;
pub mod server;
