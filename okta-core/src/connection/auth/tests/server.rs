//! An authorization server that responds as a test says.

use okta_test_server::Fault;
pub(super) use okta_test_server::{Reply, Seen, Server, read, write};

/// A JSON response.
pub(super) fn json(status: u16, body: serde_json::Value) -> Reply {
    Reply::new(status, body.to_string())
}

/// No response: the connection breaks.
pub(super) fn silence() -> Reply {
    Reply::new(200, "").fault(Fault::Reset)
}

/// Starts a server that responds with this function. The function gets each request and its
/// number, from 0. Every connection serves one request, so that no pool's timer moves the
/// paused clock.
pub(super) async fn start(
    mut answer: impl FnMut(&Seen, usize) -> Reply + Send + 'static,
) -> Server {
    Server::start(move |seen| answer(seen, seen.number).header("connection", "close")).await
}
