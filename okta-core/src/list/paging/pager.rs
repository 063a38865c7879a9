//! Walks from page to page, whatever the elements are.

use std::{
    collections::HashSet,
    mem,
    task::{Context, Poll},
};

use tokio::task::JoinHandle;
use tracing::Instrument;

use super::{Cursor, cursor, endless, envelope};
use crate::error::PagingProblem;
use crate::{
    Error,
    answer::Answer,
    call::{Answering, answer},
    error::{TransportError, TransportErrorKind},
    operations::Operation,
    request::Request,
    session::Session,
};

/// A walk over the pages of a list. It ends after the page without a next one. After a failure
/// that may pass it stays where it is, so that polling again requests the same page. After any
/// other failure it has ended.
pub(crate) struct Pager {
    state: State,
    /// Fingerprints of the pages requested so far, because a list that leads back to one of
    /// them would never end.
    seen: HashSet<u64>,
    /// The largest number of pages, because a list whose next page is always new would never
    /// end either.
    max_pages: usize,
    prefetch: bool,
}

/// The default limit: twenty million users, at 200 a page.
pub(super) const MAX_PAGES: usize = 100_000;

enum State {
    /// This page is requested next.
    At(Box<Place>),
    Asking(Box<Place>, Answering),
    /// A failure is reported next, and then the walk ends.
    Failing(Error),
    Done,
}

/// A page and the session that requests it.
#[derive(Clone)]
struct Place {
    session: Session,
    request: Request,
}

/// A page as it arrived.
pub(super) struct Arrived {
    pub(super) operation: &'static Operation,
    pub(super) answer: Answer,
    pub(super) next: Option<Cursor>,
    place: Box<Place>,
}

impl Pager {
    pub(super) fn new(start: Result<(Session, Request), Error>) -> Self {
        let mut seen = HashSet::new();
        let state = match start {
            Ok((session, request)) => {
                seen.insert(Cursor::of(&request).fingerprint());
                State::At(Box::new(Place { session, request }))
            }
            Err(error) => State::Failing(error),
        };
        Self {
            state,
            seen,
            max_pages: MAX_PAGES,
            prefetch: false,
        }
    }

    pub(super) fn prefetch(&mut self, on: bool) {
        self.prefetch = on;
    }

    pub(super) fn max_pages(&mut self, pages: usize) {
        self.max_pages = pages;
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Arrived, Error>>> {
        loop {
            match mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failing(error) => return Poll::Ready(Some(Err(error))),
                State::At(place) => {
                    let asking = place.ask();
                    self.state = State::Asking(place, asking);
                }
                State::Asking(place, mut asking) => {
                    let Poll::Ready(result) = asking.as_mut().poll(context) else {
                        self.state = State::Asking(place, asking);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(match result {
                        Ok(answer) => Ok(self.arrived(place, answer)),
                        Err(error) => {
                            if error.is_transient() {
                                self.state = State::At(place);
                            }
                            Err(error)
                        }
                    }));
                }
            }
        }
    }

    /// Takes back a page that turned out not to be one. If the reason may pass, the page is
    /// requested again; otherwise the walk ends. Returns the reason.
    pub(super) fn refuse(&mut self, arrived: Arrived, error: Error) -> Error {
        self.state = match error.is_transient() {
            true => {
                if let Some(next) = &arrived.next {
                    self.seen.remove(&next.fingerprint());
                }
                State::At(arrived.place)
            }
            false => State::Done,
        };
        error
    }

    /// Decides whether and where a link to a next page leads on.
    fn follow(
        &mut self,
        request: &Request,
        answer: &Answer,
        next: Cursor,
    ) -> Result<Option<Cursor>, Error> {
        let problem = if self.seen.len() >= self.max_pages {
            PagingProblem::TooManyPages(self.max_pages)
        } else if self.seen.insert(next.fingerprint()) {
            return Ok(Some(next));
        } else if endless::has_ended(request, &answer.body, &next) {
            return Ok(None);
        } else {
            PagingProblem::Loop
        };
        Err(Error::paging(request.operation, &answer.headers, problem))
    }

    /// Finds where to continue.
    fn arrived(&mut self, place: Box<Place>, answer: Answer) -> Arrived {
        let operation = place.request.operation;
        let next = cursor::next(place.session.org(), &place.request, &answer.headers);
        let next = next.and_then(|next| match next {
            Some(next) => self.follow(&place.request, &answer, next),
            None => Ok(None),
        });
        // The page itself is fine. A failure is reported when the next page is requested.
        let next = next.and_then(|next| {
            let to = next.as_ref().map(|cursor| place.at(cursor)).transpose()?;
            Ok((next, to))
        });
        let (next, state) = match next {
            Ok((next, Some(to))) if self.prefetch => {
                let asking = in_background(&to);
                (next, State::Asking(to, asking))
            }
            Ok((next, Some(to))) => (next, State::At(to)),
            Ok((_, None)) => (None, State::Done),
            Err(error) => (None, State::Failing(error)),
        };
        self.state = state;
        Arrived {
            operation,
            answer,
            next,
            place,
        }
    }
}

impl Place {
    fn at(&self, cursor: &Cursor) -> Result<Box<Self>, Error> {
        let mut place = Box::new(self.clone());
        match cursor.apply(&mut place.request) {
            Ok(()) => Ok(place),
            Err(reason) => Err(Error::argument(self.request.operation, reason)),
        }
    }

    fn ask(&self) -> Answering {
        let answer = answer(Ok((self.session.clone(), self.request.clone())));
        envelope::open(self.request.operation, answer)
    }
}

/// Requests a page while the one before it is being read.
fn in_background(place: &Place) -> Answering {
    let task = tokio::spawn(place.ask().in_current_span());
    let operation = place.request.operation.id;
    let host = place.session.host();
    let mut task = AbortOnDrop(task);
    Box::pin(async move {
        let joined = (&mut task.0).await;
        joined.unwrap_or_else(|cancelled| {
            // Only the shutdown of the runtime cancels the task.
            Err(Error::Transport(Box::new(TransportError {
                operation,
                writes: false,
                host,
                kind: TransportErrorKind::Broken,
                source: Some(Box::new(cancelled)),
            })))
        })
    })
}

/// Aborts a stream's background task when the stream is dropped.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
