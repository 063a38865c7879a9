//! What Okta says when it refuses a request.

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

/// How much of each text of a server is shown, in characters, and how many causes.
const LONGEST_CODE: usize = 100;
const LONGEST_TEXT: usize = 1000;
const MOST_CAUSES: usize = 20;

/// Okta's refusal of a request: any answer that is not a 2xx.
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
        // Read as any body is: Okta quotes what was sent, half characters as well.
        let body = match Value::from_body(&answer.body, false) {
            Ok(Value::Object(fields)) => ErrorBody(fields),
            _ => ErrorBody::default(),
        };
        // Neither Okta's shape nor OAuth's: a gateway's own, which is quoted.
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

    /// The same, of a request to this path, which may explain it.
    pub(super) fn at(mut self, path: &str) -> Self {
        self.misplaced = Misplaced::find(self.operation, path, self.status, self.code());
        self
    }

    /// The operationId of the refused call, such as `getUser`.
    pub fn operation(&self) -> &'static str {
        self.operation.id
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The error object; empty when the answer was not a JSON object.
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// Okta's error code, such as `E0000007`, or OAuth's, such as `invalid_scope`: from
    /// the body or, failing that, from the `WWW-Authenticate` header.
    pub fn code(&self) -> Option<&str> {
        self.body
            .code()
            .or_else(|| challenge(&self.headers, "error"))
    }

    /// What went wrong, in Okta's words.
    pub fn summary(&self) -> Option<&str> {
        self.body
            .summary()
            .or_else(|| challenge(&self.headers, "error_description"))
    }

    /// The beginning of a body that has neither a code nor a summary: a proxy's error page,
    /// or JSON in a shape of its own.
    pub fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    /// Okta's id of this exchange (`X-Okta-Request-Id`), which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Whether Okta says that such a resource exists already. It has no code of its own for
    /// that: most often it is E0000001 with a cause in words.
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

    /// What was left of the rate limit after this answer.
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

/// Without the catalogue entry that comes with the operation.
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

/// The JSON object of a refusal: Okta's
/// `{errorCode, errorSummary, errorLink, errorId, errorCauses}` or OAuth's
/// `{error, error_description}`. Properties that are unknown here are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorBody(Map<String, Value>);

impl ErrorBody {
    /// `errorCode`, or OAuth's `error`.
    pub fn code(&self) -> Option<&str> {
        self.text("errorCode").or_else(|| self.text("error"))
    }

    /// `errorSummary`, or OAuth's `error_description`.
    pub fn summary(&self) -> Option<&str> {
        self.text("errorSummary")
            .or_else(|| self.text("error_description"))
    }

    /// `errorLink`: in practice the code again.
    pub fn link(&self) -> Option<&str> {
        self.text("errorLink")
    }

    /// `errorId`: finds the error in Okta's own logs.
    pub fn id(&self) -> Option<&str> {
        self.text("errorId")
    }

    /// The summaries of `errorCauses`: what exactly is wrong, often field by field.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.0
            .get("errorCauses")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|cause| cause.get("errorSummary")?.as_str())
    }

    /// Every property, as received.
    pub fn properties(&self) -> &Map<String, Value> {
        &self.0
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }
}

/// The start of a text body, on one line; `None` for an empty one.
fn excerpt(body: &Bytes) -> Option<String> {
    // A character takes at most four bytes, and collapsed white space only shortens.
    let start = body.get(..EXCERPT * 8).unwrap_or(body);
    let line = shown::line(&String::from_utf8_lossy(start), EXCERPT);
    (!line.is_empty()).then_some(line)
}

/// A parameter of `WWW-Authenticate`, such as `error` in
/// `Bearer error="insufficient_scope", error_description="…"`.
fn challenge<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    challenges(headers)
        .iter()
        .find_map(|challenge| challenge.parameter(name))
}

#[cfg(test)]
mod tests;
