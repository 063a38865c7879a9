//! A difference as a changelog.

use std::fmt;

use super::{Became, Change, Difference, Kind};

impl Difference {
    /// The difference as a JSON object: `{old, new, changes: [{kind, change, name, detail,
    /// breaking}]}`.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// Markdown: what breaks first, then the rest, operations before types.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {} → {}\n", self.old, self.new)?;
        let breaking = self.changes.iter().filter(|change| change.breaking).count();
        let other = self.changes.len() - breaking;
        writeln!(f, "{breaking} breaking changes, {other} others.")?;
        for (title, breaking) in [("Breaking", true), ("Other changes", false)] {
            let changes = self
                .changes
                .iter()
                .filter(|change| change.breaking == breaking);
            section(f, title, changes)?;
        }
        Ok(())
    }
}

fn section<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    changes: impl Iterator<Item = &'a Change>,
) -> fmt::Result {
    let mut below = None;
    for change in changes {
        if below.is_none() {
            writeln!(f, "\n## {title}")?;
        }
        let at = (change.kind, change.change);
        if below != Some(at) {
            writeln!(
                f,
                "\n### {} {}\n",
                plural(change.kind),
                became(change.change)
            )?;
            below = Some(at);
        }
        match change.detail.as_str() {
            "" => writeln!(f, "- `{}`", change.name)?,
            detail => writeln!(f, "- `{}`: {detail}", change.name)?,
        }
    }
    Ok(())
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Operation => "Operations",
        Kind::Parameter => "Parameters",
        Kind::Type => "Types",
        Kind::Field => "Fields",
        Kind::Value => "Values",
    }
}

fn became(change: Became) -> &'static str {
    match change {
        Became::Added => "added",
        Became::Removed => "removed",
        Became::Renamed => "renamed",
        Became::Changed => "changed",
    }
}
