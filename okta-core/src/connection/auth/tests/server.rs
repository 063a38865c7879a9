//! An authorization server that answers as a test says.

use okta_test_server::Fault;
pub(super) use okta_test_server::{Reply, Seen, Server, read, write};

/// A JSON answer.
pub(super) fn json(status: u16, body: serde_json::Value) -> Reply {
    Reply::new(status, body.to_string())
}

/// No answer: the connection breaks off.
pub(super) fn silence() -> Reply {
    Reply::new(200, "").fault(Fault::Reset)
}

/// Answers with this function, which gets each request and its number, from 0; every
/// connection is for one request, so that no timer of a pool moves the paused clock.
pub(super) async fn start(
    mut answer: impl FnMut(&Seen, usize) -> Reply + Send + 'static,
) -> Server {
    Server::start(move |seen| answer(seen, seen.number).header("connection", "close")).await
}
