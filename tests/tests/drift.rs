//! The generated code in the repository is what the generator makes of the description,
//! and a changed description shows as drift that names what has changed.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use okta_gen::{Options, Report, regen};

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn options() -> Options {
    Options {
        spec: repository().join("spec/okta-management.yaml"),
        overlays: repository().join("spec/overlays"),
        out: repository().join("okta-api/src/generated"),
        checks: Some(repository().join("tests/generated")),
        check: true,
    }
}

fn run(options: &Options) -> Report {
    regen(options, |_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// A folder for one test, which names it; empty at first, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // What a killed run left behind.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// What `regen --check` says of the repository when `new` stands for `old` in its
    /// description, and in the overlays that name it.
    fn check(&self, old: &str, new: &str) -> Report {
        let spec = fs::read_to_string(options().spec).unwrap();
        assert_eq!(spec.matches(old).count(), 1, "{old} is there once");
        let file = self.0.join("spec.yaml");
        fs::write(&file, spec.replace(old, new)).unwrap();
        // An overlay that describes, or lists by class, what is gone would be an error.
        let (from, to) = match old.trim().strip_prefix("operationId: ") {
            Some(id) => (
                format!("- {id}\n"),
                new.replace("\n      operationId: ", "- "),
            ),
            None => (old.to_owned(), new.to_owned()),
        };
        let overlays = self.0.join("overlays");
        copy(&options().overlays, &overlays, &|text| {
            text.replace(&from, &to)
        });
        run(&Options {
            spec: file,
            overlays,
            ..options()
        })
    }
}

/// Copies the files of a folder and of those in it, each changed by `change`.
fn copy(from: &Path, to: &Path, change: &dyn Fn(&str) -> String) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target, change),
            false => fs::write(target, change(&fs::read_to_string(path).unwrap())).unwrap(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_repository_is_as_generated() {
    let report = run(&options());
    assert_eq!(
        report.drift,
        [],
        "run `cargo xtask regen` and commit the result"
    );
    assert_eq!(report.changes, Vec::<String>::new());
    assert_eq!(report.written, 0);
    assert_eq!((report.operations, report.methods), (341, 350));
}

#[test]
fn a_changed_description_drifts_and_names_what_has_changed() {
    let folder = Folder::new("drift");
    for (old, new, change, file) in [
        (
            "  /api/v1/features/{featureId}:\n",
            "  /api/v1/moved/{featureId}:\n",
            "changed operation get_feature",
            "calls/feature.rs",
        ),
        (
            "\n      operationId: getFeature\n",
            "\n      operationId: readFeature\n",
            "added   operation read_feature",
            "operations/feature.rs",
        ),
        (
            "\n      operationId: getFeature\n",
            "\n      operationId: readFeature\n",
            "removed operation get_feature",
            "operations/mod.rs",
        ),
        (
            "\n          $ref: '#/components/schemas/FeatureStageState'\n",
            "\n          type: object\n          properties: {brandNew: {type: string}}\n",
            "added   struct FeatureStageStateInline",
            "types/feature.rs",
        ),
    ] {
        let report = folder.check(old, new);
        assert!(
            report.changes.iter().any(|line| line == change),
            "no {change:?} in {:?}",
            report.changes
        );
        let drifting = report.drift.iter().find(|drift| drift.file.ends_with(file));
        assert!(
            drifting.is_some_and(|drift| drift.lines.len() > 1),
            "{file}"
        );
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let folder = Folder::new("determinism");
    let into = |name: &str| {
        let options = Options {
            out: folder.0.join(name).join("code"),
            checks: Some(folder.0.join(name).join("checks")),
            check: false,
            ..options()
        };
        let report = run(&options);
        assert_eq!(report.written, report.files);
        (folder.0.join(name), report.files)
    };
    let (first, files) = into("first");
    let (second, _) = into("second");
    let compared = same(&first, &second);
    assert_eq!(compared, files);

    // A third run over the first has nothing to do.
    let report = run(&Options {
        out: first.join("code"),
        checks: Some(first.join("checks")),
        check: false,
        ..options()
    });
    assert_eq!(report.written, 0);
}

/// Asserts that two folders hold the same files; returns how many.
fn same(first: &Path, second: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(first).unwrap() {
        let path = entry.unwrap().path();
        let other = second.join(path.file_name().unwrap());
        if path.is_dir() {
            count += same(&path, &other);
        } else {
            assert!(
                fs::read(&path).unwrap() == fs::read(&other).unwrap(),
                "{path:?}"
            );
            count += 1;
        }
    }
    count
}
