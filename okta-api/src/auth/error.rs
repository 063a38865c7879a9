//! Why there are no credentials.

/// Why a request could not be given credentials.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {}
