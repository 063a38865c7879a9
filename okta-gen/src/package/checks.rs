//! The tests that a crate brings along: those of okta-api that hold for any description.

use std::path::{Path, PathBuf};

use crate::emit::{self, Files};

/// What they, and the examples in the documentation, need besides the crate's own dependencies.
pub const DEPENDENCIES: [&str; 5] = ["base64", "futures", "percent-encoding", "thiserror", "url"];

macro_rules! sources {
    ($($name:literal: $path:literal,)*) => {
        [$(($name, include_str!(concat!("../../../tests/", $path)))),*]
    };
}

/// The modules of the tests, each from a file of the package `okta-tests`.
const MODULES: [(&str, &str); 11] = sources! {
    "availability": "tests/availability.rs",
    "compare": "src/compare.rs",
    "conform": "src/conform.rs",
    "coverage": "src/coverage.rs",
    "generated": "src/generated.rs",
    "har": "src/har.rs",
    "round_trip": "tests/round_trip.rs",
    "sample": "src/sample.rs",
    "server": "server/src/lib.rs",
    "sweep": "src/sweep.rs",
    "wire": "tests/sweep.rs",
};

/// The programs: `cargo run --example conform`.
const PROGRAMS: [(&str, &str); 2] = sources! {
    "conform": "src/bin/conform.rs",
    "sweep": "src/bin/sweep.rs",
};

/// Where the calls are that `generated` includes.
const CALLS: &str = "../generated/sweep.rs";

/// No program uses all of the modules.
const UNUSED: &str = "#[allow(dead_code, unused_imports)]\n";

/// The files of the tests of a crate; `generated` are those that follow from its description.
pub fn files(krate: &str, mut generated: Files, header: &str) -> Files {
    let own = |text: &str| {
        text.replace("okta_api", krate)
            .replace("okta_test_server", "crate::server")
            .replace("okta_tests", "crate")
            .replace(CALLS, "calls.rs")
    };
    let mut files = Files::new();
    for (name, text) in MODULES {
        files.insert(place(name), format!("{header}{}", own(text)));
    }
    let calls = generated.remove(Path::new(emit::SWEEP));
    files.insert(place("calls"), own(&calls.unwrap_or_default()));
    files.extend(
        generated
            .into_iter()
            .map(|(name, text)| (Path::new("tests").join(name), text)),
    );
    let modules: String = MODULES
        .iter()
        .map(|(name, _)| format!("{UNUSED}mod {name};\n"))
        .collect();
    files.insert(place("main"), format!("{header}{modules}"));
    let modules: String = MODULES
        .iter()
        .filter(|(name, _)| !matches!(*name, "availability" | "round_trip" | "server" | "wire"))
        .map(|(name, _)| format!("{UNUSED}#[path = \"../tests/checks/{name}.rs\"]\nmod {name};\n"))
        .collect();
    for (name, text) in PROGRAMS {
        let text = own(text)
            .replace(
                &format!("cargo xtask {name} "),
                &format!("cargo run --example {name} -- "),
            )
            .replace(
                &format!("cargo xtask {name}"),
                &format!("cargo run --example {name}"),
            );
        // The documentation of the program comes first.
        let text = text.replacen("\nuse ", &format!("\n{modules}\nuse "), 1);
        files.insert(
            format!("examples/{name}.rs").into(),
            header.to_owned() + &text,
        );
    }
    files
}

fn place(module: &str) -> PathBuf {
    format!("tests/checks/{module}.rs").into()
}
