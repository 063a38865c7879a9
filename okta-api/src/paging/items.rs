//! All elements of a list.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{PageItems, Pages};
use crate::Error;

/// The elements of a list, page after page; no more than two pages are held at a time.
///
/// An `Err` is not the end: an element that does not decode is an error in its place, and
/// the others follow. After a failure that [may pass](Error::is_transient) the stream goes
/// on from the same page when polled again, and no element is lost or repeated. After any
/// other failure, and after the last element, it is at its end.
#[must_use = "pages are asked for when the stream is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    items: PageItems<T>,
}

impl<T> Items<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            items: PageItems::none(),
        }
    }

    /// Whether the next page is asked for while the elements of the one before it are
    /// being read; off unless switched on. It runs as a task of the Tokio runtime, which
    /// ends with the stream.
    pub fn prefetch(mut self, on: bool) -> Self {
        self.pages = self.pages.prefetch(on);
        self
    }
}

/// The elements wait in a `Vec`, so nothing is pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(item));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_items(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}
