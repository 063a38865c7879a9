//! What an authorization server answers.

use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::error::{AuthError, Refusal};
use crate::secret::Secret;

/// An answer, read whole.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// A token endpoint's success.
#[derive(Debug, Deserialize)]
pub(super) struct Granted {
    pub(super) access_token: Secret,
    pub(super) token_type: String,
    /// Seconds.
    pub(super) expires_in: Option<u64>,
    pub(super) refresh_token: Option<Secret>,
}

/// OAuth's error object, and Okta's own, which says the same in other words.
#[derive(Default, Deserialize)]
struct ErrorBody {
    #[serde(alias = "errorCode")]
    error: Option<String>,
    #[serde(alias = "errorSummary")]
    error_description: Option<String>,
}

impl Answer {
    /// Decodes a success.
    pub(super) fn decode<'a, T: Deserialize<'a>>(&'a self) -> Result<T, AuthError> {
        // serde_json's message could quote a token, so only the place is told.
        serde_json::from_str(self.text()).map_err(|error| AuthError::Answer {
            reason: format!(
                "its JSON is not as expected at line {}, column {}",
                error.line(),
                error.column()
            ),
        })
    }

    /// The body; nothing where it is not UTF-8, as JSON always is.
    fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_default()
    }

    /// What the server said against the request.
    pub(super) fn refusal(&self) -> Refusal {
        let body: ErrorBody = serde_json::from_str(self.text()).unwrap_or_default();
        Refusal {
            status: self.status,
            error: body.error.unwrap_or_default(),
            description: body.error_description,
            request_id: self.header("x-okta-request-id").map(str::to_owned),
        }
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
            ("<html>", "401 Unauthorized (request R1)"),
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
