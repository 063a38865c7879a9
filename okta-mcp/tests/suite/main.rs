//! The server, with clients of all kinds. One program, so that it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod confirmation;
mod http;
mod intents;
mod jobs;
mod lists;
mod operations;
mod outside;
mod protocol;
mod support;
mod tools;
