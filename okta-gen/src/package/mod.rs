//! A crate of its own from a description: the generated code, a client, the catalogue, and
//! tests that the crate brings along.

mod checks;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{
    api::{Answer, Api, Ty},
    emit::{self, Files},
    error::Result,
    overlay,
    regen::{Made, Report},
    words,
};

/// Where to read and where to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageOptions {
    /// The description.
    pub spec: PathBuf,
    /// The folders of overlays, in the order in which they apply.
    pub overlays: Vec<PathBuf>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The name of the crate.
    pub name: String,
    /// The folder of `okta-core`, on which the crate is to depend by path; by version otherwise.
    pub core: Option<PathBuf>,
    /// Whether what cannot be generated is an error; otherwise it is left out and told of.
    pub strict: bool,
    /// Compare instead of writing.
    pub check: bool,
}

const LIB: &str = include_str!("templates/lib.rs");
const MANIFEST: &str = include_str!("templates/Cargo.toml");
const README: &str = include_str!("templates/README.md");

/// What okta-api has besides generated code and is not about its own description.
const CLIENT: &str = include_str!("../../../okta-api/src/client.rs");
const OPERATIONS: &str = include_str!("../../../okta-api/src/operations.rs");
const SYSTEM_LOG: &str = include_str!("../../../okta-api/src/system_log.rs");

/// The manifest of the workspace: the versions of what generated code depends on.
const WORKSPACE: &str = include_str!("../../../Cargo.toml");
const DEPENDENCIES: [&str; 5] = ["bytes", "chrono", "http", "serde", "serde_json"];

/// Generates a crate; `progress` hears of each stage as it begins.
///
/// # Errors
///
/// When a file cannot be read or written, the description is none, or, when strict, a part of
/// it cannot be generated.
pub fn package(options: &PackageOptions, mut progress: impl FnMut(&str)) -> Result<Report> {
    progress("load and overlay");
    let made = Made::new(
        &options.spec,
        &options.overlays,
        options.strict,
        &mut progress,
    )?;
    progress("print");
    let file = options
        .spec
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let source = format!("{file} and its overlays");
    let generated = emit::files(&made.document, &made.api, &source)?;
    let mut files: Files = generated
        .into_iter()
        .map(|(name, text)| (Path::new("src/generated").join(name), text))
        .collect();
    let krate = options.name.replace('-', "_");
    let fill = |template: &str| fill(template, options, &made, &file);
    let header = emit::header(&source);
    let checks = emit::checks(&made.api, &source)?;
    files.extend(checks::files(&krate, checks, &header));
    let mut code = |name: &str, text: String| files.insert(name.into(), header.clone() + &text);
    code("src/client.rs", CLIENT.replace("okta_api", &krate));
    code("src/operations.rs", OPERATIONS.to_owned());
    code("src/lib.rs", fill(LIB));
    if has_system_log(&made.api) {
        code("src/system_log.rs", SYSTEM_LOG.replace("okta_api", &krate));
    }
    files.insert("Cargo.toml".into(), fill(MANIFEST));
    files.insert("README.md".into(), fill(README));
    made.put(&[(&options.out, files)], options.check)
}

/// The name of a crate for a description: that of its file, without its version.
pub fn default_name(spec: &Path) -> String {
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy();
    let is_version = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || c == '.');
    match stem.rsplit_once('-') {
        Some((name, version)) if is_version(version) => name.to_owned(),
        _ => stem.into_owned(),
    }
}

/// The overlays of a description: those that all official releases share, and its own.
///
/// # Errors
///
/// When the folder of overlays cannot be listed.
pub fn default_overlays(overlays: &Path, spec: &Path) -> Result<Vec<PathBuf>> {
    overlay::files(overlays)?;
    let folders = ["common", &default_name(spec)].map(|name| overlays.join(name));
    Ok(folders
        .into_iter()
        .filter(|folder| folder.is_dir())
        .collect())
}

fn fill(template: &str, options: &PackageOptions, made: &Made, file: &str) -> String {
    let version = text(&made.document, "version");
    let core = match &options.core {
        Some(path) => format!("path = {:?}", relative(&options.out, path)),
        None => format!("version = {:?}", env!("CARGO_PKG_VERSION")),
    };
    let core = format!("{{ {core}, default-features = false }}");
    let omitted: Vec<String> = made
        .omitted
        .iter()
        .map(|omitted| format!("- {omitted}\n"))
        .collect();
    let omitted = match omitted.is_empty() {
        true => "Nothing.\n".to_owned(),
        false => omitted.concat(),
    };
    let modules = if has_system_log(&made.api) {
        "mod system_log;"
    } else {
        ""
    };
    [
        ("{title}", text(&made.document, "title")),
        ("{version}", version.clone()),
        ("{semver}", semver(&version)),
        ("{name}", options.name.clone()),
        ("{crate}", options.name.replace('-', "_")),
        ("{file}", file.to_owned()),
        ("{rust}", env!("CARGO_PKG_RUST_VERSION").to_owned()),
        ("{modules}", modules.to_owned()),
        ("{dependencies}", versions(&DEPENDENCIES)),
        ("{core}", core),
        ("{dev}", versions(&checks::DEPENDENCIES)),
        ("{operations}", made.operations.to_string()),
        ("{methods}", made.api.operations.len().to_string()),
        ("{types}", made.api.count_types().to_string()),
        ("{actions}", made.actions.to_string()),
        ("{omitted}", omitted),
    ]
    .iter()
    .fold(template.to_owned(), |text, (mark, value)| {
        text.replace(mark, value)
    })
}

/// How a file in the folder `from` names the folder `to`: the same on every machine where both
/// stand beside each other.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (resolved(from), resolved(to));
    let pairs = from.components().zip(to.components());
    let shared = pairs.take_while(|(one, other)| one == other).count();
    // Another drive of Windows.
    if shared == 0 {
        return to.display().to_string();
    }
    let up = from.components().skip(shared).map(|_| "..".into());
    let down = to.components().skip(shared);
    let down = down.map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// A path without links and `..`; its end may not be there yet.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = path.ancestors().find_map(|ancestor| {
        let real = ancestor.canonicalize().ok()?;
        Some(real.join(path.strip_prefix(ancestor).ok()?))
    });
    real.unwrap_or(path)
}

/// The lines of a manifest for these dependencies, as in the manifest of the workspace.
fn versions(names: &[&str]) -> String {
    let lines = WORKSPACE.lines().filter(|line| {
        let name = line.split(" = ").next().unwrap_or_default();
        names.contains(&name)
    });
    let lines: Vec<&str> = lines
        .map(|line| line.split(" #").next().unwrap_or(line).trim_end())
        .collect();
    lines.join("\n")
}

fn text(document: &Value, key: &str) -> String {
    let text = document["info"][key].as_str().unwrap_or_default();
    text.replace('"', "'")
}

/// A release as cargo writes versions: `2026.06.3` is `2026.6.3`.
fn semver(version: &str) -> String {
    let numbers = version
        .split('.')
        .map(|part| part.parse::<u64>().unwrap_or_default());
    let mut numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    numbers.resize(3, "0".to_owned());
    numbers.join(".")
}

/// Whether the System Log can be followed: it is there, and its elements are as known.
fn has_system_log(api: &Api) -> bool {
    api.operations.iter().any(|operation| {
        let is_list = matches!(&operation.response, Answer::Json(Ty::List(item))
            if **item == Ty::Named("LogEvent".into()));
        words::camel(&operation.id) == "ListLogEvents" && is_list
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_one_folder_to_the_other() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (from, to, path) in [
            ("src", "tests", "../tests"),
            ("src/not/yet", "tests", "../../../tests"),
            ("../okta-gen/src", "tests/../src/api", "api"),
        ] {
            assert_eq!(relative(&here.join(from), &here.join(to)), path);
        }
    }

    #[test]
    fn names_and_versions_follow_from_the_description() {
        for (file, name) in [
            ("okta-management-2026.06.3.yaml", "okta-management"),
            ("specs/okta-oauth.yaml", "okta-oauth"),
        ] {
            assert_eq!(default_name(Path::new(file)), name);
        }
        for (version, semver) in [
            ("2026.06.3", "2026.6.3"),
            ("1", "1.0.0"),
            ("1.2-beta", "1.0.0"),
        ] {
            assert_eq!(super::semver(version), semver);
        }
    }
}
