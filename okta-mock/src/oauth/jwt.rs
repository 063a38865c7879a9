//! Signed JSON Web Tokens (RFC 7515, RFC 7519) in their compact form.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::jwk::PublicKey;

/// More than any honest token has.
const MAX_LENGTH: usize = 16 * 1024;

/// A token taken apart; nothing in it is to be trusted before its signature is checked.
/// Not `Debug`, because whoever has the whole of it can use it.
pub(super) struct Jwt {
    pub(super) header: Map<String, Value>,
    pub(super) claims: Map<String, Value>,
    signed: String,
    signature: Vec<u8>,
}

impl Jwt {
    /// Takes a token apart; `None` when it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let object = |part: &str| {
            let json = URL_SAFE_NO_PAD.decode(part).ok()?;
            serde_json::from_slice::<Map<String, Value>>(&json).ok()
        };
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            signed: signed.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// Whether this key's holder signed the token, by the algorithm that it names.
    pub(super) fn is_signed_by(&self, key: &PublicKey) -> bool {
        self.header("alg").is_some_and(|algorithm| {
            key.verifies(algorithm, self.signed.as_bytes(), &self.signature)
        })
    }

    /// Whether the header asks for an extension that its reader has to understand. There
    /// is none here (RFC 7515, section 4.1.11).
    pub(super) fn is_critical(&self) -> bool {
        self.header.contains_key("crit")
    }

    /// Whether the token is not yet good, by a clock that may be this far behind its
    /// maker's. A time that is none is never reached.
    pub(super) fn is_early(&self, now: DateTime<Utc>, skew: TimeDelta) -> bool {
        self.claims.contains_key("nbf") && self.time("nbf").is_none_or(|from| from > now + skew)
    }

    /// A text of the header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(Value::as_str)
    }

    /// A claim that is a text.
    pub(super) fn claim(&self, name: &str) -> Option<&str> {
        self.claims.get(name).and_then(Value::as_str)
    }

    /// A claim that is a time: seconds since 1970, perhaps with a fraction.
    pub(super) fn time(&self, name: &str) -> Option<DateTime<Utc>> {
        let claim = self.claims.get(name)?;
        let seconds = claim.as_i64().or_else(|| {
            let seconds = claim.as_f64()?;
            // Beyond this no date exists, and the cast would not be exact.
            #[allow(clippy::cast_possible_truncation)]
            (seconds.abs() < 1e12).then_some(seconds as i64)
        })?;
        DateTime::from_timestamp(seconds, 0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn token(header: &Value, claims: &Value) -> String {
        let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        format!("{}.{}.c2ln", encode(header), encode(claims))
    }

    #[test]
    fn parts() {
        let jwt = Jwt::parse(&token(
            &json!({"alg": "RS256"}),
            &json!({"sub": "me", "n": 1}),
        ))
        .unwrap();
        assert_eq!(jwt.header("alg"), Some("RS256"));
        assert_eq!(jwt.claim("sub"), Some("me"));
        assert_eq!(jwt.claim("n"), None);
    }

    #[test]
    fn what_is_no_token() {
        let good = token(&json!({"alg": "RS256"}), &json!({}));
        for text in [
            "".to_owned(),
            "a.b".to_owned(),
            "..".to_owned(),
            good.replace('.', "-"),
            format!("{good}.more"),
            format!("{good}="),
            token(&json!([]), &json!({})),
            token(&json!({}), &json!("text")),
            token(&json!({}), &json!({"x": "y".repeat(MAX_LENGTH)})),
        ] {
            assert!(Jwt::parse(&text).is_none(), "{text:.40}");
        }
        assert!(Jwt::parse(&good).is_some());
    }

    #[test]
    fn times() {
        let at = |claim: Value| {
            let jwt = Jwt::parse(&token(&json!({}), &json!({"exp": claim}))).unwrap();
            jwt.time("exp").map(|time| time.timestamp())
        };
        assert_eq!(at(json!(1_700_000_000)), Some(1_700_000_000));
        assert_eq!(at(json!(1_700_000_000.9)), Some(1_700_000_000));
        for claim in [
            json!("1700000000"),
            json!(null),
            json!(i64::MAX),
            json!(1e300),
        ] {
            assert_eq!(at(claim.clone()), None, "{claim}");
        }
    }
}
