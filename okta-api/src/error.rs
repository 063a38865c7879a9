//! The one error type.
use crate::{
    auth::AuthError, config::ConfigError, model::DecodeError, operations::Operation,
    transport::Answer,
};

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client's settings cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// There are no credentials for the request.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// An argument that cannot be sent.
    #[error("{operation}: {reason}")]
    Argument {
        /// The operation.
        operation: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The answer could not be decoded.
    #[error("{operation}: {error:?}")]
    Decode {
        /// The operation.
        operation: &'static str,
        /// What is wrong.
        error: DecodeError,
    },
}

impl Error {
    pub(crate) fn argument(operation: &'static Operation, reason: String) -> Self {
        Self::Argument {
            operation: operation.id,
            reason,
        }
    }

    pub(crate) fn decode(
        operation: &'static Operation,
        _answer: &Answer,
        error: DecodeError,
    ) -> Self {
        Self::Decode {
            operation: operation.id,
            error,
        }
    }
}
