//! One difference between two descriptions, as data.

use serde::Serialize;

/// The differences between two releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The older release: its title and version.
    pub old: String,
    /// The newer release.
    pub new: String,
    /// Every change, breaking ones first.
    pub changes: Vec<Change>,
    /// The overlay that keeps the names of the older release.
    #[serde(skip)]
    pub pins: String,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Of what.
    pub kind: Kind,
    /// What became of it.
    pub change: Became,
    /// Its name: `listUsers`, `listUsers.limit`, `User`, `User.status`.
    pub name: String,
    /// In words, with the old and the new form where there are both.
    pub detail: String,
    /// Whether a program that compiled, or worked, may no longer do so.
    pub breaking: bool,
}

/// What a change is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A path with a method.
    Operation,
    /// A parameter, or the body, of an operation.
    Parameter,
    /// A type.
    Type,
    /// A property of a type.
    Field,
    /// A value of an enum, or a type that a discriminator chooses.
    Value,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It is otherwise.
    Changed,
}

impl Change {
    pub(super) fn new(
        kind: Kind,
        change: Became,
        name: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            change,
            name: name.into(),
            detail: detail.into(),
            breaking: false,
        }
    }

    pub(super) fn breaking_if(mut self, breaking: bool) -> Self {
        self.breaking = breaking;
        self
    }
}
