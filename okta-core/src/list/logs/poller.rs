//! Asking for the log again and again, whatever the events are.

use std::{
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::sleep;

use crate::{
    Cursor, Error, Page,
    answer::Answer,
    call::{Answering, answer},
    operations::Operation,
    paging::{
        self,
        page::{self, DecodePage},
    },
    request::Request,
    session::Session,
};

pub(super) struct Poller {
    /// What to ask for next; the error of a refused argument, until it is told; then
    /// nothing.
    target: Result<(Session, Request), Option<Error>>,
    /// The page that was read last.
    read: Option<Cursor>,
    asking: Option<Answering>,
    pace: Pace,
}

/// The pauses between requests.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pace {
    busy: Duration,
    idle: Duration,
    next: Duration,
}

/// The most that Okta gives in a page of the log.
pub(super) const PAGE: usize = 1000;

/// A page as it came.
pub(super) struct Arrived {
    operation: &'static Operation,
    answer: Answer,
    next: Result<Option<Cursor>, Error>,
}

impl Arrived {
    /// The page; an error of its link to the next one does not cost its events.
    pub(super) fn decode<T>(
        self,
        decode: DecodePage<T>,
    ) -> Result<(Page<T>, Option<Error>), Error> {
        let (next, broken) = match self.next {
            Ok(next) => (next, None),
            Err(error) => (None, Some(error)),
        };
        let page = page::decode(self.operation, self.answer, next, decode)?;
        Ok((page, broken))
    }
}

impl Poller {
    pub(super) fn new(target: Result<(Session, Request), Error>) -> Self {
        Self {
            target: target.map_err(Some),
            read: None,
            asking: None,
            pace: Pace {
                busy: Duration::from_secs(1),
                idle: Duration::from_secs(30),
                next: Duration::ZERO,
            },
        }
    }

    pub(super) fn pause(&mut self, pause: Duration) {
        self.pace.busy = pause;
        self.pace.idle = self.pace.idle.max(pause);
    }

    pub(super) fn longest_pause(&mut self, pause: Duration) {
        self.pace.idle = pause.max(self.pace.busy);
    }

    /// The page to be asked for next.
    pub(super) fn place(&self) -> Option<Cursor> {
        let (_, request) = self.target.as_ref().ok()?;
        Some(Cursor::of(request))
    }

    /// The page that was read last.
    pub(super) fn read(&self) -> Option<Cursor> {
        self.read.clone()
    }

    pub(super) fn go_to(&mut self, page: &Cursor) {
        if let Ok((_, request)) = &mut self.target
            && let Err(reason) = page.apply(request)
        {
            self.target = Err(Some(Error::argument(request.operation, reason)));
        }
    }

    /// The next page, after a pause. `None` only when the call was refused for one of its
    /// arguments.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Arrived, Error>>> {
        let (session, request) = match &mut self.target {
            Ok(target) => target,
            Err(refused) => return Poll::Ready(refused.take().map(Err)),
        };
        let asking = self.asking.get_or_insert_with(|| {
            let target = (session.clone(), request.clone());
            let pause = self.pace.next;
            Box::pin(async move {
                if !pause.is_zero() {
                    sleep(pause).await;
                }
                answer(Ok(target)).await
            })
        });
        let Poll::Ready(result) = asking.as_mut().poll(context) else {
            return Poll::Pending;
        };
        self.asking = None;
        Poll::Ready(Some(result.map(|answer| Arrived {
            operation: request.operation,
            next: paging::next(session.org(), request, &answer.headers),
            answer,
        })))
    }

    /// A page with this many events has been read: on to the next one, or to this one
    /// again when there is none.
    pub(super) fn heard(&mut self, next: Option<&Cursor>, events: usize) {
        self.read = self.place();
        if let Ok((_, request)) = &self.target {
            let limit = request.get("limit").and_then(|limit| limit.parse().ok());
            self.pace.heard(events, limit.unwrap_or(PAGE));
        }
        if let Some(next) = next {
            self.go_to(next);
        }
    }

    /// The request failed: pause. What will not pass by itself is returned.
    pub(super) fn failed(&mut self, error: Error) -> Option<Error> {
        self.pace.failed();
        if error.is_transient() {
            tracing::warn!(%error, pause = ?self.pace.next, "the log cannot be read; trying again");
            return None;
        }
        Some(error)
    }
}

impl Pace {
    fn heard(&mut self, events: usize, limit: usize) {
        self.next = match events {
            0 => self.slower(),
            // A full page: there is more.
            events if events >= limit => Duration::ZERO,
            _ => self.busy,
        };
    }

    fn failed(&mut self) {
        self.next = self.slower();
    }

    fn slower(&self) -> Duration {
        (self.next * 2).clamp(self.busy, self.idle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_while_nothing_happens() {
        let second = Duration::from_secs(1);
        let mut pace = Pace {
            busy: second,
            idle: second * 5,
            next: Duration::ZERO,
        };
        let pauses: Vec<u64> = [100, 0, 0, 0, 0, 7, 0, 100]
            .into_iter()
            .map(|events| {
                pace.heard(events, 100);
                pace.next.as_secs()
            })
            .collect();
        assert_eq!(pauses, [0, 1, 2, 4, 5, 1, 2, 0]);
        pace.failed();
        pace.failed();
        assert_eq!(pace.next, second * 2);
    }
}
