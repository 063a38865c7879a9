//! Polls the log, whatever the type of its events.

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
    /// The next request. After a refused argument, its error until it is reported, and then
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

/// The largest page of the log that Okta returns.
pub(super) const PAGE: usize = 1000;

/// A page as it arrived.
pub(super) struct Arrived {
    operation: &'static Operation,
    answer: Answer,
    next: Result<Option<Cursor>, Error>,
}

impl Arrived {
    /// Decodes the page. A fault in its link to the next page does not lose its events.
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

    /// The page to request next.
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

    /// Returns the next page after a pause. Returns `None` only when one of the call's
    /// arguments was refused.
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

    /// Notes that a page with this many events was read. The next request is for the page after
    /// it or, when there is none, for the same page again.
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

    /// Notes that the request failed, and pauses. Returns an error that does not pass by
    /// itself.
    pub(super) fn failed(&mut self, error: Error) -> Option<Error> {
        self.pace.failed();
        if error.is_transient() {
            tracing::warn!(%error, pause = ?self.pace.next, "cannot read the log; retrying");
            return None;
        }
        Some(error)
    }
}

impl Pace {
    fn heard(&mut self, events: usize, limit: usize) {
        self.next = match events {
            0 => self.slower(),
            // A full page means that there is more.
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
