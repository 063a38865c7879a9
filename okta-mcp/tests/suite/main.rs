//! The server, with clients of all kinds. One program, so that it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod audited;
mod confirmation;
mod description;
mod http;
mod intents;
mod jobs;
mod lists;
mod operations;
mod outside;
mod protocol;
mod readme;
mod sign_in;
mod support;
mod tools;
