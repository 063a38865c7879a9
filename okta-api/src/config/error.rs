//! What is wrong with a client's settings.

/// Why a [`Client`](crate::Client) could not be built. The message says how to mend it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The org URL cannot be used.
    #[error("the org URL {reason}")]
    OrgUrl {
        /// What is wrong with it and how to mend it.
        reason: String,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client cannot be set up: {reason}")]
    HttpClient {
        /// What went wrong.
        reason: String,
    },
}
