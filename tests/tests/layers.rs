//! Layers of the user's own around the HTTP client.

#![allow(clippy::unwrap_used)]

use std::{
    io,
    sync::{Arc, Mutex},
};

use okta_api::{
    Client, ClientBuilder, Error, RetryPolicy, TransportErrorKind, http,
    reqwest::{self, ResponseBuilderExt},
};
use okta_mock::{Fault, Org};
use tower::util::{MapErrLayer, MapRequestLayer, MapResponseLayer};

fn client(org: &Org) -> ClientBuilder {
    Client::builder(org.url())
        .api_token(org.token())
        .allow_http(true)
}

#[tokio::test]
async fn a_layer_sees_each_attempt_as_it_is_sent() {
    let org = Org::builder().start().await.unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = |name: &'static str| {
        let seen = Arc::clone(&seen);
        MapRequestLayer::new(move |request: reqwest::Request| {
            let authorized = request.headers().contains_key(http::header::AUTHORIZATION);
            let path = request.url().path().to_owned();
            seen.lock().unwrap().push((name, path, authorized));
            request
        })
    };
    let client = client(&org).layer(note("inner")).layer(note("outer"));
    let client = client.build().unwrap();
    client.list_groups().limit(2).page().await.unwrap();
    let path = || "/api/v1/groups".to_owned();
    assert_eq!(
        *seen.lock().unwrap(),
        [("outer", path(), true), ("inner", path(), true)]
    );
}

#[tokio::test]
async fn a_layer_may_change_the_answer() {
    let org = Org::builder().start().await.unwrap();
    let replace = MapResponseLayer::new(|answer: reqwest::Response| {
        http::Response::builder()
            .url(answer.url().clone())
            .body(r#"{"id": "00u1", "status": "ACTIVE"}"#)
            .unwrap()
            .into()
    });
    let client = client(&org).layer(replace).build().unwrap();
    let user = client.get_user("me").send().await.unwrap();
    assert_eq!(user.id().unwrap(), "00u1");
}

#[tokio::test]
async fn what_a_layer_says_is_in_the_error() {
    let org = Org::builder().start().await.unwrap();
    let builder = client(&org)
        .retry(RetryPolicy::never())
        .layer(MapErrLayer::new(|_| {
            io::Error::other("the recorder is full")
        }));
    let client = builder.build().unwrap();
    org.fail_next("getUser", Fault::reset());
    let error = client.get_user("me").send().await.unwrap_err();
    let Error::Transport(transport) = &error else {
        panic!("{error}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Broken);
    assert!(
        error.to_string().contains("the recorder is full"),
        "{error}"
    );
}
