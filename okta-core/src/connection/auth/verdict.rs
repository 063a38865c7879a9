//! A pure decision: what a refusal by the API says about the request's credentials.

use http::{HeaderMap, StatusCode};

use crate::challenge::challenges;

/// What was wrong with the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing was wrong with them; the refusal is about something else.
    Nothing,
    /// The token was wrong.
    Token,
    /// The proof was wrong: its time, or its nonce.
    Proof,
}

/// Okta refuses a proof with 400 or 401, and a token with 401. A 400 without a challenge is
/// about the request.
pub(super) fn verdict(status: StatusCode, headers: &HeaderMap) -> Verdict {
    if !matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) {
        return Verdict::Nothing;
    }
    let challenges = challenges(headers);
    let error = challenges
        .iter()
        .filter(|challenge| challenge.scheme.eq_ignore_ascii_case("DPoP"))
        .find_map(|challenge| challenge.parameter("error"));
    match error {
        Some("use_dpop_nonce" | "invalid_dpop_proof") => Verdict::Proof,
        Some("invalid_token") => Verdict::Token,
        _ if status == StatusCode::UNAUTHORIZED => Verdict::Token,
        _ => Verdict::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header};

    use super::*;

    #[test]
    fn refusals_of_proofs_tokens_and_requests_are_told_apart() {
        use Verdict::{Nothing, Proof, Token};
        for (status, challenge, expected) in [
            (400, r#"DPoP error="invalid_dpop_proof""#, Proof),
            (401, r#"DPoP error="invalid_dpop_proof""#, Proof),
            (
                400,
                r#"DPoP error="use_dpop_nonce", error_description="x""#,
                Proof,
            ),
            (401, r#"dpop realm="a, b", error=use_dpop_nonce"#, Proof),
            (
                401,
                r#"Bearer, DPoP algs="ES256", error="invalid_dpop_proof""#,
                Proof,
            ),
            (401, r#"DPoP error="invalid_token""#, Token),
            (400, r#"DPoP error="invalid_token""#, Token),
            (401, r#"DPoP algs="ES256""#, Token),
            (401, r#"Bearer error="invalid_token""#, Token),
            (401, r#"Bearer error="use_dpop_nonce""#, Token),
            (401, "", Token),
            (400, "", Nothing),
            (400, r#"Bearer error="invalid_request""#, Nothing),
            (400, r#"DPoP algs="ES256""#, Nothing),
            (403, r#"DPoP error="insufficient_scope""#, Nothing),
            (403, r#"DPoP error="invalid_dpop_proof""#, Nothing),
            (404, "", Nothing),
            (429, r#"DPoP error="use_dpop_nonce""#, Nothing),
            (200, "", Nothing),
        ] {
            let mut headers = HeaderMap::new();
            if !challenge.is_empty() {
                let challenge = HeaderValue::from_str(challenge).unwrap();
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(verdict(status, &headers), expected, "{status} {challenge}");
        }
    }
}
