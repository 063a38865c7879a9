//! The System Log: bounding it, and following it.
//!
//! Okta's log never ends by itself: read in ascending order without `until`, every page
//! has a next one, even an empty page. A stream of it therefore gets an `until`, and
//! [`Tail`] is the one that follows.

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

/// The events whose ids a checkpoint holds.
const LAST: usize = 10;

/// The place of a [`Tail`] in the log. Store it and [resume](Tail::resume) there, in this
/// process or another one. As JSON it has a few hundred bytes.
///
/// After a crash, a program goes on behind the last checkpoint that it stored, so how often
/// it stores one decides how many events come again. Store it after each event where that is
/// cheap, and every hundred events or every few seconds where it is not. Okta keeps the log
/// for 90 days, and its cursors not necessarily as long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The page that was being read.
    page: Cursor,
    /// How many of its elements were delivered.
    #[serde(default)]
    read: usize,
    /// The ids of the last events delivered: the very last one is the one to go on behind.
    #[serde(default)]
    last: Vec<String>,
}

/// Where to go on in a page that comes again.
struct Mark {
    read: usize,
    last: Option<String>,
}

/// Follows the System Log: a stream that never ends.
///
/// It asks for new events again and again, and more often while there are some. A lost
/// connection, a rate limit or a failure on Okta's side makes it pause and go on from the
/// same place. A problem that does not pass by itself, such as a token that Okta refuses, is
/// an `Err`; the stream goes on when polled again. No event comes twice, and none is left
/// out. Dropping it stops it.
///
/// See [Okta's System Log API](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/).
#[must_use = "the log is followed when the stream is polled"]
pub struct Tail<T> {
    poller: Poller,
    items: PageItems<T>,
    /// How many elements of the page have been delivered.
    read: usize,
    /// Where the next page goes on, when it is one that was read before.
    mark: Option<Mark>,
    /// Whether the page names no next one, so that it is asked for again.
    again: bool,
    /// What is wrong with the link to the next page, to be told after the events.
    broken: Option<Error>,
    id: fn(&T) -> Option<&str>,
    recent: Recent,
    decode: DecodePage<T>,
}

impl Call {
    /// Follows the log. `id` gives an event's uuid.
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
    /// Goes on at the place of another tail. Call it before the first event is read.
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
    /// twice as long as the one before. Default: 1 s.
    pub fn pause(mut self, pause: Duration) -> Self {
        self.poller.pause(pause);
        self
    }

    /// Sets the longest pause between requests. Default: 30 s.
    pub fn longest_pause(mut self, pause: Duration) -> Self {
        self.poller.longest_pause(pause);
        self
    }

    /// Returns the place of this tail, behind the events that it has delivered so far. `None`
    /// when the call was refused for one of its arguments.
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

    /// Begins to read a page; behind the mark, if it is the page that was marked.
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

    /// The next element of the page that was not delivered before.
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

/// What an element is recognised by: an event's id, or what stands for the text of one that
/// does not decode.
fn key<T>(item: Result<&T, &Error>, id: fn(&T) -> Option<&str>) -> Option<String> {
    match item {
        Ok(event) => id(event).map(str::to_owned),
        Err(Error::Decode(failure)) => Some(fingerprint(failure.raw())),
        Err(_) => None,
    }
}

/// The same number for the same bytes, in every version (FNV-1a).
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

impl<T> Tail<T> {
    /// The next event, as soon as there is one. The same as the stream gives, for
    /// those who import no trait for streams.
    ///
    /// Nothing is lost when the future is dropped before it is ready.
    #[allow(
        clippy::should_implement_trait,
        reason = "the name that streams have for it"
    )]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<T, Error>>> + Unpin {
        let mut this = Pin::new(self);
        std::future::poll_fn(move |context| this.as_mut().poll_next(context))
    }
}

/// That it is one, and nothing that was read.
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

/// What following needs: from a place on, without an end, the oldest first. `since` and
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
