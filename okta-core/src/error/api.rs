//! Refusals of requests by Okta.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{hint, misplaced::Misplaced};
use crate::{
    RateLimit,
    answer::Answer,
    challenge::challenges,
    headers,
    model::Decode,
    operations::Operation,
    shown::{self, EXCERPT, line},
};

/// The length in characters up to which each text of a server is shown, and the number of
/// causes.
const LONGEST_CODE: usize = 100;
const LONGEST_TEXT: usize = 1000;
const MOST_CAUSES: usize = 20;

/// A refused request: any response other than a 2xx.
///
/// See [Okta's list of error codes](https://developer.okta.com/docs/reference/error-codes/).
#[derive(Clone)]
pub struct ApiError {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: ErrorBody,
    excerpt: Option<String>,
    misplaced: Option<Misplaced>,
}

impl ApiError {
    pub(crate) fn new(operation: &'static Operation, answer: Answer) -> Self {
        // Read like any body, because Okta quotes what was sent, including broken characters.
        let body = match Value::from_body(&answer.body, false) {
            Ok(Value::Object(fields)) => ErrorBody(fields),
            _ => ErrorBody::default(),
        };
        // Neither Okta's format nor OAuth's. It is probably a gateway's, and is quoted.
        let excerpt = match body.summary() {
            None if body.code().is_none() => excerpt(&answer.body),
            _ => None,
        };
        Self {
            operation,
            status: answer.status,
            headers: answer.headers,
            body,
            excerpt,
            misplaced: None,
        }
    }

    /// Adds the path of the request, which may explain the refusal.
    pub(super) fn at(mut self, path: &str) -> Self {
        self.misplaced = Misplaced::find(self.operation, path, self.status, self.code());
        self
    }

    /// Returns the operationId of the refused call, such as `getUser`.
    pub fn operation(&self) -> &'static str {
        self.operation.id
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the response's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the error object. It is empty when the response was not a JSON object.
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// Returns Okta's error code, such as `E0000007`, or OAuth's, such as `invalid_scope`. It
    /// comes from the body or, failing that, from the `WWW-Authenticate` header.
    pub fn code(&self) -> Option<&str> {
        self.body
            .code()
            .or_else(|| challenge(&self.headers, "error"))
    }

    /// Returns what went wrong, in Okta's words.
    pub fn summary(&self) -> Option<&str> {
        self.body
            .summary()
            .or_else(|| challenge(&self.headers, "error_description"))
    }

    /// Returns the beginning of a body that has neither a code nor a summary, such as a proxy's
    /// error page.
    pub fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    /// Returns Okta's request id (`X-Okta-Request-Id`), for which Okta's support asks.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Whether Okta says that such a resource already exists. Okta has no separate code for
    /// that: usually it is E0000001 with a cause in words.
    pub(crate) fn is_duplicate(&self) -> bool {
        if matches!(self.code(), Some("E0000055" | "E0000090")) {
            return true;
        }
        let says_so = |text: &str| {
            let text = text.to_lowercase();
            [
                "already exists",
                "already exist",
                "there is already",
                "already in use",
                "already been taken",
                "already assigned",
                "must be unique",
                "is not unique",
                "duplicate",
            ]
            .iter()
            .any(|words| text.contains(words))
        };
        let is_refusal = matches!(self.status.as_u16(), 400 | 403 | 409 | 422);
        is_refusal && (self.body.causes().any(says_so) || self.summary().is_some_and(says_so))
    }

    /// Returns the rate limit's state after this response.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }
}

/// `getUser: 404 Not Found, E0000007: Not found: … [cause; cause] (request id …). Hint`
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation.id, self.status)?;
        if let Some(code) = self.code() {
            write!(f, ", {}", line(code, LONGEST_CODE))?;
        }
        if let Some(summary) = self.summary().or(self.excerpt()) {
            write!(f, ": {}", line(summary, LONGEST_TEXT))?;
        }
        let mut open = " [";
        for cause in self.body.causes().take(MOST_CAUSES) {
            write!(f, "{open}{}", line(cause, LONGEST_TEXT))?;
            open = "; ";
        }
        let more = self.body.causes().skip(MOST_CAUSES).count();
        if more > 0 {
            write!(f, "{open}and {more} more")?;
        }
        if open == "; " {
            f.write_str("]")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " (request id {})", line(id, LONGEST_CODE))?;
        }
        match &self.misplaced {
            Some(misplaced) => write!(f, ". {misplaced}"),
            None => hint::write(f, self.operation, self.status, self.code()),
        }
    }
}

/// Omits the catalogue entry that comes with the operation.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.body)
            .field("excerpt", &self.excerpt)
            .finish()
    }
}

impl std::error::Error for ApiError {}

/// The JSON object of a refusal: Okta's `{errorCode, errorSummary, errorLink, errorId,
/// errorCauses}` or OAuth's `{error, error_description}`. Unknown properties are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorBody(Map<String, Value>);

impl ErrorBody {
    /// Returns `errorCode`, or OAuth's `error`.
    pub fn code(&self) -> Option<&str> {
        self.text("errorCode").or_else(|| self.text("error"))
    }

    /// Returns `errorSummary`, or OAuth's `error_description`.
    pub fn summary(&self) -> Option<&str> {
        self.text("errorSummary")
            .or_else(|| self.text("error_description"))
    }

    /// Returns `errorLink`, which in practice repeats the code.
    pub fn link(&self) -> Option<&str> {
        self.text("errorLink")
    }

    /// Returns `errorId`, by which Okta finds the error in its logs.
    pub fn id(&self) -> Option<&str> {
        self.text("errorId")
    }

    /// Iterates over the summaries of `errorCauses`. They say what exactly is wrong, often
    /// field by field.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.0
            .get("errorCauses")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|cause| cause.get("errorSummary")?.as_str())
    }

    /// Returns every property, as received.
    pub fn properties(&self) -> &Map<String, Value> {
        &self.0
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }
}

/// Returns the start of a text body on one line, or `None` for an empty body.
fn excerpt(body: &Bytes) -> Option<String> {
    // A character takes at most four bytes, and collapsing white space only shortens the text.
    let start = body.get(..EXCERPT * 8).unwrap_or(body);
    let line = shown::line(&String::from_utf8_lossy(start), EXCERPT);
    (!line.is_empty()).then_some(line)
}

/// Returns a parameter of `WWW-Authenticate`, such as `error` in `Bearer
/// error="insufficient_scope", error_description="…"`.
fn challenge<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    challenges(headers)
        .iter()
        .find_map(|challenge| challenge.parameter(name))
}

#[cfg(test)]
mod tests;
