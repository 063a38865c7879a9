//! Okta's errors: its codes and its words.

use http::StatusCode;
use serde_json::{Value, json};

/// A refusal, as Okta words it. See
/// <https://developer.okta.com/docs/reference/error-codes/>.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OktaError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) summary: String,
    pub(crate) causes: Vec<String>,
}

impl OktaError {
    fn new(status: StatusCode, code: &'static str, summary: impl Into<String>) -> Self {
        Self {
            status,
            code,
            summary: summary.into(),
            causes: Vec::new(),
        }
    }

    /// Adds what Okta lists under `errorCauses`.
    pub(crate) fn because(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// E0000001 about `what`, with its causes.
    pub(crate) fn validation(
        what: &str,
        causes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let mut error = Self::new(
            StatusCode::BAD_REQUEST,
            "E0000001",
            format!("Api validation failed: {what}"),
        );
        error.causes = causes.into_iter().map(Into::into).collect();
        error
    }

    /// E0000001 for one field that has to be there and is not.
    pub(crate) fn blank(field: &str) -> Self {
        Self::validation(field, [format!("{field}: The field cannot be left blank")])
    }

    /// E0000001 for one field whose value is taken.
    pub(crate) fn taken(field: &str) -> Self {
        Self::validation(
            field,
            [format!(
                "{field}: An object with this field already exists in the current organization"
            )],
        )
    }

    pub(crate) fn not_well_formed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000003",
            "The request body was not well-formed.",
        )
    }

    pub(crate) fn authentication_failed() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "E0000004",
            "Authentication failed",
        )
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000006",
            "You do not have permission to perform the requested action",
        )
    }

    /// E0000007 for a resource; `kind` is Okta's internal name for its type.
    pub(crate) fn not_found(id: &str, kind: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "E0000007",
            format!("Not found: Resource not found: {id} ({kind})"),
        )
    }

    pub(crate) fn no_such_path() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "E0000008",
            "The requested path was not found",
        )
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "E0000009",
            "Internal Server Error",
        )
    }

    pub(crate) fn invalid_token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "E0000011",
            "Invalid token provided",
        )
    }

    pub(crate) fn credentials_not_updated(cause: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000014",
            "Update of credentials failed",
        )
        .because(cause)
    }

    pub(crate) fn already_active() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000016",
            "Activation failed because the user is already active",
        )
    }

    /// E0000019, of requests that want a kind of answer that there is not.
    pub(crate) fn not_acceptable() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000019",
            "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
        )
    }

    pub(crate) fn unsupported_media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "E0000021",
            "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
        )
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "E0000022",
            "The endpoint does not support the provided HTTP method",
        )
    }

    pub(crate) fn missing_parameter() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000028",
            "The request is missing a required parameter.",
        )
    }

    pub(crate) fn invalid_cursor() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000029",
            "Invalid paging request.",
        )
        .because("Invalid cursor.")
    }

    pub(crate) fn invalid_date() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000030",
            "Bad request. Invalid date. Dates must be of the form \
             yyyy-MM-dd'T'HH:mm:ss.SSSZZ, e.g. 2013-01-01T12:00:00.000-07:00.",
        )
    }

    pub(crate) fn invalid_search(cause: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000031",
            "Invalid search criteria.",
        )
        .because(cause)
    }

    /// An expression that its endpoint refuses, in that endpoint's words.
    pub(crate) fn refused_expression(
        code: &'static str,
        summary: String,
        causes: Vec<String>,
    ) -> Self {
        Self {
            causes,
            ..Self::new(StatusCode::BAD_REQUEST, code, summary)
        }
    }

    pub(crate) fn search_and_filter() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000033",
            "Bad request. Can't specify a search query and filter in the same request.",
        )
    }

    pub(crate) fn unlock_not_allowed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000032",
            "Unlock is not allowed for this user.",
        )
        .because("The user is not locked out.")
    }

    pub(crate) fn forgot_password_not_allowed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000034",
            "Forgot password not allowed on specified user.",
        )
    }

    pub(crate) fn change_password_not_allowed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000035",
            "Change password not allowed on specified user.",
        )
    }

    pub(crate) fn change_question_not_allowed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000036",
            "Change recovery question not allowed on specified user.",
        )
    }

    pub(crate) fn wrong_status() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000038",
            "This operation is not allowed in the user's current status.",
        )
    }

    /// E0000047, of a bucket or of the number of concurrent requests.
    pub(crate) fn too_many_requests() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "E0000047",
            "API call exceeded rate limit due to too many requests.",
        )
    }

    pub(crate) fn delete_app_forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000056",
            "Delete application forbidden.",
        )
        .because("The application must be deactivated before deletion.")
    }

    /// E0000166, of an org that has a CAPTCHA already.
    pub(crate) fn one_captcha() -> Self {
        let summary = "CAPTCHA count limit reached. At most one CAPTCHA instance is allowed per \
                       Org. Please remove existing CAPTCHA to create a new one.";
        Self::new(StatusCode::FORBIDDEN, "E0000166", summary).because(summary)
    }

    /// What Okta says of hooks that are to be deleted while they act.
    pub(crate) fn still_active() -> Self {
        Self::validation(
            "status",
            ["status: Only an object with a status of INACTIVE can be deleted"],
        )
    }

    pub(crate) fn unsupported_operation() -> Self {
        Self::new(
            StatusCode::NOT_IMPLEMENTED,
            "E0000060",
            "Unsupported operation.",
        )
    }

    pub(crate) fn invalid_passcode() -> Self {
        Self::new(StatusCode::FORBIDDEN, "E0000068", "Invalid Passcode/Answer")
            .because("Your passcode doesn't match our records. Please try again.")
    }

    pub(crate) fn wrong_answer() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "E0000087",
            "The recovery question answer did not match our records.",
        )
    }

    /// The address of an event hook did not answer the challenge.
    pub(crate) fn unverified_hook() -> Self {
        Self::validation(
            "verification",
            ["The event hook endpoint did not answer the verification challenge."],
        )
    }

    pub(crate) fn duplicate_role() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "E0000090",
            "The role specified is already assigned to the user.",
        )
    }

    /// What an org says that holds as much as it may.
    pub(crate) fn full() -> Self {
        Self::validation(
            "generalSettings",
            ["Cannot create instance. Maximum number of instances has been reached."],
        )
    }

    /// E0000002, which Okta has for policies of a type that there is not.
    pub(crate) fn invalid_policy_type() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "E0000002",
            "The request was not valid: Invalid policy type specified.",
        )
    }

    pub(crate) fn payload_too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "E0000002",
            "The request was not valid: The request body is too large.",
        )
    }

    pub(crate) fn etag_mismatch() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "E0000231",
            "The request was not valid: the If-Match header does not match the resource's current version.",
        )
    }

    /// The error that fits a status that was asked for, for faults on demand.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            400 => Self::validation("request", ["The request was not valid"]),
            401 => Self::invalid_token(),
            403 => Self::forbidden(),
            404 => Self::no_such_path(),
            405 => Self::method_not_allowed(),
            409 => Self::new(
                status,
                "E0000112",
                "Cannot update this user because they are still being activated. \
                 Please try again in a few minutes.",
            ),
            412 => Self::etag_mismatch(),
            415 => Self::unsupported_media_type(),
            429 => Self::too_many_requests(),
            503 => Self::new(status, "E0000010", "Service is in read only mode"),
            _ => Self {
                status,
                ..Self::internal()
            },
        }
    }

    /// The body that Okta sends; `id` is unique to each error.
    pub(crate) fn body(&self, id: &str) -> Value {
        let causes: Vec<Value> = self
            .causes
            .iter()
            .map(|cause| json!({ "errorSummary": cause }))
            .collect();
        json!({
            "errorCode": self.code,
            "errorSummary": self.summary,
            "errorLink": self.code,
            "errorId": id,
            "errorCauses": causes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_that_can_be_asked_for_keeps_it() {
        for status in [400, 401, 403, 404, 409, 412, 415, 418, 429, 500, 502, 503] {
            let Ok(status) = StatusCode::from_u16(status) else {
                continue;
            };
            assert_eq!(OktaError::of_status(status).status, status);
        }
    }

    #[test]
    fn the_body_has_oktas_shape() {
        let body = OktaError::taken("login").body("oae1");
        assert_eq!(
            body,
            json!({
                "errorCode": "E0000001",
                "errorSummary": "Api validation failed: login",
                "errorLink": "E0000001",
                "errorId": "oae1",
                "errorCauses": [{"errorSummary":
                    "login: An object with this field already exists in the current organization"}],
            })
        );
    }
}
