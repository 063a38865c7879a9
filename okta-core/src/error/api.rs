//! What Okta says when it refuses a request.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::hint;
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
        }
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
        hint::write(f, self.operation, self.status, self.code())
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
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::operations::RAW;

    fn error(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &'static str,
    ) -> ApiError {
        ApiError::new(
            &RAW,
            Answer {
                status: StatusCode::from_u16(status).unwrap(),
                headers: headers
                    .iter()
                    .map(|(name, value)| {
                        ((*name).parse().unwrap(), HeaderValue::from_static(value))
                    })
                    .collect(),
                body: Bytes::from_static(body.as_bytes()),
                strict: false,
            },
        )
    }

    #[test]
    fn the_message_shows_the_causes_and_the_request_id() {
        let error = error(
            400,
            &[("x-okta-request-id", "rid-1")],
            r#"{"errorCode":"E0000001","errorSummary":"Api validation failed: login",
                "errorLink":"E0000001","errorId":"oae1",
                "errorCauses":[{"errorSummary":"login: taken"},{"errorSummary":"email: bad"}],
                "traceNumber":7}"#,
        );
        assert_eq!(
            error.to_string(),
            "request: 400 Bad Request, E0000001: Api validation failed: login \
             [login: taken; email: bad] (request id rid-1)"
        );
        assert_eq!(error.body().id(), Some("oae1"));
        assert_eq!(error.body().link(), Some("E0000001"));
        assert_eq!(error.body().properties()["traceNumber"], 7);
    }

    #[test]
    fn an_oauth_refusal_is_read_from_body_or_header() {
        let from_body = error(
            400,
            &[],
            r#"{"error":"invalid_scope","error_description":"One or more scopes are not configured"}"#,
        );
        assert_eq!(from_body.code(), Some("invalid_scope"));
        let from_header = error(
            403,
            &[(
                "www-authenticate",
                r#"Bearer authorization_uri="https://x", realm="y", error="insufficient_scope", error_description="The access token must provide access", resource="/api""#,
            )],
            "",
        );
        assert_eq!(from_header.code(), Some("insufficient_scope"));
        assert_eq!(
            from_header.summary(),
            Some("The access token must provide access")
        );
    }

    #[test]
    fn a_page_that_is_not_json_is_quoted_in_short() {
        let page = error(502, &[], "<html>\n<body>\u{7}Bad   Gateway</body>");
        assert_eq!(page.excerpt(), Some("<html> <body> Bad Gateway</body>"));
        let long: &'static str = Box::leak("ü".repeat(100_000).into_boxed_str());
        assert_eq!(
            error(502, &[], long).excerpt().unwrap().chars().count(),
            EXCERPT + 1
        );
        assert_eq!(error(502, &[], "  ").excerpt(), None);
    }

    #[test]
    fn json_of_another_shape_is_quoted_and_gets_no_advice() {
        for (status, body, expected) in [
            (
                403,
                r#"{"message":"Forbidden by policy"}"#,
                r#"request: 403 Forbidden: {"message":"Forbidden by policy"}"#,
            ),
            (
                412,
                r#"{"type":"about:blank","title":"No","detail":"Not so","status":412}"#,
                r#"request: 412 Precondition Failed: {"type":"about:blank","title":"No","detail":"Not so","status":412}"#,
            ),
            (
                500,
                r#"{"error":{"code":5,"message":"x"}}"#,
                r#"request: 500 Internal Server Error: {"error":{"code":5,"message":"x"}}"#,
            ),
            (401, r#"["a"]"#, r#"request: 401 Unauthorized: ["a"]"#),
            (403, "{}", "request: 403 Forbidden: {}"),
            (403, "", "request: 403 Forbidden"),
        ] {
            assert_eq!(error(status, &[], body).to_string(), expected);
        }
    }

    #[test]
    fn duplicates_are_told_by_what_okta_says() {
        let cause = |status, text: &str| {
            let body = format!(
                r#"{{"errorCode":"E0000001","errorSummary":"Api validation failed: login","errorCauses":[{{"errorSummary":"{text}"}}]}}"#
            );
            error(status, &[], Box::leak(body.into_boxed_str())).is_duplicate()
        };
        let exists = "login: An object with this field already exists in the current organization";
        assert!(cause(400, exists));
        assert!(cause(409, exists));
        assert!(cause(
            400,
            "label: There is already an admin role with this name."
        ));
        assert!(cause(400, "name: must be unique"));
        assert!(!cause(400, "login: The field cannot be left blank"));
        assert!(!cause(500, exists));
        let coded = r#"{"errorCode":"E0000090","errorSummary":"The role specified is already assigned to the user."}"#;
        assert!(error(409, &[], coded).is_duplicate());
    }

    #[test]
    fn text_of_a_server_is_shown_bounded_and_without_control_characters() {
        let causes = vec![r#"{"errorSummary":"\u001b[31mred\u202e"}"#; 10_000].join(",");
        let body = format!(
            r#"{{"errorCode":"E\n1","errorSummary":"{}","errorCauses":[{causes}]}}"#,
            "long\\r\\n".repeat(100_000)
        );
        let body: &'static str = Box::leak(body.into_boxed_str());
        let message = error(400, &[], body).to_string();
        assert!(message.len() < 10_000, "{}", message.len());
        assert!(
            message.starts_with("request: 400 Bad Request, E 1: long long"),
            "{message}"
        );
        assert!(message.ends_with("and 9980 more]"), "{message}");
        assert!(!message.chars().any(|c| c.is_control() || c == '\u{202e}'));
    }

    #[test]
    fn odd_error_objects_do_no_harm() {
        for body in [
            r#"{"errorCode":5,"errorCauses":"none"}"#,
            r#"{"errorCauses":[1,null,{"errorSummary":2}]}"#,
            "[]",
            "null",
            "{",
        ] {
            let error = error(500, &[("www-authenticate", "error=\"")], body);
            assert_eq!(error.body().causes().count(), 0);
            assert!(error.to_string().starts_with("request: 500"));
        }
    }

    #[test]
    fn the_error_object_survives_a_round_trip() {
        let json =
            r#"{"errorCode":"E1","errorCauses":[{"errorSummary":"a","domain":"b"}],"x":{"y":[1]}}"#;
        let body: ErrorBody = serde_json::from_str(json).unwrap();
        let again: Value = serde_json::to_value(&body).unwrap();
        assert_eq!(again, serde_json::from_str::<Value>(json).unwrap());
    }
}
