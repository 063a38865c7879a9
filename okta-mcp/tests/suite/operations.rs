//! All operations, through `okta_call`: each reaches the org, every answer fits, and none
//! of the secrets that the org holds is in any answer, question, error or audit line.
use std::collections::BTreeSet;

use crate::support;
use crate::support::{
    Answer, Answered, NEWEST, Session, Setup, World,
    samples::{self, SECRET, holds_secret},
};
use okta_mcp::catalogue::Operation;
use serde_json::{Value, json};

/// Everything that a model, a person or a file got to see.
#[derive(Default)]
struct Seen(Vec<String>);

#[tokio::test]
async fn all_operations_reach_the_org_and_no_secret_comes_back() {
    let recording = support::temporary("traffic.har");
    let audit = support::temporary("audit.jsonl");
    let setup = Setup {
        audit: Some(audit.clone()),
        har: Some(recording.clone()),
        ..Setup::open()
    };
    let world = setup.start().await;
    let client = world.client_of(NEWEST, Answer::Accept).await;
    let mut seen = Seen::default();
    let mut reached = 0;
    let mut not_there = Vec::new();
    for operation in in_order(&world) {
        let call = samples::call(&world.engine.catalogue, &world.org.client(), operation).await;
        world.org.journal().clear();
        let answered = client.call("okta_call", call.clone()).await;
        check(&answered, &call);
        seen.0.push(answered.value.to_string());
        if was_sent(&world, operation) {
            reached += 1;
        } else {
            // Nobody is asked about what does not exist, and it is not sent.
            assert!(answered.failed, "{call}: {:#}", answered.value);
            assert_eq!(
                answered.value["status"], 404,
                "{call}: {:#}",
                answered.value
            );
            not_there.push(operation.id.clone());
        }
    }
    // What was not there, or not any more, is made for these in an org of their own.
    let mut missing = Vec::new();
    for id in not_there {
        let world = Setup::open().start().await;
        let client = world.client().await;
        let operation = world.engine.catalogue.find(&id).unwrap();
        samples::prepare(&world.engine.catalogue, &world.org.client(), operation).await;
        let call = samples::call(&world.engine.catalogue, &world.org.client(), operation).await;
        world.org.journal().clear();
        let answered = client.call("okta_call", call.clone()).await;
        check(&answered, &call);
        seen.0.push(answered.value.to_string());
        seen.0.extend(client.asker.questions());
        match was_sent(&world, operation) {
            true => reached += 1,
            false => missing.push(call.to_string()),
        }
    }
    let all = world.engine.catalogue.operations().len();
    println!("{reached} of {all} reached the org; no resource for {missing:#?}");
    assert!(reached * 100 >= all * 98, "{reached} of {all}");

    for call in secretive(&client).await {
        let answered = client.call("okta_call", call.clone()).await;
        assert!(!answered.failed, "{call}: {:#}", answered.value);
        seen.0.push(answered.value.to_string());
    }
    seen.0.extend(client.asker.questions());
    seen.0.push(std::fs::read_to_string(&audit).unwrap());
    seen.0.push(world.engine.audit.recent());
    let secrets = secrets(&recording, world.org.token());
    println!("{} secrets", secrets.len());
    assert!(secrets.len() >= 8, "{secrets:?}");
    for text in &seen.0 {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} is in {text}");
        }
    }
}

fn was_sent(world: &World, operation: &Operation) -> bool {
    let entries = world.org.journal().entries();
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
fn in_order(world: &World) -> Vec<&Operation> {
    let mut operations: Vec<_> = world.engine.catalogue.operations().iter().collect();
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
