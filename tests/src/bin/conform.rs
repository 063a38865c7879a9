//! `cargo xtask conform`: recorded traffic against the generated types.

use std::{env, path::PathBuf, process::ExitCode};

use okta_tests::conform::{Conform, Report};

fn main() -> ExitCode {
    let (flags, files): (Vec<String>, Vec<String>) = env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    if files.is_empty() || flags.iter().any(|flag| flag != "--json") {
        eprintln!("usage: cargo xtask conform [--json] FILE.har…");
        return ExitCode::from(2);
    }
    let mut conform = Conform::default();
    for file in files {
        match okta_tests::har::read(&PathBuf::from(file)) {
            Ok(entries) => entries.iter().for_each(|entry| conform.add(entry)),
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::from(2);
            }
        }
    }
    let report = conform.finish();
    if flags.is_empty() {
        print(&report);
    } else {
        match serde_json::to_string(&report) {
            Ok(json) => println!("{json}"),
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::from(u8::from(report.totals.failed + report.totals.lossy > 0))
}

fn print(report: &Report) {
    let totals = &report.totals;
    for problem in &report.problems {
        println!(
            "{} {} of {} {}\n    {} {}",
            problem.kind,
            problem.side,
            problem.operation,
            problem.url,
            problem.path,
            problem.detail
        );
    }
    println!(
        "{} entries: {} matched, {} unmatched\n{} bodies: {} decoded, {} failed; {} lossless, {} lossy\n\
         {} unknown properties, {} untyped values",
        totals.entries,
        totals.matched,
        totals.unmatched,
        totals.bodies,
        totals.decoded,
        totals.failed,
        totals.lossless,
        totals.lossy,
        totals.coverage.unknown,
        totals.coverage.untyped,
    );
}
