//! A response body that may end too early.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The bytes of a response. A truncated one announces its whole length, sends half of it
/// and breaks off.
#[derive(Debug)]
pub(crate) struct Payload {
    rest: Bytes,
    length: u64,
    truncated: bool,
    flushed: bool,
}

impl Payload {
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            rest: bytes,
            truncated: false,
            flushed: false,
        }
    }

    pub(crate) fn truncated(bytes: Bytes) -> Self {
        Self {
            // An empty body cannot be cut short: announce what never comes.
            length: bytes.len().max(2) as u64,
            rest: bytes.slice(..bytes.len() / 2),
            truncated: true,
            flushed: false,
        }
    }

    /// What is still to be sent.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.rest
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.rest.is_empty() {
            let bytes = std::mem::take(&mut self.rest);
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if !self.truncated {
            return Poll::Ready(None);
        }
        if !self.flushed {
            // Lets the connection send what it has before it hears of the end.
            self.flushed = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }

    fn is_end_stream(&self) -> bool {
        !self.truncated && self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
