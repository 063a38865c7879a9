//! Which source gave which setting.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use super::setting::Setting;
use crate::secret::Secret;

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// A YAML file.
    File(PathBuf),
    /// An environment variable, by its name.
    Environment(String),
    /// A method of [`ClientBuilder`](crate::ClientBuilder).
    Code,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Environment(name) => write!(f, "the environment variable {name}"),
            Self::Code => f.write_str("code"),
        }
    }
}

/// One setting and the source that won it. Never the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigSource {
    /// The setting's path in a configuration file, such as `client.orgUrl`; `credentials`
    /// where code gave the credentials.
    pub setting: &'static str,
    /// Where its value came from.
    pub source: Source,
}

impl fmt::Display for ConfigSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.setting, self.source)
    }
}

/// What files and the environment said: text, because an environment has nothing else.
pub(crate) type Found = BTreeMap<Setting, Value>;

/// The text of one setting, not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) text: Secret,
    pub(crate) source: Source,
}
