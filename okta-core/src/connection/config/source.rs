//! Which source gave which setting.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::setting::Setting;
use crate::error::SettingSource;

/// The settings from files and the environment, as text, because an environment has nothing
/// else.
pub(crate) type Found = BTreeMap<Setting, Value>;

/// A setting's text before it is interpreted.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) text: SecretString,
    pub(crate) source: SettingSource,
    pub(crate) origin: Origin,
}

/// The kinds of sources, which are trusted to different degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The file in the home directory.
    Home,
    /// The file in the working directory.
    WorkingDirectory,
    Environment,
    Code,
}
