//! DPoP (RFC 9449). Each request proves that the sender holds the key to which the token is
//! bound, so a stolen token is worthless.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use serde_json::{Value, json};
use url::Url;

use super::{jwt, key::PrivateKey};
use crate::{crypto, error::AuthError};

/// A key that lives as long as the client and never leaves it.
pub(super) struct DpopKey {
    key: PrivateKey,
    public: Value,
}

impl DpopKey {
    pub(super) fn generate() -> Result<Self, AuthError> {
        let (key, public) =
            PrivateKey::generate().map_err(|_| jwt::failed("cannot make a DPoP key"))?;
        Ok(Self { key, public })
    }

    /// Makes the proof for one request. A token request has no token to bind it to yet.
    pub(super) fn proof(
        &self,
        method: &Method,
        url: &Url,
        issued_at: i64,
        nonce: Option<&str>,
        token_hash: Option<&str>,
    ) -> Result<String, AuthError> {
        let mut claims = json!({
            "htm": method.as_str(),
            "htu": target(url),
            "iat": issued_at,
            "jti": jwt::unique_id()?,
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        if let Some(hash) = token_hash {
            claims["ath"] = hash.into();
        }
        let header = json!({ "typ": "dpop+jwt", "jwk": self.public });
        jwt::sign(&self.key, header, &claims)
    }
}

/// The `ath` of an access token.
pub(super) fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(crypto::sha256(token.as_bytes()))
}

/// The `htu` of a request: its URL exactly as sent, without query and fragment. Characters that
/// a login may contain (`@`, `+`) are sent unescaped, so decoding does not change them.
fn target(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_the_url_as_sent() {
        for (url, expected) in [
            (
                "https://acme.okta.com/api/v1/users/ada%40example.com?expand=a%20b#top",
                "https://acme.okta.com/api/v1/users/ada%40example.com",
            ),
            (
                "https://acme.okta.com/api/v1/users/ada@example.com",
                "https://acme.okta.com/api/v1/users/ada@example.com",
            ),
            (
                "https://acme.okta.com/api/v1/users/?limit=2",
                "https://acme.okta.com/api/v1/users/",
            ),
            (
                "https://acme.okta.com:8443/a%2Fb",
                "https://acme.okta.com:8443/a%2Fb",
            ),
            ("https://acme.okta.com:443", "https://acme.okta.com/"),
        ] {
            assert_eq!(target(&Url::parse(url).unwrap()), expected);
        }
    }

    #[test]
    fn the_hash_of_a_token_is_the_one_of_the_rfc() {
        // RFC 9449, section 7.1.
        assert_eq!(
            token_hash("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"),
            "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
        );
    }
}
