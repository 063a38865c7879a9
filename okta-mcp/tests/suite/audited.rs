//! Every call is noted, and what cannot be noted is not changed.

use serde_json::{Value, json};

use crate::support::{self, Answer, NEWEST, Setup};

#[tokio::test]
async fn the_audit_says_who_did_what_to_whom_and_who_agreed() {
    let file = support::temporary("audit.jsonl");
    let world = Setup {
        audit: Some(file.clone()),
        ..Setup::open()
    }
    .start()
    .await;
    let client = world.client_of(NEWEST, Answer::Decline).await;
    let users = client.okta("listUsers", json!({"limit": 3})).await.good();
    let id = users["items"][2]["id"].as_str().unwrap();
    let target = format!("userId={id}");
    client
        .okta("suspendUser", json!({"userId": id}))
        .await
        .bad();
    *client.asker.answer.lock().unwrap() = Answer::Accept;
    client
        .okta("suspendUser", json!({"userId": id}))
        .await
        .good();
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |line: &Value| (line["operation"].clone(), line["outcome"].clone());
    let expected = [
        ("listUsers", "done"),
        ("suspendUser", "asked"),
        ("suspendUser", "refused"),
        ("suspendUser", "asked"),
        ("suspendUser", "started"),
        ("suspendUser", "done"),
    ];
    assert_eq!(
        lines.iter().map(of).collect::<Vec<_>>(),
        expected.map(|(operation, outcome)| (json!(operation), json!(outcome)))
    );
    let done = lines.last().unwrap();
    assert_eq!(done["target"], json!([target]));
    assert_eq!(
        (&done["tool"], &done["client"]),
        (&json!("okta_call"), &json!("test-client 1.0"))
    );
    let confirmed = done["confirmedBy"].as_str().unwrap();
    assert!(
        confirmed.starts_with("somebody at test-client 1.0, who typed the name (input_required)")
    );
    assert!(confirmed.ends_with("who it was, the client does not say"));
    for line in &lines {
        assert!(
            line["principal"]
                .as_str()
                .unwrap()
                .ends_with("of this machine"),
            "{line}"
        );
        let agreed = line.get("confirmedBy").is_some();
        let expected = line["operation"] == "suspendUser"
            && (line["outcome"] == "started" || line["outcome"] == "done");
        assert_eq!(agreed, expected, "{line}");
    }
    assert!(done["requestId"].is_string() && done["session"] == "test");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

/// A full disk, as Linux has one for tests.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn without_an_audit_nothing_is_changed() {
    let world = Setup {
        audit: Some("/dev/full".into()),
        ..Setup::open()
    }
    .start()
    .await;
    let client = world.client().await;
    let group = json!({"operation": "addGroup", "body": {"profile": {"name": "x"}}});
    let told = client.call("okta_call", group).await.bad();
    assert!(told["error"].as_str().unwrap().contains("audit"), "{told}");
    assert_eq!(world.writes(), Vec::<String>::new());
}
