//! The whole way from the vendored description to the files of okta-api.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    api::{self, Api},
    document,
    emit::{self, Files},
    error::{Error, Result},
    load, normalise, omit,
    omit::Omission,
    output::{self, Drift},
    overlay, plain, rust,
};

/// Where to read and where to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The vendored description.
    pub spec: PathBuf,
    /// The folder of overlays.
    pub overlays: PathBuf,
    /// The folder of the generated files.
    pub out: PathBuf,
    /// The folder of what is generated for tests and reviews; none leaves it out.
    pub checks: Option<PathBuf>,
    /// Compare instead of writing.
    pub check: bool,
}

/// What a generation did, or found.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    /// Path and method pairs in the description.
    pub operations: usize,
    /// Methods on the client: a pair in several variants has several.
    pub methods: usize,
    /// Named schemas.
    pub schemas: usize,
    /// Generated types.
    pub types: usize,
    /// Overlay actions that were applied.
    pub actions: usize,
    /// Generated files.
    pub files: usize,
    /// Lines of generated Rust.
    pub lines: usize,
    /// Files that were written or removed; none when checking.
    pub written: usize,
    /// Files that are not as generated, when checking.
    pub drift: Vec<Drift>,
    /// Operations and types that are new, gone or different, by the public surface.
    pub changes: Vec<String>,
    /// Operations and schemas that could not be generated; none when strict.
    pub omitted: Vec<Omission>,
}

/// Generates; `progress` hears of each stage as it begins.
pub fn regen(options: &Options, mut progress: impl FnMut(&str)) -> Result<Report> {
    progress("load and overlay");
    let overlays = std::slice::from_ref(&options.overlays);
    let made = Made::new(&options.spec, overlays, true, &mut progress)?;

    progress("print");
    let source = "spec/okta-management.yaml and spec/overlays";
    let mut places = vec![(
        &*options.out,
        emit::files(&made.document, &made.api, source)?,
    )];
    if let Some(checks) = &options.checks {
        places.push((checks, emit::checks(&made.api, source)?));
    }
    made.put(&places, options.check)
}

/// A description on its way to code: what of it is generated.
pub(crate) struct Made {
    pub document: Value,
    pub api: Api,
    pub operations: usize,
    pub schemas: usize,
    pub actions: usize,
    pub omitted: Vec<Omission>,
}

impl Made {
    /// Reads, corrects and normalises a description. What cannot be generated is an error,
    /// or left out and told of.
    pub fn new(
        spec: &Path,
        overlays: &[PathBuf],
        strict: bool,
        progress: &mut impl FnMut(&str),
    ) -> Result<Self> {
        let (document, actions) = corrected_by(spec, overlays)?;
        Self::of(document, actions, strict, progress)
            .map_err(|error| omit::advised(error).in_file(spec))
    }

    fn of(
        mut document: Value,
        actions: usize,
        strict: bool,
        progress: &mut impl FnMut(&str),
    ) -> Result<Self> {
        let (operations, schemas) = count(&mut document)?;
        let mut omitted = omit::unknown_methods(&mut document);
        if let (true, Some(first)) = (strict, omitted.first()) {
            let error = Error::at(&first.subject, &first.reason);
            return Err(Error {
                pointer: first.pointer.clone(),
                ..error
            });
        }
        let made = omit::without(&mut document, strict, &mut omitted, |mut document| {
            progress("normalise");
            normalise::apply(&mut document)?;
            progress("progenitor");
            let rust = rust::generate(&plain::document(&document))?;
            progress("shape");
            let api = api::build(&document, &rust)?;
            Ok((document, api))
        });
        let (document, api) = made?;
        Ok(Self {
            document,
            api,
            operations,
            schemas,
            actions,
            omitted,
        })
    }

    /// Writes the files of each folder, or compares them, and tells.
    pub fn put(self, places: &[(&Path, Files)], check: bool) -> Result<Report> {
        let (mut changed, mut drift, mut written) = (Vec::new(), Vec::new(), 0);
        for (folder, files) in places {
            changed.extend(changes(folder, files));
            match check {
                true => drift.extend(output::drift(folder, files)?),
                false => written += output::write(folder, files)?,
            }
        }
        let files = || places.iter().flat_map(|(_, files)| files);
        let is_rust = |name: &Path| name.extension().is_some_and(|extension| extension == "rs");
        Ok(Report {
            operations: self.operations,
            methods: self.api.operations.len(),
            schemas: self.schemas,
            types: self.api.count_types(),
            actions: self.actions,
            files: files().count(),
            lines: files()
                .filter(|(name, _)| is_rust(name))
                .map(|(_, text)| text.lines().count())
                .sum(),
            written,
            drift,
            changes: changed,
            omitted: self.omitted,
        })
    }
}

/// The whole way for a fuzzer, which has texts: how many files come of them.
///
/// # Errors
///
/// When the texts are not a description and an overlay of it.
#[cfg(fuzzing)]
pub fn generate(description: &str, overlay: Option<&str>) -> Result<usize> {
    let mut document = load::text_as_json(description)?;
    check_version(&document)?;
    if let Some(overlay) = overlay {
        overlay::apply(&mut document, &load::text_as_json(overlay)?)?;
    }
    let made = Made::of(document, 0, false, &mut |_| ())?;
    let files = emit::files(&made.document, &made.api, "a fuzzer")?;
    Ok(files.len() + emit::checks(&made.api, "a fuzzer")?.len())
}

/// The description with its corrections, and how many these are.
///
/// # Errors
///
/// When a file cannot be read, is not what it should be, or an action does nothing.
pub fn corrected(spec: &Path, overlays: &Path) -> Result<(Value, usize)> {
    corrected_by(spec, &[overlays.to_owned()])
}

/// What progenitor makes of a description by itself, in its builder style: code to compare with.
///
/// # Errors
///
/// When the description or its corrections are not what they should be.
pub fn unshaped(spec: &Path, overlays: &Path) -> Result<String> {
    let (mut document, _) = corrected(spec, overlays)?;
    let in_spec = |error: Error| error.in_file(spec);
    normalise::apply(&mut document).map_err(in_spec)?;
    let code = rust::unshaped(&plain::document(&document)).map_err(in_spec)?;
    Ok(prettyplease::unparse(&code))
}

/// The description with the corrections of several folders, one after the other.
fn corrected_by(spec: &Path, folders: &[PathBuf]) -> Result<(Value, usize)> {
    let mut document = load::file(spec)?;
    check_version(&document).map_err(|error| error.in_file(spec))?;
    let mut actions = 0;
    for folder in folders {
        for file in overlay::files(folder)? {
            actions += overlay::apply_file(&mut document, &file)?;
        }
    }
    Ok((document, actions))
}

fn check_version(document: &Value) -> Result<()> {
    match document["openapi"].as_str() {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(
            Error::at("/openapi", format!("version {version} is not supported"))
                .advise("convert the description to OpenAPI 3.0"),
        ),
        None => Err(Error::at("/openapi", "this is not an OpenAPI description")
            .advise("pass an OpenAPI 3.0 document with --spec; Swagger 2.0 needs converting")),
    }
}

fn count(document: &mut Value) -> Result<(usize, usize)> {
    let mut operations = 0;
    document::each_operation(document, |_, _, _| {
        operations += 1;
        Ok(())
    })?;
    let schemas = document::schemas_mut(document)?.len();
    if operations == 0 {
        return Err(Error::at("/paths", "the description has no operations")
            .advise("pass the description of an API: there is nothing to generate"));
    }
    Ok((operations, schemas))
}

/// What is new, gone or different against the public surface on disk.
fn changes(out: &Path, files: &Files) -> Vec<String> {
    let is_surface = |path: &&PathBuf| path.ends_with("surface.txt");
    let Some(path) = files.keys().find(is_surface) else {
        return Vec::new();
    };
    let Ok(before) = std::fs::read_to_string(out.join(path)) else {
        return Vec::new();
    };
    let after = files.get(path).map(String::as_str).unwrap_or_default();
    let (before, after) = (entries(&before), entries(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| match (before.get(name), after.get(name)) {
            (None, Some(_)) => Some(format!("added   {name}")),
            (Some(_), None) => Some(format!("removed {name}")),
            (Some(old), Some(new)) if old != new => Some(format!("changed {name}")),
            _ => None,
        })
        .collect()
}

/// The entries of a public surface: operations by the name of their method, types by
/// their name, each with the lines that describe it.
fn entries(surface: &str) -> BTreeMap<String, Vec<&str>> {
    let mut entries: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut lines = surface.lines().filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            continue;
        }
        let mut body = vec![line];
        while let Some(inner) = lines.next_if(|line| line.starts_with("    ")) {
            body.push(inner);
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = match words.first() {
            Some(&kind @ ("struct" | "enum" | "choice" | "type")) => {
                format!("{kind} {}", words.get(1).unwrap_or(&""))
            }
            _ => {
                let method = body.get(1).and_then(|line| line.trim().split('(').next());
                format!("operation {}", method.unwrap_or(line))
            }
        };
        entries.insert(name, body);
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_a_surface_are_told_apart() {
        let surface = "# Operations\n\nGET /a\n    get_a() -> A\n    [q: String]\n\n# Types\n\nstruct A\n    id: String\n\nenum B { X, Y }\n";
        let entries = entries(surface);
        assert_eq!(
            entries.keys().collect::<Vec<_>>(),
            ["enum B", "operation get_a", "struct A"]
        );
        assert_eq!(entries["operation get_a"].len(), 3);
    }

    #[test]
    fn only_openapi_3_0_is_taken() {
        for (document, accepted) in [
            (serde_json::json!({"openapi": "3.0.3"}), true),
            (serde_json::json!({"openapi": "3.1.0"}), false),
            (serde_json::json!({"swagger": "2.0"}), false),
        ] {
            assert_eq!(check_version(&document).is_ok(), accepted);
        }
    }
}
