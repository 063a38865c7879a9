//! Signed JSON Web Tokens (RFC 7515, RFC 7519).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::key::PrivateKey;
use crate::{crypto, error::AuthError};

/// Signs these claims. The function adds `alg` to the header object.
pub(super) fn sign(
    key: &PrivateKey,
    mut header: Value,
    claims: &Value,
) -> Result<String, AuthError> {
    header["alg"] = key.algorithm().into();
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let message = format!("{}.{}", encode(&header), encode(claims));
    let signature = key
        .sign(message.as_bytes())
        .map_err(|_| failed("the crypto library refused to sign"))?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Returns an identifier that nobody has used: 128 random bits.
pub(super) fn unique_id() -> Result<String, AuthError> {
    let bytes: [u8; 16] =
        crypto::random().map_err(|_| failed("the operating system provides no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

pub(super) fn failed(reason: &str) -> AuthError {
    AuthError::Signing {
        reason: reason.to_owned(),
    }
}
