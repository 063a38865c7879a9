//! Pages that do not lead on.

use std::fmt;

/// Okta's link to the next page cannot be followed. The pages before it have been
/// delivered, but the list is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagingError {
    pub(crate) operation: &'static str,
    pub(crate) problem: PagingProblem,
}

/// What is wrong with the link to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingProblem {
    /// It leads to another origin, to which credentials are not sent.
    ForeignOrigin,
    /// It leads to a page that has been read already: following it would never end.
    Loop,
    /// It is not a URL.
    Invalid,
}

impl PagingError {
    /// The operationId of the call, such as `listUsers`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What is wrong with the link.
    pub fn problem(&self) -> PagingProblem {
        self.problem
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.problem {
            PagingProblem::ForeignOrigin => {
                "leads to another origin (is the org URL the address that Okta answers with?)"
            }
            PagingProblem::Loop => "leads back to a page that has been read",
            PagingProblem::Invalid => "is not a URL",
        };
        write!(
            f,
            "{}: the list is not complete, because the link to the next page {what}",
            self.operation
        )
    }
}

impl std::error::Error for PagingError {}
