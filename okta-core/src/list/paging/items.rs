//! Streams of all elements of a list.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytestring::ByteString;
use futures_core::Stream;

use super::{
    page::DecodePage,
    pager::{Arrived, Pager},
};
use crate::{
    Error, headers,
    model::{DecodeNext, Flaw, Progress, shared_text},
};

/// The elements of a list, page after page. The stream holds at most two pages, and decodes
/// each element when it is asked for.
///
/// An `Err` does not always end the stream. An element that does not decode is an error in its
/// place, and the others follow. After a failure that [may pass](Error::is_transient), the
/// stream continues from the same page when polled again; it neither loses nor repeats an
/// element. Any other failure, such as a page whose JSON breaks off, ends the stream.
#[must_use = "pages are fetched when the stream is polled"]
pub struct Items<T> {
    pager: Pager,
    page: Option<Unread>,
    decode: DecodePage<T>,
    next: DecodeNext<T>,
}

/// A page with elements that have not been read yet.
struct Unread {
    arrived: Arrived,
    /// The page's body.
    text: ByteString,
    progress: Progress,
}

impl<T> Items<T> {
    pub(super) fn new(pager: Pager, decode: DecodePage<T>, next: DecodeNext<T>) -> Self {
        Self {
            pager,
            page: None,
            decode,
            next,
        }
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

    /// Decodes the next element of this page into this place.
    fn element(&mut self, place: &mut Option<T>) -> Option<Result<(), Error>> {
        let Unread {
            arrived,
            text,
            progress,
        } = self.page.as_mut()?;
        let (operation, answer) = (arrived.operation, &arrived.answer);
        match (self.next)(text, progress, place)? {
            Ok(()) => Some(Ok(())),
            Err(Flaw::Element(item)) => Some(Err(Error::item(operation, answer, item))),
            Err(Flaw::Body(error)) => {
                let error = Error::decode(operation, answer, error);
                let page = self.page.take()?;
                Some(Err(self.pager.refuse(page.arrived, error)))
            }
        }
    }

    /// Begins to read a page.
    fn open(&mut self, arrived: Arrived) -> Result<(), Error> {
        // A body without JSON's content type may be something else. That must not show half-way
        // through, so the whole body is checked; a failed page is requested again.
        let checked = match headers::is_json(&arrived.answer.headers) {
            true => Ok(()),
            false => arrived.answer.decode(self.decode).map(drop),
        };
        match checked {
            Ok(()) => {
                let (text, damaged) = shared_text(&arrived.answer.body);
                self.page = Some(Unread {
                    progress: Progress::new(arrived.answer.strict, damaged),
                    arrived,
                    text,
                });
                Ok(())
            }
            Err(error) => {
                let error = Error::decode(arrived.operation, &arrived.answer, error);
                Err(self.pager.refuse(arrived, error))
            }
        }
    }
}

impl<T> Items<T> {
    /// Waits for the next element; `None` after the last one. The stream yields the same; this
    /// method needs no imported trait.
    ///
    /// Dropping the future early loses no element.
    #[allow(
        clippy::should_implement_trait,
        reason = "the name that streams have for it"
    )]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<T, Error>>> + Unpin {
        let mut this = Pin::new(self);
        std::future::poll_fn(move |context| this.as_mut().poll_next(context))
    }
}

/// Shows the type, and nothing that was read.
impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Nothing is pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // An element is large, so it is moved only once: out of this place.
        let mut place = None;
        loop {
            match self.element(&mut place) {
                Some(Ok(())) => match place {
                    Some(element) => return Poll::Ready(Some(Ok(element))),
                    None => continue,
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {}
            }
            self.page = None;
            let Some(arrived) = ready!(self.pager.poll(context)) else {
                return Poll::Ready(None);
            };
            if let Err(error) = arrived.and_then(|arrived| self.open(arrived)) {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}
