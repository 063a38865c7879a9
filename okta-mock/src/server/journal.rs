//! The requests that an org received, for tests to assert on.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::Value;

use crate::description::Description;

/// The number of requests that are kept,
const CAPACITY: usize = 10_000;
/// and their total size in bytes.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The size in bytes above which a request body is not kept.
const LONGEST_BODY: usize = 16 * 1024;

/// The last requests that an org received: up to 10,000, and up to 32 MiB of them. Clones share
/// the same entries.
#[derive(Clone)]
pub struct Journal {
    description: Arc<Description>,
    entries: Arc<Mutex<Entries>>,
}

#[derive(Default)]
struct Entries {
    all: VecDeque<Arc<Entry>>,
    bytes: usize,
}

/// A request and its outcome.
///
/// Headers and bodies may contain secrets; `Debug` shows neither.
#[non_exhaustive]
pub struct Entry {
    /// When the request came in, by the org's clock.
    pub at: DateTime<Utc>,
    /// The HTTP method.
    pub method: Method,
    /// The path as sent, except that session ids are `***`.
    pub path: String,
    /// The query without its question mark, or an empty text. Values of parameters with
    /// secrets, such as `recoveryToken`, are `***`.
    pub query: String,
    /// The operationId, such as `listUsers`. `None` for paths outside the Management API, such
    /// as the token endpoint.
    pub operation: Option<Arc<str>>,
    /// The request's headers, including secrets.
    pub headers: HeaderMap,
    /// The request's body. Empty if it was longer than 16 KiB.
    pub body: Bytes,
    /// The status of the response. `None` when the connection was reset instead.
    pub status: Option<StatusCode>,
    /// The response's `X-Okta-Request-Id`.
    pub request_id: String,
}

impl Entry {
    /// Returns a header of the request, if it is present and text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the request's body as JSON, or null if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

impl Entry {
    /// How much memory it takes, about.
    fn bytes(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers
            .map(|(name, value)| name.as_str().len() + value.len() + size_of::<HeaderValue>())
            .sum();
        size_of::<Self>() + self.path.len() + self.query.len() + self.body.len() + headers
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("at", &self.at)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lock().all.iter()).finish()
    }
}

impl Journal {
    /// An empty one, of an org with this description.
    pub(crate) fn new(description: Arc<Description>) -> Self {
        Self {
            description,
            entries: Arc::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns all entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        self.lock().all.iter().cloned().collect()
    }

    /// Returns the entries of one operation, such as `listUsers`, oldest first. A former
    /// operationId works too.
    ///
    /// # Panics
    ///
    /// Panics when the operation does not exist, because a test that misspells it would find no
    /// requests.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic)]
    pub fn of(&self, operation: &str) -> Vec<Arc<Entry>> {
        let id = match self.description.named(operation) {
            Ok(id) => id,
            Err(unknown) => panic!("{unknown}"),
        };
        self.lock()
            .all
            .iter()
            .filter(|entry| entry.operation.as_ref() == Some(&id))
            .cloned()
            .collect()
    }

    /// Returns the last `count` entries, newest first.
    #[must_use]
    pub fn last(&self, count: usize) -> Vec<Arc<Entry>> {
        self.lock().all.iter().rev().take(count).cloned().collect()
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().all.len()
    }

    /// Returns whether no request has been received yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().all.is_empty()
    }

    /// Removes all entries.
    pub fn clear(&self) {
        *self.lock() = Entries::default();
    }

    pub(crate) fn push(&self, mut entry: Entry) {
        entry.body = match entry.body.len() {
            0..=LONGEST_BODY => Bytes::copy_from_slice(&entry.body),
            _ => Bytes::new(),
        };
        // What a connection reads shares one buffer, which these would keep whole.
        let headers = entry.headers.iter().filter_map(|(name, value)| {
            let copy = HeaderValue::from_bytes(value.as_bytes()).ok()?;
            Some((name.clone(), copy))
        });
        entry.headers = headers.fold(HeaderMap::new(), |mut all, (name, value)| {
            all.append(name, value);
            all
        });
        let mut entries = self.lock();
        entries.bytes += entry.bytes();
        entries.all.push_back(Arc::new(entry));
        while entries.all.len() > CAPACITY || entries.bytes > MOST_BYTES {
            let Some(oldest) = entries.all.pop_front() else {
                return;
            };
            entries.bytes -= oldest.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, body: &'static [u8]) -> Entry {
        Entry {
            at: DateTime::UNIX_EPOCH,
            method: Method::POST,
            path: path.to_owned(),
            query: "token=hidden".to_owned(),
            operation: Some("createUser".into()),
            headers: HeaderMap::from_iter([(
                http::header::AUTHORIZATION,
                http::HeaderValue::from_static("SSWS hidden"),
            )]),
            body: Bytes::from_static(body),
            status: Some(StatusCode::OK),
            request_id: "r".to_owned(),
        }
    }

    #[test]
    fn it_is_bounded_and_shows_no_secrets() {
        let journal = Journal::new(Description::embedded());
        for n in 0..=CAPACITY {
            journal.push(entry(&format!("/{n}"), br#"{"password":"hidden"}"#));
        }
        assert_eq!(journal.len(), CAPACITY);
        assert_eq!(
            journal.entries().first().map(|entry| entry.path.clone()),
            Some("/1".into())
        );
        let shown = format!("{:?}", journal.last(1));
        assert!(
            shown.contains("createUser") && !shown.contains("hidden"),
            "{shown}"
        );
        journal.push(entry("/long", &[b' '; LONGEST_BODY + 1]));
        assert!(journal.last(1).iter().all(|entry| entry.body.is_empty()));
    }

    #[test]
    fn its_bytes_are_bounded_whatever_they_are_in() {
        let journal = Journal::new(Description::embedded());
        let long = "x".repeat(400_000);
        for n in 0..100 {
            let mut large = entry("/", b"");
            match n % 3 {
                0 => large.path = long.clone(),
                1 => large.query = long.clone(),
                _ => drop(
                    large
                        .headers
                        .insert("cookie", HeaderValue::from_str(&long).unwrap()),
                ),
            }
            journal.push(large);
        }
        let entries = journal.entries();
        let held: usize = entries.iter().map(|entry| entry.bytes()).sum();
        assert!(held <= MOST_BYTES && held > MOST_BYTES - 500_000, "{held}");
        assert_eq!(journal.lock().bytes, held);
        journal.clear();
        assert_eq!((journal.len(), journal.lock().bytes), (0, 0));
    }
}
