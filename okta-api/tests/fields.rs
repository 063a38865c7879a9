//! Properties as people write and read them.

#![allow(clippy::unwrap_used)]

mod support;

use chrono::{DateTime, TimeDelta, Utc};
use okta_api::{
    Error, Field, quoted,
    types::{
        Application, BookmarkApplication, Group, LogEvent, Policy, User, UserFactor, UserProfile,
        UserStatus,
    },
};
use serde_json::json;
use support::{Org, Reply};

#[test]
fn a_field_has_what_an_option_has() {
    let title = Field::from("Analyst");
    assert_eq!(
        title.clone().ok_or_else(|| "none"),
        Ok("Analyst".to_owned())
    );
    assert_eq!(title.clone().unwrap_or_else(String::new), "Analyst");
    assert_eq!(title.clone().filter(|title| title.len() > 7), None);
    assert_eq!(
        title.filter(|title| title.len() == 7).as_deref(),
        Some("Analyst")
    );
    for none in [
        Field::Absent,
        Field::Null,
        Field::<String>::Unrecognized(json!(7).into()),
    ] {
        assert_eq!(none.clone().ok_or_else(|| "none"), Err("none"));
        assert_eq!(none.unwrap_or_else(|| "other".into()), "other");
    }
}

#[test]
fn a_field_shows_its_value() {
    let mut user = User::default();
    assert_eq!(
        format!("[{}] [{:>3}]", user.status, user.status),
        "[] [   ]"
    );
    user.status = Field::Null;
    assert_eq!(user.status.to_string(), "");
    user.status = UserStatus::Active.into();
    assert_eq!(format!("[{:>8}]", user.status), "[  ACTIVE]");
    user.status = Field::Unrecognized(json!({"a": 1}).into());
    assert_eq!(user.status.to_string(), r#"{"a":1}"#);
}

#[test]
fn open_enums_compare_with_text() {
    let mut user = User {
        status: "ACTIVE".into(),
        ..Default::default()
    };
    assert!(user.status == "ACTIVE" && user.status == *"ACTIVE");
    assert!(user.status != "active" && user.status == UserStatus::Active);
    assert!(UserStatus::Active == "ACTIVE");
    user.status = "NEW_STATUS".into();
    assert_eq!(user.status, "NEW_STATUS");
    user.status = Field::Null;
    assert!(user.status != "");
}

#[test]
fn text_comes_in_every_form() {
    let owned = "Ada".to_owned();
    let status = "ACTIVE".to_owned();
    let user = User {
        status: UserStatus::from(&status).into(),
        profile: UserProfile {
            first_name: (&owned).into(),
            nick_name: owned.as_str().into(),
            display_name: owned.clone().into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let profile = user.profile.as_ref().unwrap();
    assert_eq!(profile.first_name, profile.display_name);
    let names = ["a", "b"];
    let lists: [Field<Vec<String>>; 4] = [
        vec!["a", "b"].into_iter().collect(),
        ["a", "b"].into(),
        names.as_slice().into(),
        vec!["a".to_owned(), "b".to_owned()].into(),
    ];
    assert!(lists.iter().all(|list| *list == lists[0]));
    let empty: Field<Vec<String>> = Vec::new().into();
    assert!(empty.is_some_and(Vec::is_empty));
}

#[test]
fn the_way_into_a_property_throws_no_value_of_another_type_away() {
    let odd = json!({"profile": ["secret"]});
    let mut user: User = serde_json::from_value(odd.clone()).unwrap();
    let lost = user.profile.get_or_insert_default().unwrap_err();
    let message = Error::from(lost).to_string();
    assert!(message.contains("there is a list"), "{message}");
    assert!(!message.contains("secret"), "{message}");
    assert_eq!(serde_json::to_value(&user).unwrap(), odd);
    user.profile = UserProfile::default().into();
    for mut profile in [Field::Absent, Field::Null, user.profile] {
        profile.get_or_insert_default().unwrap().title = "Analyst".into();
        assert_eq!(profile.as_ref().unwrap().title.as_deref(), Some("Analyst"));
    }
}

#[test]
fn what_has_an_id_has_it_as_text_or_says_what_lacks_it() {
    let user: User = serde_json::from_value(json!({"id": "00u1"})).unwrap();
    assert_eq!(user.id().unwrap(), "00u1");
    let event: LogEvent = serde_json::from_value(json!({"uuid": "e1"})).unwrap();
    assert_eq!(event.uuid().unwrap(), "e1");
    let app = Application::from(BookmarkApplication {
        id: "0oa1".into(),
        ..Default::default()
    });
    assert_eq!(app.id().unwrap(), "0oa1");
    for (error, resource) in [
        (User::default().id().unwrap_err(), "User"),
        (
            Group {
                id: Field::Null,
                ..Default::default()
            }
            .id()
            .unwrap_err(),
            "Group",
        ),
        (
            Application::from(BookmarkApplication::default())
                .id()
                .unwrap_err(),
            "BookmarkApplication",
        ),
        (Policy::default().id().unwrap_err(), "PolicyBase"),
        (UserFactor::default().id().unwrap_err(), "UserFactorBase"),
    ] {
        assert!(error.to_string().contains(resource), "{error}");
        assert!(matches!(error, Error::Missing { property: "id", .. }));
    }
}

#[tokio::test]
async fn arguments_are_sent_as_okta_documents_them() {
    let org = Org::scripted(vec![Reply::json("[]")]).await;
    let client = org.client();
    let since: DateTime<Utc> = "2026-01-31T12:00:00.123456789Z".parse().unwrap();
    let limit = ["a"; 50].len();
    let events = client.list_log_events().since(since).limit(limit);
    events
        .until(since + TimeDelta::seconds(1))
        .send()
        .await
        .unwrap();
    client.list_users().limit(7_u8).send().await.unwrap();
    client.list_users().limit(-1).send().await.unwrap();
    client.list_users().limit(u64::MAX).send().await.unwrap();
    let seen = org.seen();
    assert_eq!(seen[0].query("since"), Some("2026-01-31T12:00:00.123Z"));
    assert_eq!(seen[0].query("until"), Some("2026-01-31T12:00:01.123Z"));
    let limits: Vec<_> = seen
        .iter()
        .map(|seen| seen.query("limit").unwrap())
        .collect();
    assert_eq!(limits, ["50", "7", "-1", "9223372036854775807"]);
}

#[tokio::test]
async fn a_quoted_value_arrives_as_a_value() {
    let org = Org::scripted(vec![Reply::json("[]")]).await;
    let search = format!("profile.title eq {}", quoted(r#"a\"b" or status pr"#));
    org.client()
        .list_users()
        .search(search)
        .send()
        .await
        .unwrap();
    let expected = r#"profile.title eq "a\\\"b\" or status pr""#;
    assert_eq!(org.seen()[0].query("search"), Some(expected));
}

/// Whole numbers that no `i64` holds, and the zero that is below zero, are numbers still.
#[test]
fn odd_numbers_are_kept() {
    let text = r#"{"priority":9223372036854775808,"a":18446744073709551615,"b":-0,"c":0.1}"#;
    let policy: Policy = serde_json::from_str(text).unwrap();
    let written = serde_json::to_value(&policy).unwrap();
    assert_eq!(written["priority"], json!(9_223_372_036_854_775_808_u64));
    assert_eq!(written["a"], json!(u64::MAX));
    assert!(written["b"].as_f64().is_some_and(|zero| zero == 0.0));
}
