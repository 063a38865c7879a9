//! An org on the loopback that answers as a test says, and its clients.

#![allow(dead_code, unused_imports, clippy::unwrap_used)]

use std::{
    ops::Deref,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use okta_api::{Client, ClientBuilder, RetryPolicy};
use okta_test_server::Server;
pub use okta_test_server::{Fault, Reply, Seen};

/// The token of every client here; it must not show up in any log or error.
pub const TOKEN: &str = "00-secret-token-of-the-tests";

/// The org; dropping it closes it.
pub struct Org(Server);

impl Deref for Org {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl Org {
    /// Answers with this function; every answer has a date, as Okta's have.
    pub async fn start(mut handler: impl FnMut(&Seen) -> Reply + Send + 'static) -> Self {
        let dated = move |seen: &Seen| {
            let reply = handler(seen);
            match reply.has_header("date") {
                true => reply,
                false => reply.header("Date", date(0)),
            }
        };
        Self(Server::start(dated).await)
    }

    /// Answers these one after the other, the last one for ever.
    pub async fn scripted(replies: Vec<Reply>) -> Self {
        Self::start(move |seen| replies[seen.number.min(replies.len() - 1)].clone()).await
    }

    /// A client of this org with short pauses.
    pub fn builder(&self) -> ClientBuilder {
        let retry = RetryPolicy::default()
            .first_pause(Duration::from_millis(1))
            .longest_pause(Duration::from_millis(10));
        Client::builder(self.url.clone())
            .api_token(TOKEN)
            .allow_http(true)
            .retry(retry)
            .request_timeout(Duration::from_secs(10))
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

/// A `Date` header this many seconds from now.
pub fn date(offset: i64) -> String {
    let time = chrono::Utc::now() + chrono::TimeDelta::seconds(offset);
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
