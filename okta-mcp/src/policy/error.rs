//! Faults in a policy.

/// Why a policy cannot be used. The server then does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A value of `--allow` cannot be understood.
    #[error("--allow {given}: {problem}")]
    Allow {
        /// What was given.
        given: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The file cannot be read.
    #[error("cannot read the policy {path}: {source}")]
    File {
        /// The file that was tried.
        path: String,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// The file is not a policy.
    #[error("{path} is not a policy: {problem}")]
    Format {
        /// The file.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}
