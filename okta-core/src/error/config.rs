//! Faults in a client's settings.

use std::{fmt, path::Path};

use super::source::SettingSource;
use crate::{error::KeyError, shown};

/// Why a [`Client`](crate::Client) could not be built. The message includes every cause, says
/// how to fix the problem, and never shows a secret.
#[derive(Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The org URL cannot be used.
    #[error("the org URL {reason}")]
    OrgUrl {
        /// Says what is wrong with it and how to fix it.
        reason: String,
    },
    /// There are no credentials, or the given ones cannot work.
    #[error("{reason}")]
    Credentials {
        /// Says what is wrong with them and how to fix it.
        reason: String,
    },
    /// The private key of a service app cannot be used.
    #[error("the private key of the service app cannot be used: {0}")]
    PrivateKey(#[source] KeyError),
    /// A setting's value cannot be understood.
    #[error("{setting} (from {given_by}) {reason}")]
    Setting {
        /// The setting's path, such as `client.requestTimeout`.
        setting: String,
        /// Where the value came from.
        given_by: SettingSource,
        /// Says what is wrong with it and how to fix it.
        reason: String,
    },
    /// A configuration file cannot be read.
    #[error("the configuration file {path} cannot be used: {reason}")]
    File {
        /// Where the file is.
        path: String,
        /// Says what is wrong with it.
        reason: String,
    },
    /// No configuration file has the chosen profile.
    #[error(
        "there is no profile {} in the configuration files; {}",
        shown::Name(name),
        they_have(known)
    )]
    UnknownProfile {
        /// The profile that was asked for.
        name: String,
        /// The profiles that exist.
        known: Vec<String>,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client cannot be set up: {reason}")]
    HttpClient {
        /// Says what went wrong and how to fix it.
        reason: String,
    },
}

impl ConfigError {
    /// Adds what was noticed while reading the sources, where a setting is missing or wrong,
    /// because it may be the reason.
    pub(crate) fn noting(mut self, notes: &[String]) -> Self {
        if let Self::OrgUrl { reason } | Self::Credentials { reason } = &mut self
            && !notes.is_empty()
        {
            *reason += &format!(". Also noticed: {}", notes.join("; "));
        }
        self
    }

    pub(crate) fn file(path: &Path, reason: impl fmt::Display) -> Self {
        Self::File {
            path: path.display().to_string(),
            reason: reason.to_string(),
        }
    }
}

/// Shows the message only, because a field may hold a misplaced secret.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfigError({self})")
    }
}

fn they_have(known: &[String]) -> String {
    if known.is_empty() {
        "they have none under `okta.profiles`".to_owned()
    } else {
        let known: Vec<String> = known
            .iter()
            .map(|name| shown::Name(name).to_string())
            .collect();
        format!("they have: {}", known.join(", "))
    }
}
