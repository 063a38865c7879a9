//! Sources of settings.

use std::{fmt, path::PathBuf};

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingSource {
    /// A YAML file.
    File(PathBuf),
    /// An environment variable, by its name.
    Environment(String),
    /// A method of [`ClientBuilder`](crate::ClientBuilder).
    Code,
}

impl fmt::Display for SettingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Environment(name) => write!(f, "the environment variable {name}"),
            Self::Code => f.write_str("code"),
        }
    }
}

/// A setting and the source that decided it. It never holds the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigSource {
    /// The setting's path in a configuration file, such as `client.orgUrl`. It is `credentials`
    /// where code gave the credentials.
    pub setting: &'static str,
    /// Where its value came from.
    pub source: SettingSource,
}

impl fmt::Display for ConfigSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.setting, self.source)
    }
}
