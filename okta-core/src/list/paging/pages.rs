//! All pages of a list.

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

/// The pages of a list, each asked for when it is polled for.
///
/// An `Err` is not the end: after a failure that [may pass](Error::is_transient) the
/// stream goes on from the same page when polled again. After any other failure, and
/// after the last page, it is at its end.
#[must_use = "pages are asked for when the stream is polled"]
pub struct Pages<T> {
    pager: Pager,
    decode: DecodePage<T>,
}

impl<T> Pages<T> {
    pub(super) fn new(pager: Pager, decode: DecodePage<T>) -> Self {
        Self { pager, decode }
    }

    /// Whether the next page is asked for while the one before it is being read; off
    /// unless switched on. It runs as a task of the Tokio runtime, which ends with the
    /// stream.
    pub fn prefetch(mut self, on: bool) -> Self {
        self.pager.prefetch(on);
        self
    }

    /// The number of pages after which the list is given up with an error
    /// ([`PagingProblem::TooManyPages`](crate::PagingProblem)); 100,000 unless set. A server
    /// that always names another page would otherwise be followed for ever.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pager.max_pages(pages);
        self
    }
}

impl<T> Pages<T> {
    /// The next page; `None` after the last one. The same as the stream gives, for those who import no trait for streams.
    ///
    /// Nothing is lost when the future is dropped before it is ready.
    #[allow(
        clippy::should_implement_trait,
        reason = "the name that streams have for it"
    )]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Page<T>, Error>>> + Unpin {
        let mut this = Pin::new(self);
        std::future::poll_fn(move |context| this.as_mut().poll_next(context))
    }
}

/// That it is one, and nothing that was read.
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
