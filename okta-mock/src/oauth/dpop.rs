//! DPoP proofs (RFC 9449): that the sender of a request holds the key of its token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use ring::digest::{SHA256, digest};
use url::Url;

use super::{
    jwk::PublicKey,
    jwt::Jwt,
    replay::{MAX_ID_LENGTH, UsedIds},
};
use crate::data::Rng;

/// How old a proof may be, and how far ahead its maker's clock.
const WINDOW: TimeDelta = TimeDelta::minutes(5);

/// A nonce is given out for a day and taken for one more.
const NONCE_PERIOD: i64 = 24 * 3600;

/// What a proof must be for.
pub(super) struct Expected<'r> {
    pub(super) method: &'r Method,
    pub(super) url: &'r Url,
    /// The access token that comes with it; none at the token endpoint.
    pub(super) token: Option<&'r str>,
    /// Nonces of which the proof must have one; empty where none is asked for, as for
    /// API calls.
    pub(super) nonces: &'r [String],
}

/// Why a proof is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ProofError {
    /// In Okta's words.
    Invalid(String),
    /// The nonce is missing or no longer good.
    Nonce,
}

/// Checks the proof of a request, uses it up, and answers with the thumbprint of its key.
pub(super) fn verify(
    headers: &HeaderMap,
    expected: &Expected<'_>,
    now: DateTime<Utc>,
    used: &mut UsedIds,
) -> Result<String, ProofError> {
    let invalid = |text: &str| Err(ProofError::Invalid(text.to_owned()));
    let claim = |name: &str| {
        Err(ProofError::Invalid(format!(
            "'{name}' claim in the DPoP proof JWT is invalid."
        )))
    };
    let mut proofs = headers.get_all("dpop").iter();
    let (proof, None) = (proofs.next(), proofs.next()) else {
        return invalid("More than one DPoP proof JWT header is present.");
    };
    let Some(proof) = proof else {
        return invalid("The DPoP proof JWT header is missing.");
    };
    let Some(proof) = proof.to_str().ok().and_then(Jwt::parse) else {
        return invalid("DPoP proof JWT cannot be parsed.");
    };
    if proof.header("typ") != Some("dpop+jwt") {
        return invalid("'typ' header in the DPoP proof JWT is invalid.");
    }
    if proof.is_critical() {
        return invalid("'crit' header in the DPoP proof JWT is not supported.");
    }
    let Some(key) = proof
        .header
        .get("jwk")
        .and_then(|jwk| PublicKey::from_jwk(jwk).ok())
    else {
        return invalid("'jwk' header in the DPoP proof JWT is invalid.");
    };
    if !proof.is_signed_by(&key) {
        return invalid("The DPoP proof JWT signature is invalid.");
    }
    if proof.claim("htm") != Some(expected.method.as_str()) {
        return claim("htm");
    }
    if proof.claim("htu") != Some(&target(expected.url)) {
        return claim("htu");
    }
    if proof
        .time("iat")
        .is_none_or(|issued| (now - issued).abs() > WINDOW)
    {
        return claim("iat");
    }
    if proof.is_early(now, WINDOW) {
        return claim("nbf");
    }
    if let Some(token) = expected.token
        && proof.claim("ath") != Some(&hash(token))
    {
        return claim("ath");
    }
    if !expected.nonces.is_empty()
        && !proof
            .claim("nonce")
            .is_some_and(|nonce| expected.nonces.iter().any(|n| n == nonce))
    {
        return Err(ProofError::Nonce);
    }
    let Some(id) = proof
        .claim("jti")
        .filter(|id| !id.is_empty() && id.len() <= MAX_ID_LENGTH)
    else {
        return claim("jti");
    };
    let thumbprint = key.thumbprint();
    if !used.use_up(&thumbprint, id, now, WINDOW * 2) {
        return invalid("The DPoP proof JWT has already been used.");
    }
    Ok(thumbprint)
}

/// The nonces that are good now, the one to give out first.
pub(super) fn nonces(seed: u64, now: DateTime<Utc>) -> [String; 2] {
    let period = now.timestamp().div_euclid(NONCE_PERIOD);
    [period, period - 1].map(|period| Rng::of(seed, "nonce", period.unsigned_abs()).text(32))
}

/// What Okta compares `htu` with: the URL without query and fragment, and with its path
/// decoded but for a few characters. A proof with `%40` for an `@` is therefore refused,
/// as users of Okta's SDKs found out (okta-sdk-python 541, okta-sdk-nodejs 521); the form
/// here is the one that okta-sdk-java 1526 found by trial.
fn target(url: &Url) -> String {
    const KEPT: &AsciiSet = &CONTROLS.add(b'%').add(b' ').add(b'"').add(b'#');
    let path = percent_decode_str(url.path()).decode_utf8_lossy();
    let mut target = url.origin().ascii_serialization();
    for c in path.chars() {
        // Only ASCII is kept encoded; anything else stands as it is.
        match c.is_ascii() {
            true => target.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), KEPT)),
            false => target.push(c),
        }
    }
    target
}

/// The `ath` of an access token.
fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        for (url, expected) in [
            (
                "https://acme.okta.com/api/v1/users?limit=2#x",
                "https://acme.okta.com/api/v1/users",
            ),
            ("https://acme.okta.com:443/a/", "https://acme.okta.com/a/"),
            ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
            (
                "https://acme.okta.com/users/ada%40example.com",
                "https://acme.okta.com/users/ada@example.com",
            ),
            (
                "https://acme.okta.com/a%20b%22c%23d%25e",
                "https://acme.okta.com/a%20b%22c%23d%25e",
            ),
            (
                "https://acme.okta.com/S%C3%B8ren",
                "https://acme.okta.com/Søren",
            ),
            (
                "https://acme.okta.com/a%3Fb%2Bc",
                "https://acme.okta.com/a?b+c",
            ),
        ] {
            assert_eq!(target(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn the_hash_of_a_token() {
        // RFC 9449, section 7.1.
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
        assert_eq!(hash(token), "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    #[test]
    fn nonces_last_a_day_and_one_more() {
        let day = |n| DateTime::UNIX_EPOCH + TimeDelta::days(n);
        let [current, previous] = nonces(7, day(100));
        assert_ne!(current, previous);
        assert_eq!(
            nonces(7, day(101) - TimeDelta::seconds(1)),
            nonces(7, day(100))
        );
        assert_eq!(nonces(7, day(101))[1], current);
        assert!(!nonces(7, day(102)).contains(&current));
        assert_ne!(nonces(8, day(100))[0], current);
    }
}
