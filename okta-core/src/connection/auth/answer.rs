//! Responses of an authorization server.

use http::{HeaderMap, StatusCode};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::members::Members;
use crate::{
    error::{AuthError, Refusal},
    shown,
};

/// The length in characters up to which parts of a refusal are kept.
const LONGEST_CODE: usize = 100;
const LONGEST_DESCRIPTION: usize = 500;

/// A response, read completely.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// Reads these members of a successful response.
    pub(super) fn members(&self, names: &[&str]) -> Result<Members, AuthError> {
        Members::read(self.text(), names).map_err(|place| AuthError::Answer {
            reason: format!("its JSON is not what was expected {place}"),
        })
    }

    /// The body as text. It is empty when it is not UTF-8, which JSON always is.
    fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_default()
    }

    /// Returns what the server said about the refusal: OAuth's error object, or Okta's own,
    /// which says the same with other names.
    pub(super) fn refusal(&self) -> Refusal {
        const CODE: [&str; 2] = ["error", "errorCode"];
        const DESCRIPTION: [&str; 2] = ["error_description", "errorSummary"];

        let body = Members::read(self.text(), &[CODE, DESCRIPTION].concat()).unwrap_or_default();
        let text_of = |names: [&str; 2]| {
            let mut names = names.iter();
            names.find_map(|name| Some(body.optional_text(name).ok()??.expose_secret()))
        };
        let error = text_of(CODE);
        let short = |text: Option<&str>, most| text.map(|text| shown::line(text, most));
        let description = match (error, text_of(DESCRIPTION)) {
            (_, Some(text)) => short(Some(text), LONGEST_DESCRIPTION),
            (None, None) => self.other_words(),
            _ => None,
        };
        Refusal {
            status: self.status,
            error: short(error, LONGEST_CODE).unwrap_or_default(),
            description,
            request_id: short(self.header("x-okta-request-id"), LONGEST_CODE),
        }
    }

    /// A gateway's message in its own format: plain text, or JSON with the usual members.
    fn other_words(&self) -> Option<String> {
        let is_error = self.status.is_client_error() || self.status.is_server_error();
        let line = match serde_json::from_str::<serde_json::Value>(self.text()) {
            Ok(json) => ["message", "detail", "title"]
                .iter()
                .find_map(|name| json.get(name)?.as_str())
                .map(|text| shown::line(text, shown::EXCERPT)),
            Err(_) => Some(shown::line(self.text(), shown::EXCERPT)),
        };
        line.filter(|line| is_error && !line.is_empty())
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_speak_with_the_servers_words() {
        for (body, expected) in [
            (
                r#"{"error":"invalid_client","error_description":"The kid is unknown."}"#,
                "401 Unauthorized, invalid_client, The kid is unknown. (request R1)",
            ),
            (
                r#"{"errorCode":"E0000022","errorSummary":"Not allowed","errorCauses":[]}"#,
                "401 Unauthorized, E0000022, Not allowed (request R1)",
            ),
            (r#"{"error":null}"#, "401 Unauthorized (request R1)"),
            (
                r#"{"message":"No such route","path":"/"}"#,
                "401 Unauthorized, No such route (request R1)",
            ),
            (r#""a token""#, "401 Unauthorized (request R1)"),
            ("<html>", "401 Unauthorized, <html> (request R1)"),
            (
                "Upstream\r\n\u{1b}[2Jdown",
                "401 Unauthorized, Upstream [2Jdown (request R1)",
            ),
            (
                "{\"error\":\"e\\u001b\",\"error_description\":\"two\\nlines\\u202e\"}",
                "401 Unauthorized, e, two lines (request R1)",
            ),
            ("", "401 Unauthorized (request R1)"),
        ] {
            let answer = Answer {
                status: StatusCode::UNAUTHORIZED,
                headers: [("x-okta-request-id", "R1")]
                    .into_iter()
                    .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
                    .collect(),
                body: Zeroizing::new(body.into()),
            };
            assert_eq!(answer.refusal().to_string(), expected);
        }
    }
}
