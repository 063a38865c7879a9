//! Faults in the links between pages.

use std::fmt;

use http::HeaderMap;

use crate::{bounded::bounded, headers, operations::Operation};

/// The length in characters up to which a request id is kept. Okta's have about thirty.
const REQUEST_ID: usize = 100;

/// Okta's link to the next page cannot be followed. The pages before it were delivered, but the
/// list is incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagingError {
    pub(crate) operation: &'static str,
    pub(crate) problem: PagingProblem,
    pub(crate) request_id: Option<String>,
}

/// What is wrong with the link to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingProblem {
    /// It leads to another origin. Credentials are not sent there.
    ForeignOrigin,
    /// It leads to a page that was read before. Following it would never end.
    Loop,
    /// It is not a URL.
    Invalid,
    /// The list has more pages than this limit ([`Items::max_pages`](crate::Items::max_pages)).
    TooManyPages(usize),
    /// A `Link` header cannot be understood, so there may or may not be a next page.
    Unclear,
}

impl PagingError {
    pub(crate) fn new(operation: &Operation, headers: &HeaderMap, problem: PagingProblem) -> Self {
        Self {
            operation: operation.id,
            problem,
            request_id: headers::request_id(headers).map(|id| bounded(id, REQUEST_ID)),
        }
    }

    /// Returns the operationId of the call, such as `listUsers`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns Okta's request id of the page with the link, for which Okta's support asks.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns what is wrong with the link.
    pub fn problem(&self) -> PagingProblem {
        self.problem
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use PagingProblem as Problem;
        write!(f, "{}: the list is not complete, because ", self.operation)?;
        match self.problem {
            Problem::ForeignOrigin => f.write_str(
                "the link to the next page leads to another origin (is the org URL the address \
                 in Okta's links?)",
            ),
            Problem::Loop => {
                f.write_str("the link to the next page leads back to a page that was already read")
            }
            Problem::Invalid => f.write_str("the link to the next page is not a URL"),
            Problem::Unclear => f.write_str(
                "its `Link` header cannot be read and may name a next page (a proxy on the way can \
                 change headers)",
            ),
            Problem::TooManyPages(limit) => write!(
                f,
                "it has more than {limit} pages: raise `max_pages` if that is right"
            ),
        }?;
        match &self.request_id {
            Some(id) => write!(f, " (request id {id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PagingError {}
