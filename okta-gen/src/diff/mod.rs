//! What a newer description means for those who use what was generated from an older one.

mod operations;
mod pin;
mod render;
mod types;

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{api::Api, error::Result, regen::Made};

/// A description and the folders of its overlays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The description.
    pub spec: PathBuf,
    /// The folders of overlays, in the order in which they apply.
    pub overlays: Vec<PathBuf>,
}

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

/// Compares two releases.
///
/// # Errors
///
/// When one of them cannot be read, or is no description.
pub fn diff(old: &Release, new: &Release, mut progress: impl FnMut(&str)) -> Result<Difference> {
    let (before, after) = (made(old, &mut progress)?, made(new, &mut progress)?);
    let mut changes = changes(&before.api, &after.api);
    changes.sort_by(|a, b| {
        let key = |change: &Change| {
            (
                !change.breaking,
                change.kind,
                change.change,
                change.name.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    let pins = pin::overlay(&before.api, &after.api, &title(&before), &title(&after));
    Ok(Difference {
        old: title(&before),
        new: title(&after),
        changes,
        pins,
    })
}

fn made(release: &Release, progress: &mut impl FnMut(&str)) -> Result<Made> {
    progress(&shown(&release.spec));
    Made::new(&release.spec, &release.overlays, false, progress)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn title(made: &Made) -> String {
    let text = |key| made.document["info"][key].as_str().unwrap_or_default();
    format!("{} {}", text("title"), text("version"))
}

fn changes(before: &Api, after: &Api) -> Vec<Change> {
    let mut changes = operations::changes(before, after);
    changes.extend(types::changes(before, after));
    changes
}

impl Change {
    fn new(kind: Kind, change: Became, name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            kind,
            change,
            name: name.into(),
            detail: detail.into(),
            breaking: false,
        }
    }

    fn breaking_if(mut self, breaking: bool) -> Self {
        self.breaking = breaking;
        self
    }
}
