//! Event hooks at addresses on this machine are called; the System Log is asked by type.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use http::Method;
use okta_api::types::EventType;
use okta_mock::Org;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};

/// A server that gives every request this answer, and what it was asked.
async fn server(answer: fn(&str) -> String) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let (asked, requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let asked = asked.clone();
            tokio::spawn(async move {
                let (mut text, mut buffer) = (String::new(), [0; 16 * 1024]);
                loop {
                    let read = stream.read(&mut buffer).await.unwrap();
                    text.push_str(&String::from_utf8_lossy(&buffer[..read]));
                    // Requests are one JSON object, or nothing.
                    let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                        head.starts_with("GET") || serde_json::from_str::<Value>(body).is_ok()
                    });
                    if whole || read == 0 {
                        break;
                    }
                }
                let body = answer(&text);
                let length = body.len();
                let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
                stream.write_all(response.as_bytes()).await.unwrap();
                asked.send(text).unwrap();
            });
        }
    });
    (address, requests)
}

fn proof(request: &str) -> String {
    let challenge = request
        .lines()
        .find_map(|line| line.strip_prefix("x-okta-verification-challenge: "));
    json!({ "verification": challenge }).to_string()
}

async fn post(org: &Org, path: &str, body: Value) -> Result<Value, okta_api::Error> {
    let request = org.client().request(Method::POST, path).json(&body);
    Ok(request.send().await?.into_inner())
}

async fn hook(org: &Org, address: &str) -> String {
    let hook = json!({
        "name": "Test", "events": {"type": "EVENT_TYPE", "items": ["group.lifecycle.create"]},
        "channel": {"type": "HTTP", "version": "1.0.0", "config": {
            "uri": address, "headers": [{"key": "x-more", "value": "yes"}],
            "authScheme": {"type": "HEADER", "key": "Authorization", "value": "s3cret"},
        }},
    });
    let hook = post(org, "/api/v1/eventHooks", hook).await.unwrap();
    assert!(!hook.to_string().contains("s3cret"));
    hook["id"].as_str().unwrap().to_owned()
}

async fn group(org: &Org, name: &str) {
    let group = json!({"profile": {"name": name}});
    post(org, "/api/v1/groups", group).await.unwrap();
}

async fn next(requests: &mut mpsc::UnboundedReceiver<String>) -> String {
    let next = tokio::time::timeout(Duration::from_secs(20), requests.recv());
    next.await.unwrap().unwrap()
}

#[tokio::test]
async fn a_verified_hook_hears_of_its_events_and_of_no_others() {
    let org = Org::builder().users(3).start().await.unwrap();
    let (address, mut requests) = server(proof).await;
    let id = hook(&org, &address).await;
    // Nothing goes to an address that nobody proved.
    group(&org, "before").await;
    let verify = format!("/api/v1/eventHooks/{id}/lifecycle/verify");
    let hook = post(&org, &verify, json!({})).await.unwrap();
    assert_eq!(hook["verificationStatus"], "VERIFIED");
    assert!(next(&mut requests).await.starts_with("GET /hook"));
    let user = json!({"profile": {"firstName": "A", "lastName": "B", "login": "a@example.com", "email": "a@example.com"}});
    post(&org, "/api/v1/users", user).await.unwrap();
    group(&org, "after").await;
    let delivery = next(&mut requests).await;
    let (head, body) = delivery.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /hook"), "{head}");
    let head = head.to_lowercase();
    assert!(
        head.contains("authorization: s3cret") && head.contains("x-more: yes"),
        "{head}"
    );
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["eventType"], "com.okta.event_hook");
    let events = body["data"]["events"].as_array().unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["eventType"], "group.lifecycle.create");
    assert_eq!(events[0]["target"][0]["displayName"], "after");
    let deactivate = format!("/api/v1/eventHooks/{id}/lifecycle/deactivate");
    post(&org, &deactivate, json!({})).await.unwrap();
    group(&org, "last").await;
    assert!(requests.try_recv().is_err());
}

#[tokio::test]
async fn an_address_that_does_not_answer_the_challenge_is_not_verified() {
    let org = Org::builder().users(3).start().await.unwrap();
    let (wrong, _requests) = server(|_| r#"{"verification":"something else"}"#.to_owned()).await;
    for address in [&wrong, "http://127.0.0.1:1/closed"] {
        let id = hook(&org, address).await;
        let verify = format!("/api/v1/eventHooks/{id}/lifecycle/verify");
        let error = post(&org, &verify, json!({})).await.unwrap_err();
        assert_eq!(
            error.as_api().and_then(|error| error.code()),
            Some("E0000001")
        );
        let path = format!("/api/v1/eventHooks/{id}");
        let hook = org
            .client()
            .request(Method::GET, &path)
            .send()
            .await
            .unwrap();
        assert_eq!(hook.into_inner()["verificationStatus"], "UNVERIFIED");
        let deactivate = format!("/api/v1/eventHooks/{id}/lifecycle/deactivate");
        post(&org, &deactivate, json!({})).await.unwrap();
        let gone = org.client().request(Method::DELETE, &path).send();
        gone.await.unwrap();
    }
}

#[tokio::test]
async fn the_log_is_asked_by_type() {
    let org = Org::builder().users(30).start().await.unwrap();
    let wanted = [
        EventType::UserSessionStart,
        EventType::UserAuthenticationSso,
    ];
    let since = org.clock().now() - chrono::TimeDelta::days(60);
    let log = org.client().list_log_events().since(since).limit(1000);
    let events = log.event_types(wanted.clone()).send().await.unwrap();
    assert!(events.len() > 10, "{}", events.len());
    let is = |kind: &EventType| {
        let of_kind = events
            .iter()
            .filter(|event| event.event_type.as_ref() == Some(kind));
        of_kind.count()
    };
    assert!(wanted.iter().all(|kind| is(kind) > 0));
    assert_eq!(wanted.iter().map(is).sum::<usize>(), events.len());
}
