//! Faults in a private key.

/// Why a private key cannot be used. The message shows no part of the key.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key's file cannot be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The path, if it looks like one. Otherwise only its length, because it could be a
        /// misplaced secret.
        path: String,
        /// Says what went wrong.
        reason: String,
    },
    /// The text is neither a PEM nor a JWK private key.
    #[error("it is not a private key in PEM or JWK: {reason}")]
    Malformed {
        /// Says what is wrong with it.
        reason: String,
    },
    /// The key is protected by a password.
    #[error("it is encrypted: decrypt it with `openssl pkey -in key.pem -out plain.pem`")]
    Encrypted,
    /// This kind of key cannot sign here.
    #[error("{kind} keys are not supported: use RSA (2048 to 4096 bits) or EC P-256 or P-384")]
    Unsupported {
        /// The kind of key.
        kind: String,
    },
    /// The program was built without a crypto library, which a private key needs.
    #[error("this build cannot sign: turn on the feature `ring` or `aws-lc-rs`")]
    NoCryptography,
    /// The key's numbers do not match each other, or its size is not allowed.
    #[error("the {kind} key is not valid: {reason}")]
    Invalid {
        /// The kind of key.
        kind: &'static str,
        /// Says what is wrong with it.
        reason: String,
    },
}
