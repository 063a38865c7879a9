//! What a newer description means for those who use what was generated from an older one.

mod change;
mod operations;
mod pin;
mod render;
mod types;

pub use change::{Became, Change, Difference, Kind};

use std::path::{Path, PathBuf};

use crate::{api::Api, error::Result, regen::Made};

/// A description and the folders of its overlays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The description.
    pub spec: PathBuf,
    /// The folders of overlays, in the order in which they apply.
    pub overlays: Vec<PathBuf>,
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
    let renamed = types::renamed(before, after);
    let mut changes = operations::changes(before, after, &renamed);
    changes.extend(types::changes(before, after, &renamed));
    changes
}
