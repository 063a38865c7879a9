//! Changing a user against others who do the same.

#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use support::{Org, Reply};

use okta_api::{
    Client, Error, Field,
    types::{Application, BookmarkApplication, GroupRule, UserProfile},
};

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
            user.profile.get_or_insert_default()?.nick_name = "Ada".to_owned().into();
            Ok(())
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

/// An org that has this resource at every path, and takes what is sent.
async fn org_with(resource: Value) -> Org {
    Org::start(move |seen| match seen.method.as_str() {
        "GET" => Reply::json(resource.to_string()),
        _ => Reply::json(String::from_utf8(seen.body.clone()).unwrap()),
    })
    .await
}

/// What was sent: method, path and body.
fn sent(org: &Org) -> Vec<(String, String, Value)> {
    let writes = org.seen().into_iter().filter(|seen| seen.method != "GET");
    writes
        .map(|seen| {
            let body = serde_json::from_slice(&seen.body).unwrap();
            (seen.method, seen.path, body)
        })
        .collect()
}

fn user() -> Value {
    json!({
        "id": "00u1", "status": "ACTIVE", "created": "2026-01-01T00:00:00.000Z",
        "profile": {"login": "a@b.c", "title": "Countess", "costCode": 7, "mobilePhone": null},
        "_links": {"self": {"href": "https://acme.okta.com/api/v1/users/00u1"}},
    })
}

#[tokio::test]
async fn what_a_change_makes_absent_is_left_alone() {
    let changes: [fn(&mut UserProfile); 4] = [
        |profile| {
            profile.remove("costCode");
        },
        |profile| profile.title = Field::Absent,
        |profile| {
            *profile = UserProfile {
                title: "Countess".into(),
                ..Default::default()
            };
        },
        |profile| profile.mobile_phone = Field::Null,
    ];
    for change in changes {
        let org = org_with(user()).await;
        let client = org.client();
        client
            .update_user_with("00u1", |user| change(user.profile.as_mut().unwrap()))
            .await
            .unwrap();
        assert_eq!(sent(&org), []);
    }
    let org = org_with(user()).await;
    org.client()
        .update_user_with("00u1", |user| {
            let profile = UserProfile {
                title: "Analyst".into(),
                ..Default::default()
            };
            user.profile = profile.into();
            user.created = Field::Absent;
            user.links = Field::Absent;
        })
        .await
        .unwrap();
    assert_eq!(sent(&org)[0].2, json!({"profile": {"title": "Analyst"}}));
}

#[tokio::test]
async fn null_clears_described_and_custom_attributes() {
    let org = org_with(user()).await;
    org.client()
        .update_user_with("00u1", |user| {
            let profile = user.profile.get_or_insert_default()?;
            profile.title = Field::Null;
            profile.set("costCode", ())?;
            Ok(())
        })
        .await
        .unwrap();
    let cleared = json!({"profile": {"title": null, "costCode": null}});
    assert_eq!(sent(&org)[0].2, cleared);
}

#[tokio::test]
async fn a_change_that_fails_sends_nothing_and_is_told() {
    let org = org_with(user()).await;
    let client = org.client();
    let error = client
        .update_user_with("00u1", |user| {
            let profile = user.profile.get_or_insert_default()?;
            profile.title = "Analyst".into();
            let number: u8 = profile.get("login")?.unwrap_or_default();
            profile.set("number", number)?;
            Ok(())
        })
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Change(_)), "{error}");
    assert!(error.to_string().contains("nothing was changed"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    // An error of ours stays what it is.
    let error = client
        .update_user_with("00u1", |user| {
            user.id = Field::Absent;
            user.id()?;
            Ok(())
        })
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        Error::Missing {
            resource: "User",
            property: "id"
        }
    ));
    assert_eq!(sent(&org), []);
}

/// Where Okta takes the whole resource, it gets the whole, without what only it sets.
#[tokio::test]
async fn groups_are_replaced_with_all_that_was_there() {
    let org = org_with(json!({
        "id": "00g1", "type": "OKTA_GROUP", "objectClass": ["okta:user_group"],
        "created": "2026-01-01T00:00:00.000Z", "lastUpdated": "2026-01-01T00:00:00.000Z",
        "profile": {"name": "Analysts", "description": "all", "floor": 3},
        "_links": {"users": {"href": "x"}},
    }))
    .await;
    let client = org.client();
    client.update_group_with("00g1", |_| {}).await.unwrap();
    assert_eq!(sent(&org), []);
    client
        .update_group_with("00g1", |group| {
            group.profile.get_or_insert_default()?.description = Field::Null;
            Ok(())
        })
        .await
        .unwrap();
    let profile = json!({"name": "Analysts", "description": null, "floor": 3});
    let expected = json!({"type": "OKTA_GROUP", "profile": profile});
    assert_eq!(
        sent(&org),
        [("PUT".into(), "/api/v1/groups/00g1".into(), expected)]
    );
}

#[tokio::test]
async fn a_group_rule_keeps_its_conditions() {
    let rule = json!({
        "id": "0pr1", "type": "group_rule", "status": "INACTIVE", "name": "a",
        "conditions": {"expression": {"value": "true", "type": "urn:okta:expression:1.0"},
            "people": {"users": {"exclude": ["00u1"]}}},
        "actions": {"assignUserToGroups": {"groupIds": ["00g1"]}}, "new": {"id": 1},
    });
    let org = org_with(rule.clone()).await;
    let rename = |rule: &mut GroupRule| rule.name = "b".into();
    let client = org.client();
    client.update_group_rule_with("0pr1", rename).await.unwrap();
    let (method, path, body) = sent(&org).remove(0);
    assert_eq!((&*method, &*path), ("PUT", "/api/v1/groups/rules/0pr1"));
    let mut expected = rule;
    expected["name"] = json!("b");
    expected.as_object_mut().unwrap().remove("id");
    assert_eq!(body, expected);
}

#[tokio::test]
async fn an_application_keeps_its_type_and_its_name() {
    for (resource, kept) in [
        (
            json!({"name": "bookmark", "signOnMode": "BOOKMARK"}),
            "bookmark",
        ),
        (
            json!({"name": "acme_1", "signOnMode": "SAML_2_0"}),
            "acme_1",
        ),
        (json!({"name": "new", "signOnMode": "NEW_MODE"}), "new"),
    ] {
        let mut whole = resource;
        for (name, value) in [
            ("id", json!("0oa1")),
            ("label", json!("A")),
            ("created", json!("2026-01-01T00:00:00.000Z")),
            ("status", json!("ACTIVE")),
            ("_links", json!({"appLinks": [{"href": "x"}]})),
            (
                "settings",
                json!({"app": {"url": "https://a"}, "notes": {"admin": "x"}}),
            ),
        ] {
            whole[name] = value;
        }
        let org = org_with(whole.clone()).await;
        org.client()
            .update_application_with("0oa1", |app| *app.label_mut() = "B".into())
            .await
            .unwrap();
        let (method, path, body) = sent(&org).remove(0);
        assert_eq!((&*method, &*path), ("PUT", "/api/v1/apps/0oa1"));
        let expected = json!({
            "name": kept, "signOnMode": whole["signOnMode"], "label": "B",
            "settings": whole["settings"],
        });
        assert_eq!(body, expected);
    }
    // A closure that puts another value there changes what that value has.
    let org = org_with(
        json!({"id": "0oa1", "name": "bookmark", "signOnMode": "BOOKMARK",
        "label": "A", "visibility": {"hide": {"iOS": true}}}),
    )
    .await;
    let fresh = BookmarkApplication {
        label: "B".into(),
        ..Default::default()
    };
    org.client()
        .update_application_with("0oa1", |app| *app = Application::from(fresh.clone()))
        .await
        .unwrap();
    assert_eq!(
        sent(&org)[0].2["visibility"],
        json!({"hide": {"iOS": true}})
    );
}

#[tokio::test]
async fn an_application_user_gets_the_change_alone() {
    let org = org_with(json!({
        "id": "00u1", "scope": "USER", "syncState": "DISABLED",
        "credentials": {"userName": "ada"}, "profile": {"role": "a", "floor": 3},
    }))
    .await;
    org.client()
        .update_application_user_with("0oa1", "00u1", |user| {
            let profile = user.profile.get_or_insert_default()?;
            profile.set("role", "b")?;
            profile.remove("floor");
            Ok(())
        })
        .await
        .unwrap();
    let expected = json!({"profile": {"role": "b"}});
    let path = "/api/v1/apps/0oa1/users/00u1";
    assert_eq!(sent(&org), [("POST".into(), path.into(), expected)]);
}

#[tokio::test]
async fn policies_and_their_rules_keep_what_is_not_changed() {
    let conditions = json!({"people": {"groups": {"include": ["00g1"]}},
        "app": {"include": [{"type": "APP", "id": "0oa1"}]}});
    let policy = json!({"id": "00p1", "type": "ACCESS_POLICY", "name": "a", "priority": 1,
        "conditions": conditions, "created": "2026-01-01T00:00:00.000Z", "_embedded": {},
        "_links": {}});
    let expected = |name: &str| json!({"type": "ACCESS_POLICY", "name": name, "priority": 1, "conditions": conditions});
    let org = org_with(policy.clone()).await;
    let client: Client = org.client();
    client
        .update_policy_with("00p1", |policy| *policy.name_mut() = "b".into())
        .await
        .unwrap();
    client
        .update_policy_rule_with("00p1", "0pr1", |rule| *rule.name_mut() = "c".into())
        .await
        .unwrap();
    let sent = sent(&org);
    assert_eq!(
        sent[0],
        ("PUT".into(), "/api/v1/policies/00p1".into(), expected("b"))
    );
    let path = "/api/v1/policies/00p1/rules/0pr1";
    assert_eq!((&*sent[1].0, &*sent[1].1), ("PUT", path));
    assert_eq!(sent[1].2, expected("c"));
}
