//! What an org holds from the start: plausible, and enough for every job to show something.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;

use okta_mock::{Clock, Limits, Org};
use serde_json::Value;
use support::{World, id};

async fn world(users: u32) -> World {
    let clock = Clock::starting_at("2026-05-01T12:00:00Z".parse().unwrap());
    let org = Org::builder()
        .users(users)
        .clock(clock)
        .limits(Limits::none());
    World::of(org.start().await.unwrap())
}

/// Every list of the org, below one member of each collection.
async fn lists(world: &World) -> Vec<(String, Value)> {
    let first = async |path: &str| {
        let (_, all) = world.get(path).await;
        id(&all[0]).to_owned()
    };
    let users = world
        .all("/api/v1/users?search=status%20eq%20%22ACTIVE%22")
        .await;
    let user = id(&users[1]).to_owned();
    let app = first("/api/v1/apps").await;
    let server = first("/api/v1/authorizationServers").await;
    let brand = first("/api/v1/brands").await;
    let provider = first("/api/v1/idps").await;
    let mut paths: Vec<String> = [
        "apps",
        "authenticators",
        "authorizationServers",
        "brands",
        "domains",
        "eventHooks",
        "features",
        "groups",
        "groups/rules",
        "idps",
        "idps/credentials/keys",
        "inlineHooks",
        "logs?limit=1000",
        "mappings",
        "meta/schemas/user/default",
        "meta/schemas/user/linkedObjects",
        "meta/types/user",
        "org",
        "templates/sms",
        "threats/configuration",
        "trustedOrigins",
        "users",
        "zones",
    ]
    .map(str::to_owned)
    .to_vec();
    for kind in ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY"] {
        paths.push(format!("policies?type={kind}"));
    }
    for part in [
        "clients", "factors", "grants", "groups", "roles", "appLinks",
    ] {
        paths.push(format!("users/{user}/{part}"));
    }
    paths.push(format!("users/{user}/clients/{app}/tokens"));
    paths.push(format!("users/{user}/clients/{app}/grants"));
    for part in [
        "credentials/keys",
        "credentials/csrs",
        "credentials/secrets",
        "grants",
        "groups",
        "tokens",
    ] {
        paths.push(format!("apps/{app}/{part}"));
    }
    for part in [
        "claims",
        "clients",
        "credentials/keys",
        "policies",
        "scopes",
    ] {
        paths.push(format!("authorizationServers/{server}/{part}"));
    }
    paths.push(format!(
        "authorizationServers/{server}/clients/{app}/tokens"
    ));
    for part in [
        "themes",
        "templates/email",
        "templates/email/NewSignOnNotification/customizations",
    ] {
        paths.push(format!("brands/{brand}/{part}"));
    }
    for part in ["credentials/keys", "credentials/csrs", "users"] {
        paths.push(format!("idps/{provider}/{part}"));
    }
    let mut lists = Vec::new();
    for path in paths {
        let (status, all) = world.get(&format!("/api/v1/{path}")).await;
        assert_eq!(status, 200, "{path} {all}");
        lists.push((path, all));
    }
    lists
}

/// Texts that were made from the name of their property, and links of another org.
fn noise(value: &Value, name: &str, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                noise(value, name, &format!("{place}.{name}"), found);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                noise(element, name, place, found);
            }
        }
        Value::String(text) => {
            let plain = |text: &str| -> String {
                text.chars()
                    .filter(char::is_ascii_alphanumeric)
                    .collect::<String>()
                    .to_lowercase()
            };
            let same = text.chars().all(|c| c.is_lowercase() || c == ' ')
                && (plain(text) == plain(name) || format!("{}s", plain(text)) == plain(name));
            if same || text.contains("example.okta.com") || text.starts_with("Sample ") {
                found.push(format!("{place}: {text}"));
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_list_holds_something_plausible_of_this_org() {
    let world = world(20).await;
    let mut found = Vec::new();
    for (path, all) in lists(&world).await {
        let empty = all.as_array().is_some_and(Vec::is_empty);
        assert!(!empty, "{path} is empty");
        noise(&all, "", &path, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// What is made from a schema, because it has no state, links to this org too.
#[tokio::test]
async fn samples_link_to_their_own_org() {
    let world = world(20).await;
    let (_, brands) = world.get("/api/v1/brands").await;
    let brand = id(&brands[0]);
    let mut checked = 0;
    for path in [
        format!("/api/v1/brands/{brand}/templates/email/UserActivation/default-content"),
        format!("/api/v1/brands/{brand}/templates/email/UserActivation/default-content/preview"),
    ] {
        let (status, sample) = world.get(&path).await;
        checked += u32::from(status == 200);
        assert!(!sample.to_string().contains("example.okta.com"), "{sample}");
    }
    assert!(checked > 0);
}

#[tokio::test]
async fn people_have_factors_and_cost_codes_and_some_are_inactive() {
    let world = world(200).await;
    let users = world.all("/api/v1/users?search=id%20pr").await;
    assert_eq!(users.len(), 200);
    let statuses: BTreeSet<&str> = users.iter().filter_map(|u| u["status"].as_str()).collect();
    assert_eq!(statuses.len(), 8, "{statuses:?}");
    let (mut with_factors, mut kinds) = (0, BTreeSet::new());
    for user in &users {
        let (_, factors) = world
            .get(&format!("/api/v1/users/{}/factors", id(user)))
            .await;
        let factors = factors.as_array().unwrap();
        with_factors += usize::from(!factors.is_empty());
        kinds.extend(
            factors
                .iter()
                .map(|f| f["factorType"].as_str().unwrap().to_owned()),
        );
    }
    assert!((120..180).contains(&with_factors), "{with_factors}");
    assert!(kinds.len() >= 6, "{kinds:?}");
    let last = |user: &Value| user["lastLogin"].as_str().map(str::to_owned);
    let never = users.iter().filter(|user| last(user).is_none()).count();
    // Ninety days before the org's clock.
    let idle = users
        .iter()
        .filter_map(last)
        .filter(|time| time.as_str() < "2026-01-31")
        .count();
    let recent = users
        .iter()
        .filter_map(last)
        .filter(|time| time.as_str() > "2026-04-01")
        .count();
    assert!(
        never >= 4 && idle >= 20 && recent >= 120,
        "{never} {idle} {recent}"
    );
    let coded = users
        .iter()
        .filter(|user| user["profile"]["costCode"].is_string())
        .count();
    assert!((150..200).contains(&coded), "{coded}");
    let (_, schema) = world.get("/api/v1/meta/schemas/user/default").await;
    assert_eq!(
        schema["definitions"]["custom"]["properties"]["costCode"]["type"],
        "string"
    );
}

#[tokio::test]
async fn the_log_has_many_kinds_of_events_and_actors_over_a_month() {
    let world = world(60).await;
    let events = world
        .all("/api/v1/logs?since=2026-01-01T00:00:00Z&until=2026-05-02T00:00:00Z&limit=1000")
        .await;
    let texts = |pointer: &str| -> BTreeSet<&str> {
        events
            .iter()
            .filter_map(|e| e.pointer(pointer)?.as_str())
            .collect()
    };
    assert!(texts("/eventType").len() >= 12, "{:?}", texts("/eventType"));
    assert!(texts("/actor/id").len() >= 30);
    let actors = texts("/actor/type");
    assert_eq!(
        actors.iter().copied().collect::<Vec<_>>(),
        ["PublicClientApp", "SystemPrincipal", "User"]
    );
    assert!(
        texts("/outcome/reason").len() >= 3,
        "{:?}",
        texts("/outcome/reason")
    );
    assert!(texts("/client/ipAddress").len() >= 20);
    assert!(texts("/client/geographicalContext/city").len() >= 5);
    let failed = events
        .iter()
        .filter(|e| e["outcome"]["result"] == "FAILURE")
        .count();
    assert!(
        failed * 20 > events.len() && failed * 2 < events.len(),
        "{failed}"
    );
    let days: BTreeSet<&str> = events
        .iter()
        .map(|e| &e["published"].as_str().unwrap()[..10])
        .collect();
    assert!(days.len() >= 28, "{days:?}");
    assert!(events.is_sorted_by_key(|event| event["published"].as_str()));
    // Whoever signed in lately has left a trace of it.
    let users = world.all("/api/v1/users").await;
    let recent = users
        .iter()
        .filter(|u| u["lastLogin"].as_str() > Some("2026-04-02"));
    for user in recent {
        let trace = events.iter().any(|event| {
            event["actor"]["id"] == user["id"] && event["published"] == user["lastLogin"]
        });
        assert!(trace, "{user}");
    }
}

#[tokio::test]
async fn a_service_app_may_call_the_api() {
    let world = world(20).await;
    let apps = world.all("/api/v1/apps").await;
    let service = apps
        .iter()
        .find(|app| app["settings"]["oauthClient"]["application_type"] == "service");
    let service = service.unwrap();
    assert_eq!(
        service["credentials"]["oauthClient"]["token_endpoint_auth_method"],
        "private_key_jwt"
    );
    assert_eq!(
        service["settings"]["oauthClient"]["jwks"]["keys"][0]["kty"],
        "EC"
    );
    let (_, grants) = world
        .get(&format!("/api/v1/apps/{}/grants", id(service)))
        .await;
    let scopes: Vec<&str> = grants
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|g| g["scopeId"].as_str())
        .collect();
    assert_eq!(scopes, ["okta.logs.read", "okta.users.read"]);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_org_in_whatever_order_one_looks() {
    let (one, other) = (world(60).await, world(60).await);
    let users = one.all("/api/v1/users").await;
    let own = |world: &World, value: &Value| {
        let host = world.org.url().trim_start_matches("http://");
        value.to_string().replace(host, "")
    };
    let mut factors = Vec::new();
    for user in &users {
        factors.push(own(
            &one,
            &one.get(&format!("/api/v1/users/{}/factors", id(user)))
                .await
                .1,
        ));
    }
    for (user, expected) in users.iter().zip(&factors).rev() {
        let found = other
            .get(&format!("/api/v1/users/{}/factors", id(user)))
            .await
            .1;
        assert_eq!(own(&other, &found), *expected);
    }
    for ((path, a), (_, b)) in lists(&one).await.into_iter().zip(lists(&other).await) {
        assert_eq!(own(&one, &a), own(&other, &b), "{path}");
    }
}
