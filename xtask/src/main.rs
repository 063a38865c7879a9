//! Repository tasks: argument parsing; the work is done in okta-gen and in the test package,
//! and what building costs is measured here.

mod build_cost;
mod packages;

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use okta_gen::{Options, PackageOptions, Release, Report};

const USAGE: &str = "\
usage: cargo xtask <task>

  regen [--check] [--spec FILE] [--overlays DIR] [--out DIR]
      Generate okta-api/src/generated from spec/. With --check, write nothing and fail
      when the files on disk are not as generated.
  regen --spec FILE --crate DIR [--name NAME] [--overlays DIR]… [--strict] [--check]
      Generate a crate from another description. What cannot be generated is left out and
      told of; with --strict it is an error.
  diff OLD NEW [--markdown|--json] [--pin-names FILE]
      Tell what a newer description changes for those who use an older one, as a changelog
      or as JSON. With --pin-names, write the overlay that keeps the names of operations.
  vendor --check [FILE…]
      Compare descriptions with what spec/descriptions.yaml says of them; offline.
  package
      Pack the published crates, check what is inside, and build them and the examples from
      their archives; offline.
  conform [--json] FILE.har…
      Decode and encode recorded traffic with the generated types, and compare.
  sweep URL [--token TOKEN] [--json]
      Call every operation once through its typed method.
  build-cost [--json] [--rounds N]
      Measure what building takes: okta-api with okta-core beside progenitor's plain crate, a
      program beside its twin on reqwest, each dependency, the generator. Takes minutes; Linux.
";

fn main() -> ExitCode {
    // Then cargo has started this program in the compiler's place.
    if let Some(log) = env::var_os(build_cost::LOG) {
        return build_cost::rustc(Path::new(&log), env::args_os().skip(1));
    }
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some("regen") => regen(arguments),
        Some("diff") => diff(arguments),
        Some("vendor") => vendor(arguments),
        Some("package") => packages(arguments),
        Some("build-cost") => measure_builds(arguments),
        Some(task @ ("conform" | "sweep")) => run_in_tests(task, arguments),
        Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => usage("name a task"),
    }
}

fn packages(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    if let Some(argument) = arguments.next() {
        return usage(&format!("package does not take {argument}"));
    }
    match packages::check(&root()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(&error),
    }
}

fn usage(problem: &str) -> ExitCode {
    eprint!("xtask: {problem}\n{USAGE}");
    ExitCode::from(2)
}

fn regen(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    let root = root();
    let (mut check, mut strict) = (false, false);
    let (mut spec, mut out, mut package, mut name) = (None, None, None, None);
    let mut overlays = Vec::new();
    while let Some(argument) = arguments.next() {
        let value = match argument.as_str() {
            "--check" | "--strict" => None,
            "--spec" | "--overlays" | "--out" | "--crate" | "--name" => match arguments.next() {
                Some(value) => Some(value),
                None => return usage(&format!("{argument} needs a value")),
            },
            other => return usage(&format!("regen does not take {other}")),
        };
        match argument.as_str() {
            "--check" => check = true,
            "--strict" => strict = true,
            "--spec" => spec = value.map(PathBuf::from),
            "--overlays" => overlays.extend(value.map(PathBuf::from)),
            "--out" => out = value.map(PathBuf::from),
            "--crate" => package = value.map(PathBuf::from),
            _ => name = value,
        }
    }
    let say = |stage: &str| eprintln!("  {stage}");
    let (out, result) = match (package, overlays.len()) {
        (Some(_), _) if out.is_some() => return usage("regen takes --crate or --out"),
        (Some(out), _) => {
            let Some(spec) = spec else {
                return usage("--crate needs --spec FILE");
            };
            let overlays = match overlays.is_empty() {
                true => okta_gen::default_overlays(&root.join("spec/overlays"), &spec),
                false => Ok(overlays),
            };
            let result = overlays.and_then(|overlays| {
                let options = PackageOptions {
                    name: name.unwrap_or_else(|| okta_gen::default_name(&spec)),
                    spec,
                    overlays,
                    out: out.clone(),
                    core: Some(root.join("okta-core")),
                    strict,
                    check,
                };
                okta_gen::package(&options, say)
            });
            (out, result)
        }
        (None, 0 | 1) => {
            let options = Options {
                spec: spec.unwrap_or_else(vendored),
                overlays: overlays.pop().unwrap_or(root.join("spec/overlays")),
                // Elsewhere goes the code alone.
                checks: out.is_none().then(|| root.join("tests/generated")),
                out: out.unwrap_or(root.join("okta-api/src/generated")),
                check,
            };
            (options.out.clone(), okta_gen::regen(&options, say))
        }
        _ => return usage("regen takes one --overlays without --crate"),
    };
    match result {
        Ok(report) => {
            summarise(&out, check, &report);
            ExitCode::from(u8::from(!report.drift.is_empty()))
        }
        Err(error) => failure(&error),
    }
}

fn summarise(out: &Path, check: bool, report: &Report) {
    println!(
        "{} operations ({} methods), {} schemas ({} types), {} overlay actions: {} files, {} lines of Rust",
        report.operations,
        report.methods,
        report.schemas,
        report.types,
        report.actions,
        report.files,
        report.lines,
    );
    for change in &report.changes {
        println!("  {change}");
    }
    for omitted in &report.omitted {
        println!("  left out {omitted}");
    }
    if !check {
        println!("{} files changed in {}", report.written, out.display());
        return;
    }
    for drift in &report.drift {
        println!("{}", drift.file.display());
        for line in &drift.lines {
            println!("    {line}");
        }
    }
    match report.drift.len() {
        0 => println!("{} is as generated", out.display()),
        count => println!("{count} files are not as generated: run `cargo xtask regen`"),
    }
}

fn diff(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    let (mut json, mut pins) = (false, None);
    let mut specs = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--markdown" => json = false,
            "--json" => json = true,
            "--pin-names" => match arguments.next() {
                Some(file) => pins = Some(PathBuf::from(file)),
                None => return usage("--pin-names needs a file"),
            },
            other if other.starts_with('-') => {
                return usage(&format!("diff does not take {other}"));
            }
            file => specs.push(PathBuf::from(file)),
        }
    }
    let [old, new] = match <[PathBuf; 2]>::try_from(specs) {
        Ok(specs) => specs,
        Err(_) => return usage("diff needs an older and a newer description"),
    };
    let overlays = root().join("spec/overlays");
    let release = |spec: PathBuf| {
        let overlays = match spec.canonicalize().ok() == vendored().canonicalize().ok() {
            true => vec![overlays.clone()],
            false => okta_gen::default_overlays(&overlays, &spec)?,
        };
        Ok(Release { spec, overlays })
    };
    let difference = release(old).and_then(|old| {
        let new = release(new)?;
        okta_gen::diff(&old, &new, |stage| eprintln!("  {stage}"))
    });
    let difference = match difference {
        Ok(difference) => difference,
        Err(error) => return failure(&error),
    };
    match difference.json() {
        json_text if json => println!("{json_text}"),
        _ => print!("{difference}"),
    }
    if let Some(file) = pins
        && let Err(error) = std::fs::write(&file, &difference.pins)
    {
        return failure(&format!("{}: cannot be written: {error}", file.display()));
    }
    ExitCode::SUCCESS
}

fn vendor(arguments: impl Iterator<Item = String>) -> ExitCode {
    let (flags, files): (Vec<String>, Vec<String>) =
        arguments.partition(|argument| argument.starts_with('-'));
    if flags != ["--check"] {
        return usage("vendor takes --check and files");
    }
    let files: Vec<PathBuf> = files.into_iter().map(PathBuf::from).collect();
    match okta_gen::vendored(&root().join("spec/descriptions.yaml"), &files) {
        Ok(checked) => {
            for description in checked {
                println!(
                    "{} is from {}",
                    description.file.display(),
                    description.origin
                );
            }
            ExitCode::SUCCESS
        }
        Err(error) => failure(&error),
    }
}

fn failure(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

/// The description that okta-api is generated from.
fn vendored() -> PathBuf {
    root().join("spec/okta-management.yaml")
}

fn measure_builds(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    let (mut json, mut rounds) = (false, 1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = true,
            "--rounds" => match arguments.next().map(|number| number.parse()) {
                Some(Ok(number)) if number > 0 => rounds = number,
                _ => return usage("--rounds needs a number from 1"),
            },
            other => return usage(&format!("build-cost does not take {other}")),
        }
    }
    match build_cost::measure(&root(), rounds, |step| eprintln!("  {step}")) {
        Ok(report) if json => println!("{}", report.json()),
        Ok(report) => print!("{report}"),
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Tasks that need the generated crate live in the test package, so that `regen` works
/// when that crate is missing or broken.
fn run_in_tests(task: &str, arguments: impl Iterator<Item = String>) -> ExitCode {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--package",
            "okta-tests",
            "--bin",
            task,
            "--",
        ])
        .args(arguments)
        .status();
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|c| c.try_into().ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cargo cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
