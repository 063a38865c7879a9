//! The System Log: bounding it, and following it.
//!
//! Okta's log never ends by itself: read in ascending order without `until`, every page
//! has a next one, even an empty page. A stream of it therefore gets an `until`, and
//! [`Tail`] is the one that follows.

mod poller;
mod recent;

use std::{
    borrow::Cow,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use chrono::{SecondsFormat, Utc};
use futures_core::Stream;
use serde::{Deserialize, Serialize};

use crate::{
    Cursor, Error,
    call::{Call, Request},
    model::DecodeList,
    paging::{PageItems, page::DecodePage},
};
use poller::Poller;
use recent::Recent;

const PATH: &str = "/api/v1/logs";
/// The most that Okta gives in a page of the log.
const PAGE: usize = 1000;

/// Where a [`Tail`] stands: store it and [resume](Tail::resume) there, in this process or
/// another one. Okta keeps the log for 90 days, its cursors not necessarily as long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The page that was being read.
    page: Cursor,
    /// The last events delivered: those of this page must not come again.
    seen: Vec<String>,
}

/// Follows the System Log: a stream that never ends.
///
/// It asks for new events again and again, more often while there are some. A lost
/// connection, a rate limit or a failure on Okta's side makes it pause and go on from the
/// same place; what will not pass by itself, such as a token that is refused, is an `Err`,
/// after which it goes on when polled again. No event comes twice, and none is left out.
/// Dropping it stops it.
///
/// See [Okta's System Log API](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/).
#[must_use = "the log is followed when the stream is polled"]
pub struct Tail<T> {
    poller: Poller,
    items: PageItems<T>,
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
            decode: T::list_from_body,
            id,
            recent: Recent::default(),
        }
    }
}

impl<T> Tail<T> {
    /// Goes on where another tail stood. Call it before the first event is read.
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.poller.go_to(&checkpoint.page);
        self.recent = checkpoint.seen.into_iter().collect();
        self
    }

    /// How long to pause between requests: `busy`, 1 s unless set, after new events, and
    /// doubling up to `idle`, 30 s unless set, while there are none.
    pub fn interval(mut self, busy: Duration, idle: Duration) -> Self {
        self.poller.interval(busy, idle);
        self
    }

    /// Where this tail stands, after the events that it has delivered so far. `None` when
    /// the call was refused for one of its arguments.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let page = if self.items.len() == 0 {
            self.poller.place()
        } else {
            self.poller.read()
        };
        Some(Checkpoint {
            page: page?,
            seen: self.recent.last(PAGE),
        })
    }
}

/// The events wait in a `Vec`, so nothing is pinned.
impl<T> Unpin for Tail<T> {}

impl<T> Stream for Tail<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let tail = self.get_mut();
        loop {
            for item in tail.items.by_ref() {
                let uuid = item.as_ref().ok().and_then(tail.id);
                if uuid.is_none_or(|uuid| tail.recent.insert(uuid)) {
                    return Poll::Ready(Some(item));
                }
            }
            let Some(result) = ready!(tail.poller.poll(context)) else {
                return Poll::Ready(None);
            };
            let page = result.and_then(|arrived| arrived.decode(tail.decode));
            match page {
                Ok(page) => {
                    tail.poller.heard(page.next(), page.len());
                    tail.items = page.into_items();
                }
                Err(error) => match tail.poller.failed(error) {
                    Some(error) => return Poll::Ready(Some(Err(error))),
                    None => continue,
                },
            }
        }
    }
}

/// Gives a walk over the log an end: now, by this machine's clock, unless `until` is
/// given. In descending order it ends by itself, at the oldest event.
pub(crate) fn bound(request: &mut Request) {
    let descending = get(request, "sortOrder").is_some_and(|order| order == "DESCENDING");
    if request.path == PATH && !descending && get(request, "until").is_none() {
        set(request, "until", now());
    }
}

/// What following needs: from a place on, without an end, the oldest first. `since` and
/// `after` exclude each other.
fn follow(request: &mut Request) {
    let placed = get(request, "after").is_some();
    let started = get(request, "since").is_some();
    request
        .query
        .retain(|(name, _)| name != "until" && !(placed && name == "since"));
    if !placed && !started {
        set(request, "since", now());
    }
    set(request, "sortOrder", "ASCENDING".into());
    if get(request, "limit").is_none() {
        set(request, "limit", PAGE.to_string());
    }
}

fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn get<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let pair = request.query.iter().find(|(other, _)| other == name);
    pair.map(|(_, value)| value.as_str())
}

fn set(request: &mut Request, name: &'static str, value: String) {
    request.query.retain(|(other, _)| other != name);
    request.query.push((Cow::Borrowed(name), value));
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method};

    use super::*;
    use crate::{call::Body, operations::RAW};

    fn request(path: &str, query: &[(&'static str, &str)]) -> Request {
        Request {
            operation: &RAW,
            method: Method::GET,
            path: path.into(),
            query: query
                .iter()
                .map(|(name, value)| (Cow::Borrowed(*name), (*value).to_owned()))
                .collect(),
            headers: HeaderMap::new(),
            body: Body::Empty,
        }
    }

    #[test]
    fn a_stream_of_the_log_gets_an_end() {
        for (path, query, bounded) in [
            (PATH, &[][..], true),
            (PATH, &[("since", "1"), ("sortOrder", "ASCENDING")], true),
            (PATH, &[("sortOrder", "DESCENDING")], false),
            (PATH, &[("until", "2")], false),
            ("/api/v1/users", &[], false),
        ] {
            let mut request = request(path, query);
            bound(&mut request);
            let added = request.query.len() - query.len();
            assert_eq!(added == 1, bounded, "{path} {query:?}");
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
            let mut request = request(PATH, query);
            follow(&mut request);
            let pairs: Vec<_> = request
                .query
                .iter()
                .map(|(n, v)| format!("{n}={v}"))
                .collect();
            assert_eq!(pairs.join(" "), expected);
        }
        let mut fresh = request(PATH, &[("sortOrder", "DESCENDING")]);
        follow(&mut fresh);
        assert!(get(&fresh, "since").is_some_and(|since| since.ends_with('Z')));
        assert_eq!(get(&fresh, "sortOrder"), Some("ASCENDING"));
    }
}
