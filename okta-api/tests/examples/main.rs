//! The examples run as programs: on an embedded org of their own, and on one whose state is
//! looked at afterwards.
#![allow(clippy::unwrap_used, clippy::panic)]

mod backup;
mod jobs;
mod programs;
mod readme;
mod system_log;

use std::collections::BTreeSet;

use programs::{example, folder, on, org, run, run_well};

/// Examples, their arguments, and lines that tell of success on an embedded org.
const RUNS: &[(&str, &[&str], &[&str])] = &[
    (
        "app_access",
        &[],
        &["login,through", ",Engineering", "19 people can reach"],
    ),
    (
        "authorization_server",
        &[],
        &[
            "tokens come from http",
            "scope orders:read",
            "rule Read orders",
        ],
    ),
    (
        "create_apps",
        &[],
        &[
            "Partner portal: 0oa",
            "bytes of XML",
            "Shop: 0oa",
            "client id: 0oa",
        ],
    ),
    (
        "group_sync",
        &[],
        &[
            "+ ",
            "- ",
            "Engineering: 19 members, 40 changes",
            "Nothing was changed",
        ],
    ),
    (
        "group_sync",
        &["--apply"],
        &["40 changes were planned, 0 failed"],
    ),
    (
        "import_users",
        &[],
        &[
            r#"{"created": 2, "duplicate": 1, "failed": 1}"#,
            "nobody: failed: createUser: 400",
        ],
    ),
    (
        "inactive_users",
        &[],
        &[
            "login,last seen,never signed in",
            "25 of 215 active users",
            "Nothing was changed",
        ],
    ),
    (
        "inactive_users",
        &["--days", "5", "--suspend"],
        &["143 of 143 suspended"],
    ),
    (
        "key_rotation",
        &[],
        &[
            r#"has the keys ["old"]"#,
            "the new key works",
            r#"now has the keys ["key-"#,
        ],
    ),
    (
        "mfa_report",
        &[],
        &[
            "login,factors",
            ",token:software:totp",
            "32 of 215 users have no factor",
        ],
    ),
    (
        "offboarding",
        &[],
        &[
            "suspend the account: planned",
            "deactivate the account: planned",
            "Nothing was changed",
        ],
    ),
    (
        "offboarding",
        &["--apply"],
        &[
            "suspend the account: done",
            "deactivate the account: done",
            "is offboarded.",
        ],
    ),
    (
        "onboarding",
        &[],
        &["Grace is a member: true", "The application came by GROUP"],
    ),
    (
        "operation",
        &["list", "group"],
        &["addGroup", "assignUserToGroup"],
    ),
    (
        "operation",
        &["show", "getUser"],
        &["GET /api/v1/users/{userId}", "body: none, answer: User"],
    ),
    (
        "operation",
        &["call", "getUser", "userId=me"],
        &[r#""status": "ACTIVE""#],
    ),
    (
        "operation",
        &["call", "addGroup", r#"{"profile": {"name": "New"}}"#],
        &[r#""name": "New""#],
    ),
    (
        "sign_on_policy",
        &[],
        &["1. A second factor", "2. Default Policy"],
    ),
    (
        "event_hook_receiver",
        &[],
        &["/okta is VERIFIED", "user.lifecycle.suspend "],
    ),
    ("system_log", &["failures"], &["failed sign-ins of "]),
    (
        "tour",
        &[],
        &[
            "title Some(\"Countess\"), department None",
            "is_not_found: true",
            "gone: true",
        ],
    ),
];

/// Tested on their own, below or in another file.
const OTHERS: &[&str] = &["event_hook_receiver", "org_backup", "quickstart"];

#[tokio::test]
async fn every_example_runs_on_an_embedded_org() {
    for (name, arguments, lines) in RUNS {
        let mut command = example(name);
        command.args(*arguments);
        let text = run_well(command).await;
        for line in *lines {
            assert!(
                text.contains(line),
                "{name} {arguments:?} does not say {line:?}:\n{text}"
            );
        }
    }
}

#[test]
fn no_example_goes_untested() {
    let tested: BTreeSet<&str> = RUNS
        .iter()
        .map(|(name, ..)| *name)
        .chain(OTHERS.iter().copied())
        .collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(tested.contains(name), "{name} is in no test");
        }
    }
}

#[tokio::test]
async fn a_real_org_needs_a_name_for_whom_it_hits() {
    let org = org().await;
    for name in ["offboarding", "key_rotation", "app_access"] {
        let run = run(on(&org, name, &[])).await;
        assert!(
            !run.success && run.text.contains("say which one"),
            "{}",
            run.text
        );
    }
}
