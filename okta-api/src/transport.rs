//! Sending a request and receiving its answer.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{
    Client, Error,
    call::{Body, Request},
};

/// How requests are sent, paced and tried again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    max_retries: Option<u32>,
}

impl Settings {
    /// What files or the environment say, unless code has said something else.
    pub(crate) fn set_max_retries(&mut self, retries: u32) {
        self.max_retries = Some(retries);
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
