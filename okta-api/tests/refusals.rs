//! What no request may ask for, typed or raw.

#![allow(clippy::unwrap_used)]

mod support;

use http::Method;
use okta_api::{Client, Error};
use serde_json::Value;
use support::{Org, Reply};

#[tokio::test]
async fn raw_requests_refuse_what_typed_calls_refuse() {
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    let client = org.client();
    for id in [
        "", ".", "..", "00u1\n", "\r\n00u1", "00u1\0", "00u1 ", " 00u1", "\u{7f}", "\u{a0}",
    ] {
        let typed = client.get_user(id).send().await;
        assert!(matches!(typed, Err(Error::Argument { .. })), "{id:?}");
        let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for id in [id, &encoded] {
            for target in [
                format!("/api/v1/users/{id}"),
                format!("{}/api/v1/users/{id}", org.url),
                format!("/api/v1/users/{id}/factors"),
            ] {
                let raw = client.request(Method::GET, &target).send().await;
                assert!(matches!(raw, Err(Error::Argument { .. })), "{target:?}");
            }
        }
    }
    for target in [
        "/api/v1/users?q=%FF",
        "/api/v1/users?q=\t",
        "/api/v1/users?q=a ",
    ] {
        let raw = client.request(Method::GET, target).send().await;
        assert!(matches!(raw, Err(Error::Argument { .. })), "{target:?}");
    }
    assert!(org.seen().is_empty());
}

#[tokio::test]
async fn headers_that_frame_a_request_are_refused() {
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    for name in [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "Upgrade",
        "TE",
        "Trailer",
        "Expect",
        ":authority",
        "a b",
    ] {
        let raw = org.client().request(Method::GET, "/api/v1/users");
        let refused = raw.header(name, "0").send().await.unwrap_err();
        assert!(
            matches!(refused, Error::Argument { .. }),
            "{name}: {refused}"
        );
    }
    assert!(org.seen().is_empty());
}

#[tokio::test]
async fn what_means_what_it_says_is_sent_as_it_is() {
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    let client = org.client();
    for target in [
        "/api/v1/users/a%2Fb",
        "/api/v1/users?search=status eq \"ACTIVE\"",
        "/api/v1/users?q=a%0Ab",
    ] {
        client.request(Method::GET, target).send().await.unwrap();
    }
    let raw = client.request(Method::GET, "/api/v1/users/ada@example.com");
    raw.header("If-Match", "W/\"1\"").send().await.unwrap();
    let seen = org.seen();
    assert_eq!(seen[0].path, "/api/v1/users/a%2Fb");
    assert_eq!(seen[1].query("search"), Some("status eq \"ACTIVE\""));
    assert_eq!(seen[2].query("q"), Some("a\nb"));
    assert_eq!(seen[3].header("if-match"), Some("W/\"1\""));
}

#[tokio::test]
async fn swapped_ids_are_told_where_okta_finds_nothing() {
    let mock = okta_mock::Org::start().await.unwrap();
    let client = Client::builder(mock.url())
        .api_token(mock.token())
        .allow_http(true)
        .build()
        .unwrap();
    let id_of = |value: &Value| value[0]["id"].as_str().unwrap().to_owned();
    let user = id_of(&client.list_users().send_as::<Value>().await.unwrap());
    let group = id_of(&client.list_groups().send_as::<Value>().await.unwrap());

    let swapped = client.assign_user_to_group(&user, &group).send().await;
    let message = swapped.unwrap_err().to_string();
    let hint =
        format!("`groupId` is {user}, the id of a user: check the arguments and their order");
    assert!(message.ends_with(&hint), "{message}");

    // A raw request is one of an operation, too; a user who is not there is just not there.
    let target = format!("/api/v1/groups/{user}");
    let raw = client.request(Method::GET, &target).send().await;
    assert!(raw.unwrap_err().to_string().ends_with(&hint));
    let gone = client.get_user("00u1abcdefGHIJKLMN12").send().await;
    let gone = gone.unwrap_err().to_string();
    assert!(!gone.contains("check the arguments"), "{gone}");
}
