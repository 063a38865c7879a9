//! `cargo xtask conform` on small recordings: what it counts, prints and exits with.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// Writes a HAR file of these entries; `name` is that of the test.
fn recording(name: &str, entries: &[Value]) -> PathBuf {
    file(
        name,
        &json!({"log": {"version": "1.2", "entries": entries}}).to_string(),
    )
}

fn file(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.har"));
    fs::write(&path, content).unwrap();
    path
}

fn conform(arguments: impl IntoIterator<Item = impl AsRef<std::ffi::OsStr>>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(arguments)
        .output()
        .unwrap()
}

/// The report, and the exit code.
fn report(file: PathBuf) -> (Value, i32) {
    let output = conform(["--json".into(), file]);
    let report = serde_json::from_slice(&output.stdout).unwrap();
    (report, output.status.code().unwrap())
}

fn entry(method: &str, path: &str, request: Option<&str>, status: u16, answer: Value) -> Value {
    let mut request_entry = json!({"method": method, "url": format!("https://x.okta.com{path}")});
    if let Some(text) = request {
        request_entry["postData"] = json!({"mimeType": "application/json", "text": text});
    }
    json!({
        "startedDateTime": "2026-01-01T00:00:00Z",
        "request": request_entry,
        "response": {"status": status, "content": answer},
    })
}

fn text(body: &Value) -> Value {
    json!({"mimeType": "application/json", "text": body.to_string()})
}

fn base64(body: &Value) -> Value {
    let text = STANDARD.encode(body.to_string());
    json!({"mimeType": "application/json", "encoding": "base64", "text": text})
}

#[test]
fn what_survives_is_counted() {
    let user = json!({"id": "00u1", "status": "NEWEST", "profile": {"login": "a", "x": [null]}});
    let error = json!({"errorCode": "E0000007", "errorCauses": [], "new": {"a": 1}});
    let file = recording(
        "survives",
        &[
            entry("GET", "/api/v1/users/00u1", None, 200, text(&user)),
            entry(
                "GET",
                "/api/v1/users?limit=2",
                None,
                200,
                base64(&json!([user, user])),
            ),
            entry("GET", "/api/v1/users/00u9", None, 404, text(&error)),
            entry(
                "PUT",
                "/api/v1/users/00u1",
                Some(r#"{"profile":{}}"#),
                200,
                base64(&user),
            ),
            // Neither has a body.
            entry(
                "DELETE",
                "/api/v1/users/00u1",
                None,
                204,
                json!({"size": 0}),
            ),
            entry(
                "GET",
                "/api/v1/users/00u1",
                None,
                304,
                text(&json!("cached")),
            ),
            // Not of this API.
            entry("GET", "/oauth2/v1/authorize", None, 200, text(&json!(1))),
            entry("GET", "/api/v1/no/such/thing", None, 200, text(&json!(1))),
        ],
    );
    let (report, code) = report(file);
    assert_eq!(code, 0);
    assert_eq!(
        report,
        json!({
            "totals": {
                "entries": 8, "matched": 6, "unmatched": 2,
                "bodies": 5, "decoded": 5, "failed": 0, "lossless": 5, "lossy": 0,
            },
            "operations": [
                {"id": "deleteUser", "bodies": 0, "failed": 0, "lossy": 0},
                {"id": "getUser", "bodies": 2, "failed": 0, "lossy": 0},
                {"id": "listUsers", "bodies": 1, "failed": 0, "lossy": 0},
                {"id": "replaceUser", "bodies": 2, "failed": 0, "lossy": 0},
            ],
            "problems": [],
        })
    );
}

#[test]
fn what_does_not_decode_is_a_failure() {
    let error = text(&json!(["not", "an", "error", "object"]));
    let file = recording(
        "fails",
        &[
            entry(
                "GET",
                "/api/v1/users/00u1",
                None,
                200,
                text(&json!("nobody")),
            ),
            entry("GET", "/api/v1/users", None, 200, json!({"text": "[{]"})),
            entry("GET", "/api/v1/groups/00g1", None, 403, error),
            entry(
                "PUT",
                "/api/v1/users/00u1",
                Some("[]"),
                200,
                text(&json!({})),
            ),
            entry(
                "GET",
                "/api/v1/apps/0oa1",
                None,
                200,
                json!({"text": "?", "encoding": "base64"}),
            ),
        ],
    );
    let (report, code) = report(file.clone());
    assert_eq!(code, 1);
    let totals = &report["totals"];
    assert_eq!(
        (&totals["bodies"], &totals["failed"]),
        (&json!(6), &json!(5))
    );
    assert_eq!(totals["lossless"], 1);
    let found: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            assert_eq!(problem["kind"], "failed");
            assert!(
                problem["url"]
                    .as_str()
                    .unwrap()
                    .starts_with("https://x.okta.com/api/v1/")
            );
            assert_ne!(problem["detail"], "");
            (
                problem["operation"].as_str().unwrap(),
                problem["side"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("getUser", "response"),
            ("listUsers", "response"),
            ("getGroup", "response"),
            ("replaceUser", "request"),
            ("getApplication", "response"),
        ]
    );

    // The same for people.
    let output = conform([file]);
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.contains("failed request of replaceUser https://x.okta.com/"),
        "{shown}"
    );
    assert!(
        shown.contains("6 bodies: 1 decoded, 5 failed; 1 lossless, 0 lossy"),
        "{shown}"
    );
}

/// Okta has refused them, so they need not be what it takes.
#[test]
fn requests_count_only_when_they_were_accepted() {
    let refusal = text(&json!({"errorCode": "E0000003"}));
    let file = recording(
        "refused",
        &[entry("PUT", "/api/v1/users/00u1", Some("[]"), 400, refusal)],
    );
    let (report, code) = report(file);
    assert_eq!((code, &report["totals"]["bodies"]), (0, &json!(1)));
}

#[test]
fn files_add_up() {
    let entry = entry("GET", "/api/v1/users/00u1", None, 200, text(&json!({})));
    let files = ["one", "two"].map(|name| recording(name, std::slice::from_ref(&entry)));
    let output = conform(files);
    assert_eq!(output.status.code(), Some(0));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.contains("2 entries: 2 matched, 0 unmatched"),
        "{shown}"
    );
}

#[test]
fn bad_input_is_told_from_bad_bodies() {
    let good = recording("good", &[]);
    for (arguments, told) in [
        (vec![], "usage"),
        (vec!["--yaml".into(), good.clone()], "usage"),
        (
            vec![good.clone(), "no-such-file.har".into()],
            "no-such-file.har",
        ),
        (vec![file("text", "no JSON")], "not a HAR file"),
        (
            vec![file("other", r#"{"log": {"pages": []}}"#)],
            "not a HAR file",
        ),
    ] {
        let output = conform(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let shown = String::from_utf8(output.stderr).unwrap();
        assert!(shown.contains(told), "{arguments:?}: {shown}");
    }
    assert_eq!(conform([good]).status.code(), Some(0));
}
