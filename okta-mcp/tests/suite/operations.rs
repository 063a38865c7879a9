//! All operations, through `okta_call` of the program itself: each reaches the org, every
//! answer fits, and none of the secrets that the org holds is in any answer, question,
//! notification, error, audit line, or line of the log at its most talkative.
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::support::{
    self, Answer, Answered, EVERYTHING, NEWEST, Session, connect,
    program::program,
    samples::{self, SECRET, holds_secret},
};
use okta_mcp::catalogue::{Catalogue, Operation};
use rmcp::transport::TokioChildProcess;
use serde_json::{Value, json};

/// The program on an org of its own, and everything of it that is written down.
struct Run {
    org: okta_mock::Org,
    client: Session,
    recording: PathBuf,
    audit: PathBuf,
    log: PathBuf,
    answers: Vec<String>,
}

impl Run {
    async fn start() -> Self {
        let [recording, audit, log] =
            ["traffic.har", "audit.jsonl", "stderr"].map(support::temporary);
        let org = okta_mock::Org::builder()
            .limits(okta_mock::Limits::none())
            .har(&recording)
            .start()
            .await
            .unwrap();
        let mut command = program(&org);
        command
            .args([
                "--log",
                "trace",
                "--allow",
                &EVERYTHING.join(","),
                "--correlate",
            ])
            .arg("--audit")
            .arg(&audit);
        let (transport, _) = TokioChildProcess::builder(command)
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let client = connect(transport, NEWEST, Answer::Accept).await;
        Self {
            org,
            client,
            recording,
            audit,
            log,
            answers: Vec::new(),
        }
    }

    /// Calls an operation with sample arguments, and says whether it reached the org.
    async fn call(&mut self, catalogue: &Catalogue, operation: &Operation) -> bool {
        let call = samples::call(catalogue, &self.org.client(), operation).await;
        self.org.journal().clear();
        let answered = self.client.call("okta_call", call.clone()).await;
        check(&answered, &call);
        self.answers.push(answered.value.to_string());
        let sent = was_sent(&self.org, operation);
        if !sent {
            // Nobody is asked about what does not exist, and it is not sent.
            assert!(answered.failed, "{call}: {:#}", answered.value);
            assert_eq!(
                answered.value["status"], 404,
                "{call}: {:#}",
                answered.value
            );
        }
        sent
    }

    /// Everything that a model, a person, a file or a log got to see: what it is, and the
    /// text.
    fn seen(&self) -> Vec<(&'static str, String)> {
        let read = |file: &Path| std::fs::read_to_string(file).unwrap();
        let mut seen = vec![("audit", read(&self.audit)), ("log", read(&self.log))];
        seen.extend(self.answers.iter().map(|text| ("answer", text.clone())));
        let asker = &self.client.asker;
        seen.extend(asker.questions().into_iter().map(|text| ("question", text)));
        let notes = asker.notes.lock().unwrap().clone();
        seen.extend(notes.into_iter().map(|text| ("note", text)));
        seen
    }
}

#[tokio::test]
async fn all_operations_reach_the_org_and_no_secret_comes_back() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut run = Run::start().await;
    let mut not_there = Vec::new();
    for operation in in_order(&catalogue) {
        if !run.call(&catalogue, operation).await {
            not_there.push(operation);
        }
    }
    for call in secretive(&run.client).await {
        let answered = run.client.call("okta_call", call.clone()).await;
        assert!(!answered.failed, "{call}: {:#}", answered.value);
        run.answers.push(answered.value.to_string());
    }
    let mut runs = vec![run];
    // What was not there, or not any more, is made for these in an org of their own.
    let mut missing = Vec::new();
    let ids: Vec<&str> = not_there
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    println!("{} in orgs of their own: {}", ids.len(), ids.join(", "));
    for operation in not_there {
        let mut run = Run::start().await;
        samples::prepare(&catalogue, &run.org.client(), operation).await;
        if !run.call(&catalogue, operation).await {
            missing.push(operation.id.as_str());
        }
        runs.push(run);
    }
    assert_eq!(missing, Vec::<&str>::new(), "did not reach the org");

    let mut kinds = BTreeSet::new();
    let mut lines = 0;
    let mut known = 0;
    for run in &runs {
        run.org.end_recording().unwrap();
        let secrets = secrets(&run.recording, run.org.token());
        known = known.max(secrets.len());
        for (kind, text) in run.seen() {
            kinds.insert(kind);
            lines += if kind == "log" {
                text.lines().count()
            } else {
                0
            };
            for secret in &secrets {
                assert!(
                    !text.contains(secret.as_str()),
                    "{secret} is in the {kind}: {text}"
                );
            }
        }
    }
    println!("{known} secrets, {lines} lines of log");
    assert!(known >= 8, "{known}");
    assert!(
        lines >= 350,
        "the log says something of each request: {lines}"
    );
    assert!(kinds.is_superset(&BTreeSet::from(["answer", "audit", "log", "question"])));
}

fn was_sent(org: &okta_mock::Org, operation: &Operation) -> bool {
    let entries = org.journal().entries();
    let mut entries = entries
        .iter()
        .filter(|entry| entry.method == operation.method);
    entries.any(|entry| {
        entry
            .operation
            .as_deref()
            .is_some_and(|id| same(id, &operation.id))
    })
}

/// Calls that Okta answers with secrets of its own making.
async fn secretive(client: &Session) -> Vec<Value> {
    let new = json!({
        "operation": "createUser", "arguments": {"activate": false},
        "body": {"profile": {"firstName": "S", "lastName": "S", "login": "s@example.com", "email": "s@example.com"},
                 "credentials": {"password": {"value": SECRET}, "recovery_question": {"question": "Who?", "answer": SECRET}}},
    });
    let id = client.call("okta_call", new).await.good()["value"]["id"].clone();
    let of = |operation: &str, more: Value| {
        let mut call = json!({"operation": operation, "arguments": {"userId": id}});
        for (name, value) in more.as_object().unwrap() {
            call["arguments"][name] = value.clone();
        }
        call
    };
    let mut factor = of("enrollFactor", json!({}));
    factor["body"] = json!({"factorType": "token:software:totp", "provider": "GOOGLE"});
    vec![
        of("activateUser", json!({"sendEmail": false})),
        factor,
        of("listFactors", json!({})),
        of("resetPassword", json!({"sendEmail": false})),
        of("getUser", json!({})),
        json!({"operation": "createApplication", "body": {
            "name": "oidc_client", "label": "Secretive", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_basic"}},
            "settings": {"oauthClient": {"application_type": "web", "grant_types": ["authorization_code"],
                "response_types": ["code"], "redirect_uris": ["https://example.com/cb"]}},
        }}),
        json!({"operation": "createEventHook", "body": {
            "name": "Secretive", "events": {"type": "EVENT_TYPE", "items": ["user.lifecycle.create"]},
            "channel": {"type": "HTTP", "version": "1.0.0", "config": {"uri": "https://example.com/hook",
                "authScheme": {"type": "HEADER", "key": "Authorization", "value": SECRET}}},
        }}),
    ]
}

fn check(answered: &Answered, call: &Value) {
    assert!(answered.bytes <= 8192, "{call}: {} bytes", answered.bytes);
    if answered.failed {
        assert!(
            answered.value["error"].is_string() && answered.value["do"].is_string(),
            "{call}"
        );
        // The request itself is right: what is refused is refused by Okta.
        assert!(
            answered.value["status"].is_number(),
            "{call}: {:#}",
            answered.value
        );
    }
}

/// The variants of an operation share a path; the journal knows one of them.
fn same(one: &str, other: &str) -> bool {
    let base = |id: &str| {
        id.split("As")
            .next()
            .unwrap_or(id)
            .trim_end_matches("SetNewPassword")
            .to_owned()
    };
    one == other || base(one) == base(other)
}

/// Reads first, removals last, so that there is something to read and to change.
fn in_order(catalogue: &Catalogue) -> Vec<&Operation> {
    let mut operations: Vec<_> = catalogue.operations().iter().collect();
    operations.sort_by_key(|operation| match operation.method.as_str() {
        "POST" if !operation.path.ends_with('}') && !operation.path.contains("lifecycle") => 0,
        "GET" => 1,
        "POST" => 2,
        "PUT" => 3,
        _ => 4,
    });
    operations
}

/// Every secret in the bodies that went over the wire, found by a list of our own.
fn secrets(recording: &std::path::Path, token: &str) -> BTreeSet<String> {
    let har: Value = serde_json::from_str(&std::fs::read_to_string(recording).unwrap()).unwrap();
    let mut found = BTreeSet::from([SECRET.to_owned(), token.to_owned()]);
    for entry in har["log"]["entries"].as_array().unwrap() {
        for text in [
            &entry["request"]["postData"]["text"],
            &entry["response"]["content"]["text"],
        ] {
            if let Some(body) = text
                .as_str()
                .and_then(|text| serde_json::from_str(text).ok())
            {
                collect(&body, &mut found);
            }
        }
    }
    // Too short to be told from other texts.
    found.retain(|secret| secret.len() >= 6);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let Some(text) = value.as_str()
                    && holds_secret(name, &json!({"type": "string"}))
                {
                    found.insert(text.to_owned());
                }
                collect(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
