//! Why a private key cannot be used.

/// Why a private key cannot be used. No part of the key is shown.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key's file cannot be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The path, where it reads as one; otherwise only how long it is, because it could
        /// be a secret in the wrong place.
        path: String,
        /// What went wrong.
        reason: String,
    },
    /// The text is neither a PEM nor a JWK private key.
    #[error("it is not a private key in PEM or JWK: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// The key is protected by a password.
    #[error("it is encrypted: decrypt it with `openssl pkey -in key.pem -out plain.pem`")]
    Encrypted,
    /// The key's kind cannot sign here.
    #[error("{kind} keys are not supported: use RSA (2048 to 4096 bits) or EC P-256 or P-384")]
    Unsupported {
        /// The kind of key.
        kind: String,
    },
    /// The program is built without a crypto library, which a key needs.
    #[error("this build cannot sign: turn on the feature `ring` or `aws-lc-rs`")]
    NoCryptography,
    /// The key's numbers do not fit together, or its size is not allowed.
    #[error("the {kind} key is not valid: {reason}")]
    Invalid {
        /// The kind of key.
        kind: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}
