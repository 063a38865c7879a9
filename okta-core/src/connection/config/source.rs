//! Which source gave which setting.

use secrecy::SecretString;

use super::setting::Setting;
use crate::error::SettingSource;

/// The settings from files and the environment, as text, because an environment has nothing
/// else. Each has its place, in the order of [`Setting::ALL`].
#[derive(Debug, Default)]
pub(crate) struct Found([Option<Value>; Setting::ALL.len()]);

impl Found {
    pub(crate) fn get(&self, setting: Setting) -> Option<&Value> {
        self.0[setting as usize].as_ref()
    }

    pub(crate) fn insert(&mut self, setting: Setting, value: Value) {
        self.0[setting as usize] = Some(value);
    }

    pub(crate) fn remove(&mut self, setting: Setting) {
        self.0[setting as usize] = None;
    }

    /// Takes over what a stronger source says.
    pub(super) fn extend(&mut self, stronger: Self) {
        for (own, stronger) in self.0.iter_mut().zip(stronger.0) {
            *own = stronger.or(own.take());
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Setting, &Value)> {
        let values = Setting::ALL.iter().zip(&self.0);
        values.filter_map(|(setting, value)| Some((*setting, value.as_ref()?)))
    }
}

#[cfg(test)]
impl FromIterator<(Setting, Value)> for Found {
    fn from_iter<I: IntoIterator<Item = (Setting, Value)>>(values: I) -> Self {
        let mut found = Self::default();
        for (setting, value) in values {
            found.insert(setting, value);
        }
        found
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_has_its_place() {
        let places: Vec<usize> = Setting::ALL.iter().map(|s| *s as usize).collect();
        assert_eq!(places, (0..Setting::ALL.len()).collect::<Vec<_>>());
    }
}
