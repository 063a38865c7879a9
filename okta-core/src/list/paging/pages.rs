//! Streams of all pages of a list.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{
    Page,
    page::{self, DecodePage},
    pager::Pager,
};
use crate::Error;

/// The pages of a list. Polling the stream fetches the next one.
///
/// An `Err` does not always end the stream. After a failure that [may
/// pass](Error::is_transient), it continues from the same page when polled again. Any other
/// failure ends it.
#[must_use = "pages are fetched when the stream is polled"]
pub struct Pages<T> {
    pager: Pager,
    decode: DecodePage<T>,
}

impl<T> Pages<T> {
    pub(super) fn new(pager: Pager, decode: DecodePage<T>) -> Self {
        Self { pager, decode }
    }

    /// Sets whether the next page is fetched while this one is being read. Default: false. A
    /// task of the Tokio runtime fetches it, and ends with the stream.
    pub fn prefetch(mut self, on: bool) -> Self {
        self.pager.prefetch(on);
        self
    }

    /// Limits the number of pages. A list with more ends with an error
    /// ([`PagingProblem::TooManyPages`](crate::PagingProblem)). Default: 100,000. Without a
    /// limit, a server that always names another page would be followed for ever.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pager.max_pages(pages);
        self
    }
}

impl<T> Pages<T> {
    /// Waits for the next page; `None` after the last one. The stream yields the same; this
    /// method needs no imported trait.
    ///
    /// Dropping the future early loses no page.
    #[allow(
        clippy::should_implement_trait,
        reason = "the name that streams have for it"
    )]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Page<T>, Error>>> + Unpin {
        let mut this = Pin::new(self);
        std::future::poll_fn(move |context| this.as_mut().poll_next(context))
    }
}

/// Shows the type, and nothing that was read.
impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(arrived) = ready!(self.pager.poll(context)) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(arrived.and_then(|arrived| {
            let page = page::decode(
                arrived.operation,
                arrived.answer.clone(),
                arrived.next.clone(),
                self.decode,
            );
            page.map_err(|error| self.pager.refuse(arrived, error))
        })))
    }
}
