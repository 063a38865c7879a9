//! Advice about a refusal, where some is known. It goes by the code: a status without one may
//! come from a gateway, which means something else by it.

use std::fmt;

use http::StatusCode;

use crate::operations::Operation;

/// Appends one sentence of advice, if there is one for this refusal.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    operation: &Operation,
    status: StatusCode,
    code: Option<&str>,
) -> fmt::Result {
    if missing_permission(status, code) && !operation.scopes.is_empty() {
        return write!(
            f,
            ". Grant the app the scope {} and an admin role that covers it",
            operation.scopes.join(" or ")
        );
    }
    match advice(status, code) {
        Some(advice) => write!(f, ". {advice}"),
        None => Ok(()),
    }
}

fn missing_permission(status: StatusCode, code: Option<&str>) -> bool {
    status == StatusCode::FORBIDDEN && matches!(code, Some("E0000006" | "insufficient_scope"))
}

fn advice(status: StatusCode, code: Option<&str>) -> Option<&'static str> {
    Some(match (code, status.as_u16()) {
        (Some("E0000011"), _) => {
            "The token is wrong, expired or revoked, or belongs to another org: check the token and the org URL"
        }
        (Some("E0000006"), _) => "Give the token's owner an admin role that covers this resource",
        (Some("E0000015"), _) => "Ask Okta to enable this feature for the org",
        (Some("E0000022"), _) => "Check that the org has this API enabled",
        (Some("E0000031"), _) => "Check the search or filter expression",
        (Some("E0000231"), _) => {
            "The resource has changed since it was read: read it again and repeat the change"
        }
        (Some("invalid_dpop_proof" | "use_dpop_nonce"), _) => {
            "Check that this machine's clock is right and that the app requires DPoP"
        }
        (Some("E0000047"), _) => {
            "Let the client pause longer or take a smaller share of the limit (`ClientBuilder::capacity`)"
        }
        (_, 407) => "Check the proxy's user name and password",
        (_, 300..=399) => {
            "The client follows no redirects: set the org URL to the address that they lead to"
        }
        _ => return None,
    })
}
