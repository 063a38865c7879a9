//! The requests that an org received, for tests to assert on.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

/// So many of the last requests are kept.
const CAPACITY: usize = 10_000;
/// Of a longer request body nothing is kept, so that the journal's size has a bound.
const LONGEST_BODY: usize = 16 * 1024;

/// The last 10,000 requests that an org received. Clones share the same entries.
#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<VecDeque<Arc<Entry>>>>);

/// One request and what became of it.
///
/// Headers and bodies may hold secrets; `Debug` shows neither.
#[non_exhaustive]
pub struct Entry {
    /// When the request came in, by the org's clock.
    pub at: DateTime<Utc>,
    /// The HTTP method.
    pub method: Method,
    /// The path, as sent.
    pub path: String,
    /// The query without its question mark; empty where there is none.
    pub query: String,
    /// The operationId of the operation, such as `listUsers`; `None` for paths outside
    /// the Management API, such as the token endpoint.
    pub operation: Option<&'static str>,
    /// The request's headers, with everything that is secret in them.
    pub headers: HeaderMap,
    /// The request's body; empty if it was longer than 16 KiB.
    pub body: Bytes,
    /// The status of the answer; `None` when the connection was reset instead.
    pub status: Option<StatusCode>,
    /// The answer's `X-Okta-Request-Id`.
    pub request_id: String,
}

impl Entry {
    /// A header of the request, if it is there and text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The request's body as JSON; null if it is not.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
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
        f.debug_list().entries(self.lock().iter()).finish()
    }
}

impl Journal {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Entry>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        self.lock().iter().cloned().collect()
    }

    /// The entries of one operation, such as `listUsers`, oldest first.
    #[must_use]
    pub fn of(&self, operation: &str) -> Vec<Arc<Entry>> {
        self.lock()
            .iter()
            .filter(|entry| entry.operation == Some(operation))
            .cloned()
            .collect()
    }

    /// The last so many entries, newest first.
    #[must_use]
    pub fn last(&self, count: usize) -> Vec<Arc<Entry>> {
        self.lock().iter().rev().take(count).cloned().collect()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether no request came in yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Forgets all entries.
    pub fn clear(&self) {
        self.lock().clear();
    }

    pub(crate) fn push(&self, mut entry: Entry) {
        if entry.body.len() > LONGEST_BODY {
            entry.body = Bytes::new();
        }
        let mut entries = self.lock();
        if entries.len() == CAPACITY {
            entries.pop_front();
        }
        entries.push_back(Arc::new(entry));
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
            operation: Some("createUser"),
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
        let journal = Journal::default();
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
}
