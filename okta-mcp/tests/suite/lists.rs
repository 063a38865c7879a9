//! Answers fit, and nothing of a list is lost.
use std::collections::HashSet;

use crate::support::Setup;
use serde_json::{Value, json};

/// Reads a list to its end, and returns its ids and how many answers it took.
async fn walk(client: &crate::support::Session, mut call: Value) -> (Vec<String>, usize) {
    let mut ids = Vec::new();
    for answers in 1..20_000 {
        let answered = client.call("okta_call", call.clone()).await;
        assert!(answered.bytes <= 8192, "{} bytes", answered.bytes);
        let value = answered.good();
        let items = value["items"].as_array().unwrap();
        assert!(!items.is_empty() || value.get("next").is_none());
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match value.get("next") {
            Some(next) => call["cursor"] = next.clone(),
            None => return (ids, answers),
        }
    }
    panic!("the list has no end");
}

#[tokio::test]
async fn a_hundred_thousand_users_come_once_each() {
    let world = Setup {
        // Those who left are not listed, as in Okta's own list.
        users: 102_200,
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client().await;
    let call = json!({"operation": "listUsers", "fields": ["id"]});
    let (ids, answers) = walk(&client, call).await;
    // Every page but the last is full, so none was left out between two of them.
    let pages = world.org.journal().of("listUsers").len();
    assert_eq!(ids.len().div_ceil(200), pages);
    assert!(ids.len() >= 100_000, "{}", ids.len());
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    println!("{} users in {answers} answers", ids.len());
}

#[tokio::test]
async fn whole_users_fill_an_answer_and_the_cursor_goes_on_in_the_page() {
    let world = Setup {
        users: 450,
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client().await;
    world.org.journal().clear();
    let (ids, answers) = walk(&client, json!({"operation": "listUsers"})).await;
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    assert!(ids.len() > 400);
    assert!(answers > 10);
    // A page that was not shown to its end is not asked for again.
    let requests = world.org.journal().of("listUsers").len();
    assert!(requests <= 4, "{requests} requests for 3 pages");
}

#[tokio::test]
async fn lists_are_counted_and_grouped() {
    let world = Setup {
        users: 450,
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client().await;
    let counted = client
        .call(
            "okta_call",
            json!({"operation": "listUsers", "groupBy": "status"}),
        )
        .await
        .good();
    let sum: u64 = counted["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g["count"].as_u64().unwrap())
        .sum();
    assert_eq!(Some(sum), counted["count"].as_u64());
    assert_eq!(counted["complete"], true);
    // A log has no end of its own, and a count of it ends all the same.
    let log = client
        .call(
            "okta_call",
            json!({"operation": "listLogEvents", "count": true}),
        )
        .await
        .good();
    assert!(log["count"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn a_cursor_of_another_list_leads_nowhere() {
    let world = Setup {
        users: 450,
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client().await;
    let page = client.okta("listUsers", json!({"limit": 2})).await.good();
    let cursor = page["next"].clone();
    client
        .call(
            "okta_call",
            json!({"operation": "listGroups", "cursor": cursor}),
        )
        .await
        .bad();
}

#[tokio::test]
async fn one_large_answer_is_cut_to_whole_json() {
    let world = Setup::default().start().await;
    let client = world.client().await;
    let schema = client
        .okta("getUserSchema", json!({"schemaId": "default"}))
        .await;
    assert!(schema.bytes <= 8192, "{}", schema.bytes);
    let schema = schema.good();
    assert!(schema["value"].is_object());
}
