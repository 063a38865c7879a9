//! The examples do what they say: each is run on an org whose state is looked at after.
#![allow(clippy::unwrap_used)]

// Each file has a `main` of its own.
#[allow(dead_code)]
#[path = "../examples/applications.rs"]
mod applications;
#[allow(dead_code)]
#[path = "../examples/audit.rs"]
mod audit;
#[allow(dead_code)]
#[path = "../examples/authorization_server.rs"]
mod authorization_server;
#[allow(dead_code)]
#[path = "../examples/group_rule.rs"]
mod group_rule;
#[allow(dead_code)]
#[path = "../examples/key_rotation.rs"]
mod key_rotation;
#[allow(dead_code)]
#[path = "../examples/offboarding.rs"]
mod offboarding;
#[allow(dead_code)]
#[path = "../examples/onboarding.rs"]
mod onboarding;
#[allow(dead_code)]
#[path = "../examples/sign_on_policy.rs"]
mod sign_on_policy;
mod support;

use okta_mock::{Limits, Org};
use serde_json::{Value, json};
use support::World;

async fn world() -> World {
    World::of(Org::builder().limits(Limits::none()).start().await.unwrap())
}

/// The values of a property of list members.
fn each<'a>(members: &'a [Value], pointer: &str) -> Vec<&'a Value> {
    members
        .iter()
        .map(|member| member.pointer(pointer).unwrap_or(&Value::Null))
        .collect()
}

/// The types of the events that the System Log has of a target, oldest first.
async fn events_of(world: &World, target: &str) -> Vec<String> {
    let events = world.all("/api/v1/logs?until=2100-01-01T00:00:00Z").await;
    events
        .iter()
        .filter(|event| each(event["target"].as_array().unwrap(), "/id").contains(&&json!(target)))
        .map(|event| event["eventType"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn onboarding_then_offboarding() {
    let world = world().await;
    let client = world.org.client();
    let (group, app) = onboarding::team(&client).await.unwrap();
    let user = onboarding::onboard(&client, &group).await.unwrap();
    let access = onboarding::access(&client, &app, &user).await.unwrap();
    assert_eq!(access.scope.as_deref(), Some("GROUP"));
    let groups = world.all(&format!("/api/v1/users/{user}/groups")).await;
    assert_eq!(each(&groups, "/profile/name"), ["Everyone", "Compilers"]);
    assert_eq!(
        events_of(&world, &user).await,
        [
            "user.lifecycle.create",
            "user.lifecycle.activate",
            "group.user_membership.add"
        ]
    );

    // Something of every kind to take away.
    let own = json!({"label": "Diary", "name": "bookmark", "signOnMode": "BOOKMARK"});
    let own = world.post("/api/v1/apps", &own).await.1["id"].clone();
    let own = own.as_str().unwrap();
    let assignment = json!({"id": user, "scope": "USER"});
    let users = format!("/api/v1/apps/{own}/users");
    assert_eq!(world.post(&users, &assignment).await.0, 200);
    let factor = json!({"factorType": "sms", "provider": "OKTA",
        "profile": {"phoneNumber": "+14155550100"}});
    let factors = format!("/api/v1/users/{user}/factors");
    assert_eq!(world.post(&factors, &factor).await.0, 200);
    let sign_in = json!({"username": "grace@example.com", "password": "Nanosecond-11"});
    let token = world.post("/api/v1/authn", &sign_in).await.1["sessionToken"].clone();
    let token = json!({"sessionToken": token});
    let session = world.post("/api/v1/sessions", &token).await.1["id"].clone();
    let session = format!("/api/v1/sessions/{}", session.as_str().unwrap());
    assert_eq!(world.get(&session).await.0, 200);

    let taken = offboarding::offboard(&client, &user).await.unwrap();
    assert_eq!(taken.factors, ["sms"]);
    assert_eq!(taken.groups, [group.as_str()]);
    assert_eq!(taken.apps, [own]);
    for gone in [&session, &factors, &format!("/api/v1/users/{user}")] {
        assert_eq!(world.get(gone).await.0, 404, "{gone}");
    }
    for empty in [
        users,
        format!("/api/v1/apps/{app}/users"),
        format!("/api/v1/groups/{group}/users"),
    ] {
        assert_eq!(world.get(&empty).await, (200, json!([])), "{empty}");
    }
    let events = events_of(&world, &user).await;
    assert_eq!(
        events[events.len() - 3..],
        [
            "user.lifecycle.deactivate",
            "user.lifecycle.delete.initiated",
            "user.lifecycle.delete.completed"
        ]
    );
}

#[tokio::test]
async fn a_rule_keeps_a_group() {
    let world = world().await;
    let client = world.org.client();
    let group = group_rule::group_for(&client, "Legal").await.unwrap();
    let search = "/api/v1/users?search=profile.department%20eq%20%22Legal%22";
    let path = format!("/api/v1/groups/{group}/users");
    let same = async || {
        let (lawyers, members) = (world.all(search).await, world.all(&path).await);
        let mut members = each(&members, "/id");
        let mut lawyers = each(&lawyers, "/id");
        members.sort_by_key(|id| id.to_string());
        lawyers.sort_by_key(|id| id.to_string());
        assert_eq!(members, lawyers);
        members.len()
    };
    let before = same().await;
    let me = world.get("/api/v1/users/me").await.1["id"].clone();
    let me = me.as_str().unwrap();
    group_rule::move_to(&client, me, "Somewhere").await.unwrap();
    let without = same().await;
    group_rule::move_to(&client, me, "Legal").await.unwrap();
    assert_eq!(same().await, without + 1);
    assert!(before >= without);
    let members = group_rule::members(&client, &group).await.unwrap();
    assert!(members.iter().any(|id| id == me));
}

#[tokio::test]
async fn applications_for_a_group() {
    let world = world().await;
    let client = world.org.client();
    let group = world.all("/api/v1/groups?q=Engineering").await[0]["id"].clone();
    let group = group.as_str().unwrap();
    for app in [applications::saml(), applications::oidc()] {
        let app = applications::create_for(&client, app, group).await.unwrap();
        let id = app.id().unwrap();
        let stored = world.get(&format!("/api/v1/apps/{id}")).await.1;
        assert_eq!(stored["status"], "ACTIVE");
        let metadata = applications::metadata(&client, &app).await.unwrap();
        if stored["signOnMode"] == "SAML_2_0" {
            let acs = &stored["settings"]["signOn"]["ssoAcsUrl"];
            assert_eq!(acs, "https://portal.example.com/saml/acs");
            assert!(metadata.contains("<md:EntityDescriptor"), "{metadata}");
        } else {
            assert_eq!(stored["signOnMode"], "OPENID_CONNECT");
            assert_eq!(applications::client_id(&app), Some(id));
            assert_eq!(metadata, "");
        }
        let users = world.all(&format!("/api/v1/apps/{id}/users")).await;
        let members = world.all(&format!("/api/v1/groups/{group}/users")).await;
        assert!(!members.is_empty());
        assert_eq!(each(&users, "/id"), each(&members, "/id"));
        assert!(users.iter().all(|user| user["scope"] == "GROUP"));
    }
}

#[tokio::test]
async fn an_authorization_server_for_services() {
    let world = world().await;
    let client = world.org.client();
    let server = authorization_server::create(&client).await.unwrap();
    let policy = authorization_server::allow_services(&client, &server);
    let policy = policy.await.unwrap();
    let url = format!("/api/v1/authorizationServers/{server}");
    let stored = world.get(&url).await.1;
    assert_eq!(stored["audiences"], json!(["api://orders"]));
    let scopes = world.all(&format!("{url}/scopes")).await;
    assert!(each(&scopes, "/name").contains(&&json!("orders:read")));
    let claims = world.all(&format!("{url}/claims")).await;
    let claim = claims.iter().find(|claim| claim["name"] == "department");
    assert_eq!(claim.unwrap()["value"], "user.department");
    let rules = world.all(&format!("{url}/policies/{policy}/rules")).await;
    assert_eq!(rules.len(), 1);
    assert_eq!(
        rules[0]["conditions"]["scopes"]["include"],
        json!(["orders:read"])
    );
    assert_eq!(
        rules[0]["actions"]["token"]["accessTokenLifetimeMinutes"],
        60
    );
}

#[tokio::test]
async fn a_policy_asks_for_a_factor() {
    let world = world().await;
    let client = world.org.client();
    let policy = sign_on_policy::require_factor(&client, "00g1")
        .await
        .unwrap();
    let stored = world.get(&format!("/api/v1/policies/{policy}")).await.1;
    assert_eq!(
        (&stored["priority"], &stored["status"]),
        (&json!(1), &json!("ACTIVE"))
    );
    let groups = &stored["conditions"]["people"]["groups"]["include"];
    assert_eq!(groups, &json!(["00g1"]));
    let rules = world.all(&format!("/api/v1/policies/{policy}/rules")).await;
    assert_eq!(rules[0]["actions"]["signon"]["requireFactor"], true);
    let all = world.all("/api/v1/policies?type=OKTA_SIGN_ON").await;
    let default = all.iter().find(|policy| policy["system"] == true).unwrap();
    assert_eq!(default["priority"], 2);
}

#[tokio::test]
async fn an_audit_counts_what_failed() {
    let world = world().await;
    let client = world.org.client();
    let count = async || {
        let now = world.org.clock().now() + chrono::TimeDelta::seconds(1);
        let failures = audit::failed_sign_ins(&client, now).await.unwrap();
        let all: usize = failures.values().map(Vec::len).sum();
        (all, failures.get("nobody@example.com").map_or(0, Vec::len))
    };
    let (before, nobody) = count().await;
    assert!(before > 0 && nobody == 0);
    let wrong = json!({"username": "nobody@example.com", "password": "x"});
    for _ in 0..2 {
        assert_eq!(world.post("/api/v1/authn", &wrong).await.0, 401);
    }
    assert_eq!(count().await, (before + 2, 2));
    // What is older than 30 days does not count.
    let month = std::time::Duration::from_secs(31 * 24 * 3600);
    world.org.clock().advance(month);
    assert_eq!(count().await, (0, 0));
}

#[tokio::test]
async fn a_service_account_changes_its_key() {
    let world = world().await;
    let (client, url) = (world.org.client(), world.org.url());
    let old = key_rotation::key_pair("2025").unwrap();
    let new = key_rotation::key_pair("2026").unwrap();
    let app = key_rotation::register(&client, url, &old).await.unwrap();
    key_rotation::try_key(url, &app, &old).await.unwrap();
    assert!(key_rotation::try_key(url, &app, &new).await.is_err());
    key_rotation::rotate(&client, url, &app, &new)
        .await
        .unwrap();
    let keys = key_rotation::read_keys(&client, &app).await.unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].kid.as_deref(), Some("2026"));
    key_rotation::try_key(url, &app, &new).await.unwrap();
    assert!(key_rotation::try_key(url, &app, &old).await.is_err());
}
