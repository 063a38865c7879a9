//! The floor plan of ARCHITECTURE.md: an import goes down, or stays on its floor, and no
//! files import each other in a circle.
//!
//! What counts is the file in which a name is defined, wherever it is exported again; so a
//! `mod.rs` that only exports is no part of any circle. Tests and generated code do not
//! count.

#![allow(clippy::unwrap_used, clippy::panic)]

mod imports;

use std::path::Path;

use imports::Crate;

/// The floors of a crate, from the ground up: the folders and files of its `src`.
struct Plan {
    crate_: &'static str,
    floors: &'static [(&'static str, &'static [&'static str])],
}

const PLANS: &[Plan] = &[
    Plan {
        crate_: "okta-core",
        floors: &[
            ("data", &["data/"]),
            ("errors", &["error/"]),
            ("connection", &["connection/"]),
            ("calls", &["call/"]),
            ("lists", &["list/"]),
            ("client", &["client/", "codegen.rs", "fuzzing.rs", "lib.rs"]),
        ],
    },
    Plan {
        crate_: "okta-api",
        floors: &[
            ("catalogue", &["operations.rs"]),
            ("client", &["client.rs"]),
            (
                "resources",
                &[
                    "update.rs",
                    "system_log.rs",
                    "event_types.rs",
                    "event_hooks.rs",
                ],
            ),
            ("crate", &["guide/", "lib.rs"]),
        ],
    },
    Plan {
        crate_: "okta-gen",
        floors: &[
            ("text", &["error.rs", "words.rs", "document.rs"]),
            ("description", &["load.rs", "overlay.rs", "vendor.rs"]),
            ("normal form", &["normalise/", "omit.rs", "plain.rs"]),
            ("names and types", &["rust.rs"]),
            ("model", &["api/"]),
            ("code", &["emit/", "output.rs"]),
            ("regeneration", &["regen.rs"]),
            ("uses", &["diff/", "package/", "lib.rs"]),
        ],
    },
    Plan {
        crate_: "okta-mock",
        floors: &[
            ("data", &["data/", "error.rs"]),
            ("protocols", &["oauth/", "scim/"]),
            ("description", &["description/"]),
            ("world", &["world/"]),
            ("domain", &["domain/"]),
            ("seed", &["seed/", "state_file.rs"]),
            ("requests", &["exchange/"]),
            ("engine", &["engine/"]),
            ("behaviours", &["behaviours/"]),
            ("server", &["server/"]),
            (
                "org",
                &[
                    "org.rs",
                    "certificate.rs",
                    "lib.rs",
                    "main.rs",
                    "arguments.rs",
                ],
            ),
        ],
    },
    Plan {
        crate_: "okta-mcp",
        floors: &[
            ("description", &["catalogue/"]),
            ("parts", &["search/", "policy/", "call/", "answer/", "org/"]),
            ("files", &["audit/", "secret_file.rs"]),
            ("people", &["confirm/"]),
            ("engine", &["engine.rs"]),
            ("gate", &["gate/", "describe/"]),
            ("tools", &["tools/"]),
            ("jobs", &["jobs/"]),
            ("offer", &["offer.rs"]),
            ("server", &["server/", "lib.rs"]),
        ],
    },
];

#[test]
fn imports_go_down_and_never_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut problems = Vec::new();
    for plan in PLANS {
        let crate_ = Crate::read(&root.join(plan.crate_).join("src"));
        for file in crate_.files() {
            if plan.floor(file).is_none() {
                problems.push(format!("{}: {file} is on no floor", plan.crate_));
            }
        }
        let imports = crate_.imports();
        for circle in imports.circles() {
            let circle = circle.join(" and ");
            problems.push(format!("{}: a circle of {circle}", plan.crate_));
        }
        for (from, to) in imports.all() {
            let (Some(low), Some(high)) = (plan.floor(from), plan.floor(to)) else {
                continue;
            };
            if low < high {
                problems.push(format!(
                    "{}: {from} ({}) imports {to} ({}), which is above it",
                    plan.crate_, plan.floors[low].0, plan.floors[high].0
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

impl Plan {
    fn floor(&self, file: &str) -> Option<usize> {
        if self.floors.is_empty() {
            return Some(0);
        }
        let is_there =
            |place: &&str| *place == file || place.ends_with('/') && file.starts_with(*place);
        self.floors
            .iter()
            .position(|(_, places)| places.iter().any(&is_there))
    }
}
