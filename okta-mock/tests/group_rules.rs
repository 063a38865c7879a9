//! Who belongs to a group that a rule fills, when somebody takes a hand.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::{World, id};

async fn created(world: &World, path: &str, body: Value) -> Value {
    let (status, created) = world.post(path, &body).await;
    assert_eq!(status, 200, "{created}");
    created
}

async fn members(world: &World, group: &Value) -> Vec<String> {
    let members = world
        .all(&format!("/api/v1/groups/{}/users", id(group)))
        .await;
    members.iter().map(|user| id(user).to_owned()).collect()
}

#[tokio::test]
async fn a_rule_says_whether_its_groups_are_there_and_whom_it_leaves_out() {
    let world = World::start().await;
    let body = json!({ "profile": { "name": "One" } });
    let group = created(&world, "/api/v1/groups", body).await;
    let mut body = json!({ "type": "group_rule", "name": "r",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0",
            "value": "user.department==\"Mathematics\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [id(&group)] } } });
    let plain = created(&world, "/api/v1/groups/rules", body.clone()).await;
    assert!(plain["conditions"].get("people").is_none(), "{plain}");
    body["name"] = "s".into();
    body["conditions"]["people"] = json!({ "users": {} });
    let rule = created(&world, "/api/v1/groups/rules", body).await;
    let nobody = json!({ "exclude": [] });
    assert_eq!(
        rule["conditions"]["people"],
        json!({ "users": nobody, "groups": nobody })
    );
    assert_eq!(rule["allGroupsValid"], true);
    let group = format!("/api/v1/groups/{}", id(&group));
    assert_eq!(world.delete(&group).await.0, 204);
    let rule = format!("/api/v1/groups/rules/{}", id(&rule));
    assert_eq!(world.get(&rule).await.1["allGroupsValid"], false);
}

#[tokio::test]
async fn who_is_removed_by_hand_is_left_alone_by_the_rule() {
    let world = World::start().await;
    let mut groups = Vec::new();
    for name in ["One", "Two"] {
        let body = json!({ "profile": { "name": name } });
        groups.push(created(&world, "/api/v1/groups", body).await);
    }
    let profile = json!({ "firstName": "A", "lastName": "L", "email": "a@example.com",
        "login": "a@example.com", "department": "Mathematics" });
    let user = json!({ "profile": profile });
    let user = created(&world, "/api/v1/users?activate=true", user).await;
    let rule = json!({ "type": "group_rule", "name": "Mathematicians",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0",
            "value": "user.department==\"Mathematics\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [id(&groups[0]), id(&groups[1])] } } });
    let rule = created(&world, "/api/v1/groups/rules", rule).await;
    let rule = format!("/api/v1/groups/rules/{}", id(&rule));
    let activate = format!("{rule}/lifecycle/activate");
    world.post(&activate, &Value::Null).await;
    assert_eq!(members(&world, &groups[0]).await, [id(&user)]);

    let membership = format!("/api/v1/groups/{}/users/{}", id(&groups[0]), id(&user));
    assert_eq!(world.delete(&membership).await.0, 204);
    let excluded = world.get(&rule).await.1["conditions"]["people"]["users"]["exclude"].take();
    assert_eq!(excluded, json!([id(&user)]));
    let log = "/api/v1/logs?filter=eventType%20eq%20%22group.user_membership.rule.add_exclusion%22";
    assert_eq!(world.get(log).await.1[0]["target"][1]["id"], user["id"]);

    // Neither a change of the user nor the rule itself brings the user back.
    let changed = json!({ "profile": { "title": "Countess" } });
    let own = format!("/api/v1/users/{}", id(&user));
    assert_eq!(world.post(&own, &changed).await.0, 200);
    for group in &groups {
        assert_eq!(members(&world, group).await, [""; 0]);
    }
    world
        .post(&format!("{rule}/lifecycle/deactivate"), &Value::Null)
        .await;
    world.post(&activate, &Value::Null).await;
    assert_eq!(members(&world, &groups[0]).await, [""; 0]);

    // Whom no rule manages is removed, and that is all.
    assert_eq!(world.put(&membership, &Value::Null).await.0, 204);
    assert_eq!(world.delete(&membership).await.0, 204);
    let excluded = world.get(&rule).await.1["conditions"]["people"]["users"]["exclude"].take();
    assert_eq!(excluded.as_array().map(Vec::len), Some(1));
}
