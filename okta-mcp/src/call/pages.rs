//! Keeps pages for which an answer had no room, for a short time. The next answer continues in
//! the same page without another request to Okta.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;
use tokio::time::Instant;

/// The time for which a page is kept.
const LIFETIME: Duration = Duration::from_secs(60);
/// The largest number of pages that are kept.
const MOST: usize = 8;

/// A page, as Okta sent it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The elements, in the order of the answer.
    pub items: Arc<Vec<Value>>,
    /// The query of the next page.
    pub next: Option<Vec<(String, String)>>,
    /// Okta's request id (`X-Okta-Request-Id`).
    pub request_id: Option<String>,
    /// The HTTP status.
    pub status: u16,
}

#[derive(Debug, Default)]
pub(crate) struct Pages(Mutex<Vec<(String, Instant, Page)>>);

impl Pages {
    /// The page of this request.
    pub(crate) fn get(&self, request: &str) -> Option<Page> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        pages.retain(|(_, since, _)| now.duration_since(*since) < LIFETIME);
        let found = pages.iter().find(|(key, _, _)| key == request);
        found.map(|(_, _, page)| page.clone())
    }

    pub(crate) fn put(&self, request: String, page: Page) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|(key, _, _)| *key != request);
        if pages.len() == MOST {
            pages.remove(0);
        }
        pages.push((request, Instant::now(), page));
    }

    /// After a change, what was read before may be wrong.
    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
