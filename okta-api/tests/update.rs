//! Changing a user against others who do the same.

#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use support::{Org, Reply};

const USER: &str =
    r#"{"id":"00u1","status":"ACTIVE","profile":{"login":"a@b.c","nickName":"A","costCode":7}}"#;

#[tokio::test]
async fn only_the_change_is_sent_and_repeated_after_a_412() {
    let version = AtomicU32::new(0);
    let org = Org::start(move |seen| {
        let version = match seen.method.as_str() {
            // Somebody else changes the user twice.
            "GET" => version.fetch_add(1, Ordering::SeqCst),
            _ => version.load(Ordering::SeqCst),
        };
        let etag = format!("W/\"{version}\"");
        match seen.method.as_str() {
            "GET" => Reply::json(USER).header("etag", etag),
            _ if version < 3 => Reply::error(412, "E0000231", "ETag mismatch"),
            _ => Reply::json(USER),
        }
    })
    .await;
    let client = org.client();
    let mut rounds = 0;
    let user = client
        .update_user_with("a@b.c", |user| {
            rounds += 1;
            user.profile.get_or_insert_default().nick_name = "Ada".to_owned().into();
        })
        .await
        .unwrap();
    assert_eq!((user.id.as_deref(), rounds), (Some("00u1"), 3));
    let posts: Vec<_> = org
        .seen()
        .into_iter()
        .filter(|seen| seen.method == "POST")
        .collect();
    assert_eq!(posts.len(), 3);
    for (number, post) in posts.iter().enumerate() {
        let body: Value = serde_json::from_slice(&post.body).unwrap();
        assert_eq!(body, json!({"profile": {"nickName": "Ada"}}));
        assert_eq!(
            post.header("if-match"),
            Some(format!("W/\"{number}\"").as_str())
        );
        assert_eq!(post.path, "/api/v1/users/a@b.c");
    }
}

#[tokio::test]
async fn nothing_changed_means_nothing_sent() {
    let org = Org::scripted(vec![Reply::json(USER)]).await;
    org.client().update_user_with("00u1", |_| {}).await.unwrap();
    assert_eq!(org.seen().len(), 1);
}

#[tokio::test]
async fn a_change_that_is_always_too_late_is_a_412() {
    let org = Org::start(|seen| match seen.method.as_str() {
        "GET" => Reply::json(USER).header("etag", "W/\"1\""),
        _ => Reply::error(412, "E0000231", "ETag mismatch"),
    })
    .await;
    let error = org
        .client()
        .update_user_with("00u1", |user| user.profile = okta_api::Field::Null)
        .await
        .unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!(org.seen().len(), 10);
    assert_eq!(org.seen()[1].body, br#"{"profile":null}"#);
}
