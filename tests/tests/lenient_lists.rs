//! One element that does not decode costs a list that element, and nothing else.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../okta-api/tests/support/mod.rs"]
mod support;

use futures::{StreamExt, TryStreamExt};
use okta_api::{
    DecodeFailure, Error, Field,
    types::{Application, User},
};
use serde_json::{Value, json};
use support::{Org, Reply, Seen};

/// A list in two pages.
async fn list(first: Value, second: Value) -> Org {
    Org::start(move |seen: &Seen| {
        if seen.query("after").is_some() {
            return Reply::json(second.to_string());
        }
        let (host, path) = (seen.header("host").unwrap(), &seen.path);
        Reply::json(first.to_string())
            .header("x-okta-request-id", "request-1")
            .header(
                "link",
                format!("<http://{host}{path}?after=2>; rel=\"next\""),
            )
    })
    .await
}

fn failure(error: &Error) -> &DecodeFailure {
    match error {
        Error::Decode(failure) => failure,
        other => panic!("{other:?}"),
    }
}

fn user(id: &str) -> Value {
    json!({"id": id, "status": "ACTIVE", "profile": {"login": id}})
}

#[tokio::test]
async fn the_others_and_later_pages_arrive() {
    for bad in [
        json!("a string"),
        json!(42),
        json!(null),
        json!(true),
        json!([user("x")]),
    ] {
        let org = list(json!([user("a"), bad, user("c")]), json!([user("d")])).await;
        let items: Vec<_> = org.client().list_users().stream().collect().await;

        let ids: Vec<_> = items
            .iter()
            .map(|item| {
                item.as_ref()
                    .map_or("-", |user| user.id.as_deref().unwrap())
            })
            .collect();
        assert_eq!(ids, ["a", "-", "c", "d"], "{bad}");
        let error = items[1].as_ref().unwrap_err();
        let failure = failure(error);
        assert_eq!(failure.operation(), "listUsers");
        assert_eq!(failure.index(), Some(1));
        assert_eq!(failure.path(), "$[1]");
        assert_eq!(serde_json::from_slice::<Value>(failure.raw()).unwrap(), bad);
        let shown = error.to_string();
        for part in ["listUsers", "element 1", "$[1]", "request-1"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
}

#[tokio::test]
async fn a_page_tells_which_element_it_was() {
    let org = list(json!([7, user("b")]), json!([])).await;
    let page = org.client().list_users().page().await.unwrap();
    assert_eq!(page.len(), 2);
    let items: Vec<_> = page.items().collect();
    assert_eq!(failure(items[0].unwrap_err()).index(), Some(0));
    assert_eq!(items[1].unwrap().id, "b");
    assert!(page.next().is_some());
    assert_eq!(failure(&page.into_values().unwrap_err()).index(), Some(0));
}

/// Whoever asks for the list as a whole gets the whole list or none.
#[tokio::test]
async fn the_plain_call_is_an_error() {
    let org = list(json!([user("a"), "b"]), json!([])).await;
    let error = org.client().list_users().send().await.unwrap_err();
    let failure = failure(&error);
    assert_eq!((failure.operation(), failure.path()), ("listUsers", "$[1]"));
    assert_eq!(failure.index(), None);
    let raw: Value = serde_json::from_slice(failure.raw()).unwrap();
    assert_eq!(raw, json!([user("a"), "b"]));
}

#[tokio::test]
async fn a_body_that_is_no_list_is_an_error() {
    let org = list(json!({"users": []}), json!([])).await;
    let error = org.client().list_users().page().await.unwrap_err();
    assert_eq!(failure(&error).path(), "$");
    let items: Vec<_> = org.client().list_users().stream().collect().await;
    assert!(items.len() == 1 && items[0].is_err(), "{items:?}");
}

#[tokio::test]
async fn a_value_of_another_type_fails_nothing() {
    let odd = json!({"id": "b", "status": 5, "profile": {"login": ["b"]}, "created": "today"});
    // Alone, and next to an element that does fail.
    for first in [json!([user("a"), odd]), json!([user("a"), odd, null])] {
        let org = list(first, json!([user("d")])).await;
        let users: Vec<User> = org
            .client()
            .list_users()
            .stream()
            .filter_map(|item| async { item.ok() })
            .collect()
            .await;
        assert_eq!(users.len(), 3);
        assert_eq!(users[1].status, Field::Unrecognized(json!(5).into()));
        let profile = users[1].profile.as_ref().unwrap();
        assert_eq!(profile.login.unrecognized(), Some(&json!(["b"])));
        assert_eq!(serde_json::to_value(&users[1]).unwrap(), odd);
    }
}

fn applications() -> Value {
    let saml = |signed: Value| {
        json!({
            "signOnMode": "SAML_2_0",
            "settings": {"signOn": {"acsEndpoints": [{"index": 0}], "assertionSigned": signed}},
        })
    };
    json!([
        saml(json!(true)),
        saml(json!("yes")),
        {"settings": {"signOn": {"acsEndpoints": [{"index": 0}, {"index": "1"}]}},
         "signOnMode": "SAML_2_0", "name": "x"},
        {"signOnMode": "NEWEST", "id": null, "new": 1},
        {"signOnMode": ["SAML_2_0"]},
    ])
}

/// On demand, what is not as described is an error that tells the type and the place.
#[tokio::test]
async fn strict_types_name_the_variant_and_the_field() {
    let org = list(applications(), json!([{"signOnMode": "BOOKMARK"}])).await;
    let strict = org.builder().strict_types(true).build().unwrap();
    let items: Vec<_> = strict.list_applications().stream().collect().await;
    assert_eq!(items.len(), 6);
    for (index, path, reasons) in [
        (
            1,
            "$[1].settings.signOn.assertionSigned",
            &["expected true or false, found a string", "SamlApplication"][..],
        ),
        (
            2,
            "$[2].settings.signOn.acsEndpoints[1].index",
            &["expected a whole number, found a string", "SamlApplication"],
        ),
        (4, "$[4].signOnMode", &["found a list", "ApplicationBase"]),
    ] {
        let failure = failure(items[index].as_ref().unwrap_err());
        assert_eq!((failure.index(), failure.path()), (Some(index), path));
        for reason in reasons {
            assert!(failure.reason().contains(reason), "{}", failure.reason());
        }
        let raw: Value = serde_json::from_slice(failure.raw()).unwrap();
        assert_eq!(raw, applications()[index]);
    }
    assert!(matches!(items[0], Ok(Application::Saml(_))));
    // Null, unknown properties and unknown kinds are as described: they may come.
    assert!(matches!(items[3], Ok(Application::Unrecognized(_))));
    assert!(matches!(items[5], Ok(Application::Bookmark(_))));

    let error = strict.list_applications().send().await.unwrap_err();
    assert_eq!(
        failure(&error).path(),
        "$[1].settings.signOn.assertionSigned"
    );

    // Strictness is the client's, and does not linger on the thread.
    let lenient: Vec<_> = org
        .client()
        .list_applications()
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(lenient.len(), 6);
}
