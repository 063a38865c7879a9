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
        writeln!(f, "Breaking changes: {breaking}. Others: {other}.")?;
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
    let mut lines: Vec<Line<'_>> = Vec::new();
    for change in changes {
        let at = (change.kind, change.change);
        let alike = |line: &&mut Line<'_>| line.at == at && line.detail == change.detail;
        match lines.iter_mut().find(alike).filter(|_| is_shared(at)) {
            Some(line) => line.names.push(&change.name),
            None => lines.push(Line {
                at,
                names: vec![&change.name],
                detail: &change.detail,
            }),
        }
    }
    let mut below = None;
    for line in lines {
        if below.is_none() {
            writeln!(f, "\n## {title}")?;
        }
        if below != Some(line.at) {
            let (kind, change) = line.at;
            writeln!(f, "\n### {} {}\n", plural(kind), became(change))?;
            below = Some(line.at);
        }
        let names: Vec<String> = line.names.iter().map(|name| format!("`{name}`")).collect();
        let names = names.join(", ");
        match line.detail {
            "" => writeln!(f, "- {names}")?,
            detail => writeln!(f, "- {names}: {detail}")?,
        }
    }
    Ok(())
}

/// The changes that are told on one line.
struct Line<'a> {
    at: (Kind, Became),
    names: Vec<&'a str>,
    detail: &'a str,
}

/// Whether changes of this kind that say the same are told once: a feature becomes available
/// with all of its operations, a parameter is renamed wherever it is, and an inherited property
/// changes in every heir.
fn is_shared(at: (Kind, Became)) -> bool {
    matches!(
        at,
        (Kind::Operation | Kind::Field, Became::Changed) | (Kind::Parameter, Became::Renamed)
    )
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
