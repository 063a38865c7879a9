//! The System Log: reading a bounded part of it, and following it.
//!
//! Okta's log never ends by itself. Read in ascending order without `until`, every page has a
//! next one, even an empty page. A stream of the log therefore gets an `until`; a [`Tail`]
//! follows without one.

mod poller;
mod recent;

use std::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::Stream;
use serde::{Deserialize, Serialize};

use crate::{
    Cursor, Error, Page,
    call::Call,
    model::DecodeList,
    paging::{PageItems, endless::now, page::DecodePage},
    request::Request,
};
use poller::{PAGE, Poller};
use recent::Recent;

/// The number of event ids in a checkpoint.
const LAST: usize = 10;

/// The place of a [`Tail`] in the log. Store it and [resume](Tail::resume) there, in this or
/// another process. As JSON it takes a few hundred bytes.
///
/// After a crash, a program continues behind the last checkpoint that it stored, so how often
/// it stores one decides how many events come again. Store one after each event where that is
/// cheap, and otherwise every hundred events or every few seconds. Okta keeps the log for 90
/// days. Its cursors may expire sooner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The page that was being read.
    page: Cursor,
    /// The number of its elements that were delivered.
    #[serde(default)]
    read: usize,
    /// The ids of the last events delivered. Reading continues behind the very last one.
    #[serde(default)]
    last: Vec<String>,
}

/// The place to continue from in a page that is read again.
struct Mark {
    read: usize,
    last: Option<String>,
}

/// Follows the System Log as a stream without an end.
///
/// It polls for new events, more often while there are some. After a lost connection, a rate
/// limit or a failure on Okta's side it pauses and continues from the same place. A problem
/// that does not pass by itself, such as a refused token, is an `Err`; the stream continues
/// when it is polled again. Every event comes exactly once. Dropping the stream stops it.
///
/// See [Okta's System Log
/// API](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/).
#[must_use = "the log is followed when the stream is polled"]
pub struct Tail<T> {
    poller: Poller,
    items: PageItems<T>,
    /// The number of elements of the page that have been delivered.
    read: usize,
    /// The place to continue from, when the next page was read before.
    mark: Option<Mark>,
    /// Whether the page names no next one, so that it has to be requested again.
    again: bool,
    /// The fault in the link to the next page. It is reported after the events.
    broken: Option<Error>,
    id: fn(&T) -> Option<&str>,
    recent: Recent,
    decode: DecodePage<T>,
}

impl Call {
    /// Follows the log. `id` returns an event's uuid.
    pub fn tail<T: DecodeList>(mut self, id: fn(&T) -> Option<&str>) -> Tail<T> {
        follow(&mut self.request);
        Tail {
            poller: Poller::new(self.checked()),
            items: PageItems::none(),
            read: 0,
            mark: None,
            again: false,
            broken: None,
            decode: T::list_from_body,
            id,
            recent: Recent::default(),
        }
    }
}

impl<T> Tail<T> {
    /// Continues from the place of another tail. Call it before reading the first event.
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.poller.go_to(&checkpoint.page);
        self.mark = Some(Mark {
            read: checkpoint.read,
            last: checkpoint.last.last().cloned(),
        });
        self.recent = checkpoint.last.into_iter().collect();
        self
    }

    /// Sets the pause between requests after new events. While there are none, each pause is
    /// twice as long as the one before. Default: 1 second.
    pub fn pause(mut self, pause: Duration) -> Self {
        self.poller.pause(pause);
        self
    }

    /// Sets the longest pause between requests. Default: 30 seconds.
    pub fn longest_pause(mut self, pause: Duration) -> Self {
        self.poller.longest_pause(pause);
        self
    }

    /// Returns the place behind the events that this tail has delivered. Returns `None` when
    /// one of the call's arguments was refused.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let (page, read) = match &self.mark {
            Some(mark) => (self.poller.place(), mark.read),
            None if self.items.len() == 0 && !self.again => (self.poller.place(), 0),
            None => (self.poller.read(), self.read),
        };
        Some(Checkpoint {
            page: page?,
            read,
            last: self.recent.last(LAST),
        })
    }

    /// Begins to read a page, behind the mark if it is the marked page.
    fn open(&mut self, page: Page<T>, broken: Option<Error>) {
        self.broken = broken;
        self.poller.heard(page.next(), page.len());
        let has_next = page.next().is_some();
        let marked = self.mark.take().filter(|mark| {
            let before = mark.read.checked_sub(1);
            let last = before.and_then(|before| page.items().nth(before));
            last.and_then(|item| key(item, self.id)) == mark.last
        });
        self.read = marked.map_or(0, |mark| mark.read);
        self.items = page.into_items();
        for item in self.items.by_ref().take(self.read) {
            if let Some(key) = key(item.as_ref(), self.id) {
                self.recent.insert(&key);
            }
        }
        self.again = !has_next;
    }

    /// Returns the next element of the page that was not delivered before.
    fn element(&mut self) -> Option<Result<T, Error>> {
        loop {
            let item = self.items.next()?;
            self.read += 1;
            let key = key(item.as_ref(), self.id);
            let is_new = key.is_none_or(|key| self.recent.insert(&key));
            if is_new || item.is_err() {
                return Some(item);
            }
        }
    }
}

/// Returns what identifies an element: an event's id, or a fingerprint of the text when it does
/// not decode.
fn key<T>(item: Result<&T, &Error>, id: fn(&T) -> Option<&str>) -> Option<String> {
    match item {
        Ok(event) => id(event).map(str::to_owned),
        Err(Error::Decode(failure)) => Some(fingerprint(failure.raw())),
        Err(_) => None,
    }
}

/// Returns the same number for the same bytes in every version (FNV-1a).
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

impl<T> Tail<T> {
    /// Waits for the next event. The stream yields the same; this method needs no imported
    /// trait.
    ///
    /// Dropping the future early loses no event.
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
impl<T> fmt::Debug for Tail<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tail").finish_non_exhaustive()
    }
}

/// The events wait in a `Vec`, so nothing is pinned.
impl<T> Unpin for Tail<T> {}

impl<T> Stream for Tail<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let tail = self.get_mut();
        loop {
            if let Some(item) = tail.element() {
                return Poll::Ready(Some(item));
            }
            if mem::take(&mut tail.again) {
                tail.mark = Some(Mark {
                    read: tail.read,
                    last: tail.recent.last(1).pop(),
                });
            }
            if let Some(error) = tail.broken.take() {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(result) = ready!(tail.poller.poll(context)) else {
                return Poll::Ready(None);
            };
            let page = result.and_then(|arrived| arrived.decode(tail.decode));
            match page {
                Ok((page, broken)) => tail.open(page, broken),
                Err(error) => match tail.poller.failed(error) {
                    Some(error) => return Poll::Ready(Some(Err(error))),
                    None => continue,
                },
            }
        }
    }
}

/// Sets what following needs: a place to start from, no end, and oldest first. `since` and
/// `after` exclude each other.
fn follow(request: &mut Request) {
    let placed = request.get("after").is_some();
    let started = request.get("since").is_some();
    request
        .query
        .retain(|(name, _)| name != "until" && !(placed && name == "since"));
    if !placed && !started {
        request.set("since", now());
    }
    request.set("sortOrder", "ASCENDING".into());
    if request.get("limit").is_none() {
        request.set("limit", PAGE.to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use http::{HeaderMap, Method};

    use super::*;
    use crate::{operations::RAW, request::Body};

    fn request(query: &[(&'static str, &str)]) -> Request {
        Request {
            operation: &RAW,
            method: Method::GET,
            path: "/log".into(),
            query: query
                .iter()
                .map(|(name, value)| (Cow::Borrowed(*name), (*value).to_owned()))
                .collect(),
            headers: HeaderMap::new(),
            body: Body::Empty,
        }
    }

    #[test]
    fn a_tail_has_no_end_and_one_beginning() {
        for (query, expected) in [
            (
                &[("since", "1"), ("until", "2")][..],
                "since=1 sortOrder=ASCENDING limit=1000",
            ),
            (
                &[("since", "1"), ("after", "x")],
                "after=x sortOrder=ASCENDING limit=1000",
            ),
            (
                &[("after", "x"), ("limit", "5")],
                "after=x limit=5 sortOrder=ASCENDING",
            ),
        ] {
            let mut request = request(query);
            follow(&mut request);
            let pairs: Vec<_> = request
                .query
                .iter()
                .map(|(n, v)| format!("{n}={v}"))
                .collect();
            assert_eq!(pairs.join(" "), expected);
        }
        let mut fresh = request(&[("sortOrder", "DESCENDING")]);
        follow(&mut fresh);
        assert!(fresh.get("since").is_some_and(|since| since.ends_with('Z')));
        assert_eq!(fresh.get("sortOrder"), Some("ASCENDING"));
    }
}
