//! Elements that a JSON parser refuses, and text that is not Unicode: each costs itself, and
//! neither the others nor the way on.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use okta_api::{
    Checkpoint, DecodeFailure, Error,
    types::{Application, User},
};
use serde_json::{Value, json};
use support::{Org, Reply, Seen};

/// What serde_json does not read, at any depth.
fn refused() -> Vec<String> {
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    [
        "1e999",
        "-1e999",
        "01",
        "+1",
        "NaN",
        "[1,]",
        "'x'",
        "\"\u{1}\"",
        "\"tab\there\"",
        r#""\x""#,
        r#""\ud8""#,
        "{1:2}",
        &deep,
    ]
    .map(|value| format!(r#"{{"id":"b","login":"],[{{","x":{value}}}"#))
    .to_vec()
}

/// Users a and c, and something between; then user d on a page of its own.
async fn org_with(element: &[u8]) -> Org {
    let first = [br#"[{"id":"a"}, "#, element, br#" ,{"id":"c"}]"#].concat();
    Org::start(move |seen: &Seen| {
        if seen.query("after").is_some() {
            return Reply::json(r#"[{"id":"d"}]"#);
        }
        let next = format!("<{}?after=2>; rel=\"next\"", seen.path);
        let mut reply = Reply::json("")
            .header("x-okta-request-id", "request-1")
            .header("link", next);
        reply.body = first.clone();
        reply
    })
    .await
}

fn failure(error: &Error) -> &DecodeFailure {
    match error {
        Error::Decode(failure) => failure,
        other => panic!("{other:?}"),
    }
}

/// The ids, and `-` for an error item with this raw text.
fn ids(items: &[Result<User, Error>], raw: &str) -> String {
    let each = items.iter().map(|item| match item {
        Ok(user) => user.id.as_deref().unwrap(),
        Err(error) => {
            let failure = failure(error);
            assert_eq!(failure.index(), Some(1), "{raw}");
            assert!(failure.path().starts_with("$[1]"), "{}", failure.path());
            assert_eq!(str::from_utf8(failure.raw()).unwrap(), raw);
            assert!(error.to_string().contains("request-1"), "{error}");
            "-"
        }
    });
    each.collect()
}

#[tokio::test]
async fn an_element_that_no_parser_takes_is_one_error_item() {
    for element in refused() {
        let org = org_with(element.as_bytes()).await;
        let users = org.client().list_users();
        let streamed: Vec<_> = users.clone().stream().collect().await;
        assert_eq!(ids(&streamed, &element), "a-cd");

        let page = users.clone().page().await.unwrap();
        assert!(page.next().is_some());
        let paged: Vec<_> = page.into_items().collect();
        assert_eq!(ids(&paged, &element), "a-c");

        let pages: Vec<_> = users.pages().try_collect().await.unwrap();
        assert_eq!(pages.len(), 2);

        // Free-form elements are elements, too.
        let raw = org.client().request(http::Method::GET, "/api/v1/users");
        let raw: Vec<_> = raw.stream().collect().await;
        let bad: Vec<_> = raw.iter().map(Result::is_err).collect();
        assert_eq!(bad, [false, true, false, false], "{element}");
    }
}

#[tokio::test]
async fn a_tail_passes_an_element_that_no_parser_takes() {
    let org = Org::start(|seen: &Seen| {
        let from: usize = seen
            .query("after")
            .map_or(0, |after| after.parse().unwrap());
        let next = format!("</api/v1/logs?after={}>; rel=\"next\"", from + 2);
        Reply::json(format!(
            r#"[{{"uuid":"{from}","x":1e999}},{{"uuid":"{}"}}]"#,
            from + 1
        ))
        .header("link", next)
    })
    .await;
    let logs = org.client().list_log_events().limit(2);
    let tail = || {
        let pause = Duration::from_millis(1);
        logs.clone().tail().pause(pause).longest_pause(pause)
    };
    let mut first = tail();
    let events: Vec<_> = first.by_ref().take(5).collect().await;
    let failed: Vec<_> = events.iter().map(Result::is_err).collect();
    assert_eq!(failed, [true, false, true, false, true]);
    // And the checkpoint is behind the error.
    let stored = serde_json::to_string(&first.checkpoint()).unwrap();
    let checkpoint: Checkpoint = serde_json::from_str(&stored).unwrap();
    let next = tail().resume(checkpoint).next().await.unwrap().unwrap();
    assert_eq!(next.uuid, "5");
}

#[tokio::test]
async fn half_a_surrogate_pair_reads_as_u_fffd() {
    for (element, expected) in [
        (
            r#"{"id":"b","x":"Z\ud83d"}"#,
            json!({"id": "b", "x": "Z\u{FFFD}"}),
        ),
        (
            r#"{"id":"b","x":"\uDE00Z"}"#,
            json!({"id": "b", "x": "\u{FFFD}Z"}),
        ),
        (
            r#"{"id":"b","profile":{"nickName":"\ud83d\n","\ud83d":["\ud83d\ud83d"]}}"#,
            json!({"id": "b", "profile":
                {"nickName": "\u{FFFD}\n", "\u{FFFD}": ["\u{FFFD}\u{FFFD}"]}}),
        ),
        (
            r#"{"id":"b","x":"\ud83d\ude00 \u0000 \\ud83d \ud83d"}"#,
            json!({"id": "b", "x": "😀 \0 \\ud83d \u{FFFD}"}),
        ),
    ] {
        let org = org_with(element.as_bytes()).await;
        let users: Vec<User> = org
            .client()
            .list_users()
            .stream()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(users.len(), 4);
        assert_eq!(serde_json::to_value(&users[1]).unwrap(), expected);
        let users = org.client().list_users().send().await.unwrap();
        assert_eq!(serde_json::to_value(&users[1]).unwrap(), expected);

        // As a whole body, free-form and in a type that its discriminator tells.
        let one = Org::scripted(vec![Reply::json(element)]).await;
        let user = one.client().get_user("b").send().await.unwrap();
        assert_eq!(serde_json::to_value(&*user).unwrap(), expected);
        let raw = one.client().request(http::Method::GET, "/x").send().await;
        assert_eq!(*raw.unwrap(), expected);

        // Strictly, it is an error item like any other.
        let strict = org.builder().strict_types(true).build().unwrap();
        let items: Vec<_> = strict.list_users().stream().collect().await;
        assert_eq!(ids(&items, element), "a-cd");
    }
    let app = r#"{"label":"\ud83d","signOnMode":"SAML_2_0","settings":{"app":{"a":"\udc00"}}}"#;
    let one = Org::scripted(vec![Reply::json(app)]).await;
    let app = one.client().get_application("0oa").send().await.unwrap();
    assert!(matches!(&*app, Application::Saml(app) if app.label == "\u{FFFD}"));
}

#[tokio::test]
async fn bytes_that_are_no_utf_8_read_as_u_fffd() {
    let org = org_with(b"{\"id\":\"b\",\"x\":\"M\xFCnch\"}").await;
    let users: Vec<User> = org
        .client()
        .list_users()
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(users[1].additional_properties["x"], "M\u{FFFD}nch");
    let page = org.client().list_users().page().await.unwrap();
    assert_eq!(page.into_values().unwrap()[1], users[1]);

    let strict = org.builder().strict_types(true).build().unwrap();
    let items: Vec<_> = strict.list_users().stream().collect().await;
    assert_eq!(ids(&items, "{\"id\":\"b\",\"x\":\"M\u{FFFD}nch\"}"), "a-cd");
    let page = strict.list_users().page().await.unwrap();
    assert_eq!(page.items().filter(Result::is_err).count(), 1);
}

#[tokio::test]
async fn a_byte_order_mark_is_no_part_of_a_body() {
    let org = Org::scripted(vec![Reply::json("\u{FEFF}[{\"id\":\"a\"}]")]).await;
    let users: Vec<User> = org
        .client()
        .list_users()
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(users[0].id, "a");
    assert_eq!(org.client().list_users().send().await.unwrap().len(), 1);
    let org = Org::scripted(vec![Reply::json("\u{FEFF}{\"id\":\"a\"}")]).await;
    assert_eq!(org.client().get_user("a").send().await.unwrap().id, "a");
}

/// Where the end of an element cannot be told, there is no going on.
#[tokio::test]
async fn a_list_that_breaks_off_ends_with_an_error() {
    for element in [r#"{"id":"b""#, r#"{"id":"b"#, r#"{"id":["b"}"#, ""] {
        let org = org_with(element.as_bytes()).await;
        let items: Vec<_> = org.client().list_users().stream().collect().await;
        assert_eq!(items.len(), 2, "{element}");
        assert_eq!(failure(items[1].as_ref().unwrap_err()).index(), None);
        assert!(org.client().list_users().page().await.is_err());
    }
}

#[tokio::test]
async fn a_decode_failure_shows_no_value() {
    let bodies = [
        r#""s3cret""#,
        r#"["s3cret"]"#,
        r#"{"a":"s3cret","b":"s3cret, expected x"}"#,
        "31337",
        "3.1337e4",
        "true",
    ];
    for body in bodies {
        let org = Org::scripted(vec![Reply::json(body)]).await;
        let client = org.builder().strict_types(true).build().unwrap();
        let errors = [
            client.get_user("a").send().await.err(),
            client.list_users().send().await.err(),
            client.list_users().page().await.err(),
            client.list_users().stream().try_next().await.err(),
            client.list_authenticators().send().await.err(),
        ];
        for error in errors.into_iter().flatten() {
            let shown = format!("{error} {error:?} {}", failure(&error).reason());
            for value in ["s3cret", "31337", "3.1337", "true"] {
                assert!(!shown.contains(value), "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn a_decode_failure_is_bounded_and_controls_no_terminal() {
    let name = format!("\\u001b[2J{}", "x".repeat(100_000));
    let body = format!(r#"[{{"profile":{{"{name}":1e999}}}}]"#);
    let reply = Reply::json(body).header("x-okta-request-id", "r".repeat(5000));
    let org = Org::scripted(vec![reply]).await;
    for error in [
        org.client().list_users().send().await.unwrap_err(),
        org.client()
            .list_users()
            .stream()
            .try_next()
            .await
            .unwrap_err(),
    ] {
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(shown.len() < 1000, "{}", shown.len());
            assert!(!shown.contains('\u{1b}'), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_refusal_is_read_like_any_body() {
    let body = "\u{FEFF}{\"errorCode\":\"E0000001\",\"errorSummary\":\"login: Z\\ud83d\"}";
    let mut reply = Reply::json(body);
    reply.status = 400;
    let org = Org::scripted(vec![reply]).await;
    let error = org.client().get_user("a").send().await.unwrap_err();
    assert_eq!(error.code(), Some("E0000001"));
    assert!(error.to_string().contains("login: Z\u{FFFD}"), "{error}");
}

/// A program that only deserialises keeps nothing of what fails.
#[test]
fn deserialising_leaves_no_trace() {
    for _ in 0..100 {
        assert!(serde_json::from_str::<User>(r#"{"profile":{"x":[1e999]}}"#).is_err());
    }
    let org = r#"{"profile":{"login":1}}"#;
    let user: User = serde_json::from_str(org).unwrap();
    assert_eq!(
        serde_json::to_value(user).unwrap(),
        serde_json::from_str::<Value>(org).unwrap()
    );
}
