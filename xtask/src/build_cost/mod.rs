//! What building costs: `okta-api` with `okta-core` beside the plain crate that progenitor
//! makes of the same description, a user's program beside its twin on reqwest, each
//! dependency, and the generator.
//!
//! CPU seconds are user and system time of the compiler for the crates named, without
//! incremental compilation where nothing else is said, the least of all rounds. Linux only.

mod bench;
mod dependencies;
mod process;
mod report;
mod workspace;
mod wrapper;

use std::{path::Path, time::Duration};

pub use wrapper::{LOG, rustc};

use bench::{Bench, Built, Mode};
use okta_gen::Result;
use process::Usage;
use report::{Aim, Report, Row};
use workspace::{BASELINE, OURS, THEIRS};

/// A dependency below the direct ones is told of when it takes this long.
const NOTABLE: Duration = Duration::from_secs(2);

/// Measures; `progress` hears of each step as it begins. The running program must call
/// [`rustc`] when [`LOG`] is set.
///
/// # Errors
///
/// When something cannot be built, read or written.
pub fn measure(root: &Path, rounds: usize, mut progress: impl FnMut(&str)) -> Result<Report> {
    progress("write the crates to compare");
    let (folder, baseline_lines) = workspace::write(root)?;
    let bench = Bench::new(root, folder)?;

    let (mut library, mut program) = (Vec::new(), Vec::new());
    let mut build = |mode: Mode, name: &str| -> Result<Built> {
        progress(name);
        let built = bench.build(mode, rounds)?;
        let (layer, api) = (built.least("okta_core")?, built.least("okta_api")?);
        let (ours, baseline) = (layer.and(api), built.least(BASELINE)?);
        library.push(cpu(name, ours, baseline, Some(Aim::Ratio(0.75))));
        library.push(Row {
            what: format!("{name}, okta-api of it, CPU s"),
            ours: api.cpu.as_secs_f64(),
            other: None,
            aim: None,
        });
        library.push(Row {
            what: format!("{name}, peak MB"),
            ours: megabytes(ours),
            other: Some(megabytes(baseline)),
            aim: Some(Aim::Most(1000.0)),
        });
        let (ours, theirs) = (built.least(OURS)?, built.least(THEIRS)?);
        program.push(cpu(name, ours, theirs, None));
        Ok(built)
    };
    // The first build is also that of procedural macros and build scripts.
    let debug = build(Mode::Debug, "debug")?;
    build(Mode::Check, "check")?;
    build(Mode::Release, "release")?;

    progress("debug, one line changed");
    let changed = bench.after_a_change(rounds)?;
    let (ours, other) = (changed.least(OURS)?, changed.least(THEIRS)?);
    program.push(cpu("debug, one line changed", ours, other, None));
    program.push(Row {
        what: "debug, one line changed, seconds on the clock".into(),
        ours: ours.wall.as_secs_f64(),
        other: Some(other.wall.as_secs_f64()),
        aim: None,
    });
    program.push(Row {
        what: "release, stripped, MB".into(),
        ours: bench.binary(OURS)?,
        other: Some(bench.binary(THEIRS)?),
        aim: Some(Aim::More(2.0)),
    });

    progress("regen");
    let regen = bench.regen()?;
    let generator = vec![
        Row {
            what: "regen, CPU s".into(),
            ours: regen.cpu.as_secs_f64(),
            other: None,
            aim: Some(Aim::Most(3.0)),
        },
        Row {
            what: "regen, peak MB".into(),
            ours: megabytes(regen),
            other: None,
            aim: Some(Aim::Most(500.0)),
        },
    ];
    let (depends, dependencies) = dependencies::costs(&bench.tree()?, &debug.compiled, NOTABLE);
    Ok(Report {
        baseline_lines,
        library,
        program,
        generator,
        depends,
        dependencies,
        scripts: debug.scripts.as_secs_f64(),
    })
}

fn cpu(what: &str, ours: Usage, other: Usage, aim: Option<Aim>) -> Row {
    Row {
        what: format!("{what}, CPU s"),
        ours: ours.cpu.as_secs_f64(),
        other: Some(other.cpu.as_secs_f64()),
        aim,
    }
}

fn megabytes(usage: Usage) -> f64 {
    usage.peak_kb as f64 / 1000.0
}
