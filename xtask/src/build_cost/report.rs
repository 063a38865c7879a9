//! The figures, as tables to read and as JSON.

use std::fmt;

use serde_json::{Value, json};

use super::dependencies::{Cost, Dependency};

/// All that was measured.
#[derive(Debug)]
pub struct Report {
    /// Lines of the crate that progenitor makes.
    pub baseline_lines: usize,
    /// `okta-api` with `okta-core` beside that crate.
    pub library: Vec<Row>,
    /// A program beside its twin on reqwest.
    pub program: Vec<Row>,
    /// The generator.
    pub generator: Vec<Row>,
    /// All that `okta-api` depends on.
    pub depends: Cost,
    /// What each of these brings.
    pub dependencies: Vec<Dependency>,
    /// CPU seconds of build scripts and of cargo itself, not told apart by package.
    pub scripts: f64,
}

/// A figure, what it is compared with and what it should be.
#[derive(Debug)]
pub struct Row {
    /// What was measured, with its unit.
    pub what: String,
    /// Ours.
    pub ours: f64,
    /// The other's, where there is one.
    pub other: Option<f64>,
    /// The aim, where there is one.
    pub aim: Option<Aim>,
}

/// What a figure should be at most.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    /// This share of the other's.
    Ratio(f64),
    /// This.
    Most(f64),
    /// This more than the other's.
    More(f64),
}

impl Row {
    fn met(&self) -> Option<bool> {
        let other = self.other.unwrap_or_default();
        Some(match self.aim? {
            Aim::Ratio(aim) => self.ours <= aim * other,
            Aim::Most(aim) => self.ours <= aim,
            Aim::More(aim) => self.ours <= other + aim,
        })
    }

    fn json(&self) -> Value {
        json!({
            "what": self.what, "ours": self.ours, "other": self.other,
            "aim": self.aim.map(|aim| aim.to_string()), "met": self.met(),
        })
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ratio(aim) => write!(f, "{aim}x"),
            Self::Most(aim) => write!(f, "{aim}"),
            Self::More(aim) => write!(f, "+ {aim}"),
        }
    }
}

/// A line of a table in Markdown.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} | {:.2} |", self.what, self.ours)?;
        match self.other {
            Some(other) => write!(f, " {other:.2} | {:.2} |", self.ours / other)?,
            None => write!(f, " | |")?,
        }
        match (self.aim, self.met()) {
            (Some(aim), Some(false)) => write!(f, " {aim}: missed |"),
            (Some(aim), _) => write!(f, " {aim} |"),
            (None, _) => write!(f, " |"),
        }
    }
}

impl Cost {
    fn json(self) -> Value {
        json!({"crates": self.crates, "cpu": self.cpu.as_secs_f64()})
    }
}

/// Two columns.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {:.1} |", self.crates, self.cpu.as_secs_f64())
    }
}

impl Report {
    /// The same for programs.
    pub fn json(&self) -> Value {
        let rows = |rows: &[Row]| rows.iter().map(Row::json).collect::<Vec<_>>();
        let dependencies: Vec<Value> = self
            .dependencies
            .iter()
            .map(|found| {
                json!({
                    "package": found.package, "brings": found.brings.json(),
                    "saved": found.saved.map(Cost::json),
                })
            })
            .collect();
        json!({
            "baseline_lines": self.baseline_lines,
            "library": rows(&self.library),
            "program": rows(&self.program),
            "generator": rows(&self.generator),
            "depends": self.depends.json(),
            "dependencies": dependencies,
            "scripts": self.scripts,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (ours, other, rows) in [
            ("okta-api and okta-core", "progenitor", &self.library),
            ("program", "on reqwest", &self.program),
            ("generator", "", &self.generator),
        ] {
            writeln!(
                f,
                "| | {ours} | {other} | ratio | aim |\n|---|---|---|---|---|"
            )?;
            for row in rows {
                writeln!(f, "{row}")?;
            }
            writeln!(f)?;
        }
        writeln!(f, "progenitor's crate has {} lines.\n", self.baseline_lines)?;
        writeln!(
            f,
            "| dependency | brings crates | CPU s | dropping it saves | CPU s |"
        )?;
        writeln!(f, "|---|---|---|---|---|")?;
        for found in &self.dependencies {
            write!(f, "| {} | {}", found.package, found.brings)?;
            match found.saved {
                Some(saved) => writeln!(f, " {saved}")?,
                None => writeln!(f, " (indirect) | |")?,
            }
        }
        writeln!(f, "| all | {} | |", self.depends)?;
        writeln!(
            f,
            "\nBuild scripts and cargo itself: {:.1} s.",
            self.scripts
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aims_are_met_or_missed() {
        let row = |ours, other, aim| Row {
            what: "check, CPU s".into(),
            ours,
            other,
            aim,
        };
        for (row, line) in [
            (
                row(3.0, Some(4.0), Some(Aim::Ratio(0.75))),
                "| check, CPU s | 3.00 | 4.00 | 0.75 | 0.75x |",
            ),
            (
                row(3.1, Some(4.0), Some(Aim::Ratio(0.75))),
                "| check, CPU s | 3.10 | 4.00 | 0.78 | 0.75x: missed |",
            ),
            (
                row(3.0, Some(1.0), Some(Aim::More(2.0))),
                "| check, CPU s | 3.00 | 1.00 | 3.00 | + 2 |",
            ),
            (
                row(3.0, None, Some(Aim::Most(2.0))),
                "| check, CPU s | 3.00 | | | 2: missed |",
            ),
            (
                row(3.0, Some(2.0), None),
                "| check, CPU s | 3.00 | 2.00 | 1.50 | |",
            ),
        ] {
            assert_eq!(row.to_string(), line);
        }
    }
}
