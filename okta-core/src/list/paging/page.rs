//! A page of a list.

use std::{fmt, iter::Peekable, vec};

use http::{HeaderMap, StatusCode};

use super::Cursor;
use crate::{
    Error, RateLimit,
    answer::Answer,
    headers,
    model::{DecodeBody, Listed},
    operations::Operation,
};

/// One page of a list.
///
/// A page may be empty and still have a [next](Page::next) one. Only the absence of a next page
/// ends a list.
#[derive(Debug)]
pub struct Page<T> {
    values: Vec<T>,
    /// The elements that did not decode, with their positions.
    failures: Vec<(usize, Error)>,
    next: Option<Cursor>,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Page<T> {
    /// Iterates over the elements in order. An element that does not decode is an error in its
    /// place, with the raw JSON; the others are not affected.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Result<&T, &Error>> {
        let failures = self
            .failures
            .iter()
            .map(|(position, error)| (*position, error));
        InOrder::new(self.values.iter(), failures)
    }

    /// Consumes the page and iterates over its elements in order.
    pub fn into_items(self) -> PageItems<T> {
        PageItems(InOrder::new(
            self.values.into_iter(),
            self.failures.into_iter(),
        ))
    }

    /// Returns all elements.
    ///
    /// # Errors
    ///
    /// Returns the error of the first element that did not decode.
    pub fn into_values(self) -> Result<Vec<T>, Error> {
        match self.failures.into_iter().next() {
            None => Ok(self.values),
            Some((_, error)) => Err(error),
        }
    }

    /// Returns the number of elements, decoded or not.
    pub fn len(&self) -> usize {
        self.values.len() + self.failures.len()
    }

    /// Returns whether the page has no elements. More pages may still follow.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the place of the next page; `None` on the last one.
    pub fn next(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    /// Returns the HTTP status, which is always a 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers, as received.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns Okta's request id (`X-Okta-Request-Id`), for which Okta's support asks.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Returns what Okta said about the rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }
}

/// The elements of a page, in order.
pub struct PageItems<T>(InOrder<vec::IntoIter<T>, vec::IntoIter<(usize, Error)>>);

impl<T> fmt::Debug for PageItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems")
            .field("left", &self.len())
            .finish_non_exhaustive()
    }
}

impl<T> PageItems<T> {
    /// No elements.
    pub(crate) fn none() -> Self {
        Self(InOrder::new(Vec::new().into_iter(), Vec::new().into_iter()))
    }
}

impl<T> Iterator for PageItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> ExactSizeIterator for PageItems<T> {}

/// Values, and failures at the positions where they belong.
struct InOrder<V, F: Iterator> {
    values: V,
    failures: Peekable<F>,
    position: usize,
}

impl<V: ExactSizeIterator, E, F: ExactSizeIterator<Item = (usize, E)>> InOrder<V, F> {
    fn new(values: V, failures: F) -> Self {
        Self {
            values,
            failures: failures.peekable(),
            position: 0,
        }
    }
}

impl<V: ExactSizeIterator, E, F: ExactSizeIterator<Item = (usize, E)>> Iterator for InOrder<V, F> {
    type Item = Result<V::Item, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let position = self.position;
        self.position += 1;
        match self.failures.next_if(|(failed, _)| *failed == position) {
            Some((_, error)) => Some(Err(error)),
            None => self.values.next().map(Ok),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.values.len() + self.failures.len();
        (left, Some(left))
    }
}

impl<V: ExactSizeIterator, E, F: ExactSizeIterator<Item = (usize, E)>> ExactSizeIterator
    for InOrder<V, F>
{
}

/// Decodes the elements of a page.
pub(crate) type DecodePage<T> = DecodeBody<Listed<T>>;

/// Decodes a page and keeps the rest of the response.
pub(crate) fn decode<T>(
    operation: &'static Operation,
    answer: Answer,
    next: Option<Cursor>,
    decode: DecodePage<T>,
) -> Result<Page<T>, Error> {
    let listed = answer
        .decode(decode)
        .map_err(|error| Error::decode(operation, &answer, error))?;
    let failures = listed.bad.into_iter();
    Ok(Page {
        values: listed.values,
        failures: failures
            .map(|item| (item.index, Error::item(operation, &answer, item)))
            .collect(),
        next,
        status: answer.status,
        headers: answer.headers,
    })
}
