//! Sending a request and receiving its answer.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{
    Client, Error,
    call::{Body, Request},
};

/// How requests are sent, paced and tried again.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) retry: RetryPolicy,
    /// The time for one request and its whole answer.
    pub(crate) timeout: std::time::Duration,
}

/// How often a call is tried again.
#[derive(Debug, Clone, Default)]
pub(crate) struct RetryPolicy {
    pub(crate) max_retries: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::default(),
            timeout: std::time::Duration::from_secs(60),
        }
    }
}

/// A received 2xx answer, not yet decoded.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Sends a request; anything but a 2xx is an error.
pub(crate) async fn execute(client: &Client, request: Request) -> Result<Answer, Error> {
    let _ = (client, request, Body::Empty);
    unimplemented!("being written")
}
