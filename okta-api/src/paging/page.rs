//! One page.

use http::{HeaderMap, StatusCode};

use super::Cursor;
use crate::{
    Error, RateLimit,
    model::DecodeList,
    operations::Operation,
    transport::{Answer, headers},
};

/// One page of a list.
///
/// It may be empty although there is a [next](Page::next) one: only the absence of a next
/// page ends a list.
#[derive(Debug)]
pub struct Page<T> {
    items: Vec<Result<T, Error>>,
    next: Option<Cursor>,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Page<T> {
    /// The elements in order. One that does not decode is an error in its place, with the
    /// raw JSON, and costs no other.
    pub fn items(&self) -> &[Result<T, Error>] {
        &self.items
    }

    /// The elements, without the rest of the page.
    pub fn into_items(self) -> Vec<Result<T, Error>> {
        self.items
    }

    /// All elements, or the first error among them.
    pub fn into_values(self) -> Result<Vec<T>, Error> {
        self.items.into_iter().collect()
    }

    /// Where the next page is; `None` on the last one.
    pub fn next(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    /// The HTTP status: any 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, as received.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Okta's id of this exchange (`X-Okta-Request-Id`), which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// What Okta said about the rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }
}

/// Decodes a page and keeps the rest of the answer.
pub(crate) fn decode<T: DecodeList>(
    operation: &'static Operation,
    answer: Answer,
    next: Option<Cursor>,
) -> Result<Page<T>, Error> {
    let items = T::list_from_body(&answer.body)
        .map_err(|error| Error::decode(operation, &answer, error))?;
    let items = items
        .into_iter()
        .map(|item| item.map_err(|item| Error::item(operation, &answer, item)))
        .collect();
    Ok(Page {
        items,
        next,
        status: answer.status,
        headers: answer.headers,
    })
}
