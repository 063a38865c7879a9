//! Why a policy cannot be used.

/// Why a policy cannot be used. The server does not start then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// `--allow` has something in it that means nothing.
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
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file is no policy.
    #[error("{path} is not a policy: {problem}")]
    Format {
        /// The file.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}
