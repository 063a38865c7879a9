//! Paging, limits, faults, the journal: what a client has to cope with.
#![allow(clippy::unwrap_used)]

#[path = "../examples/churn/mod.rs"]
mod churn;
mod support;

use std::{collections::BTreeSet, time::Duration};

use okta_mock::{Clock, Fault, Faults, Limits, Org, OrgBuilder};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::{World, error, next_link};

async fn world(builder: OrgBuilder) -> World {
    World::of(builder.start().await.unwrap())
}

fn unlimited() -> OrgBuilder {
    Org::builder().limits(Limits::none())
}

#[tokio::test]
async fn nobody_who_was_there_throughout_is_lost_while_paging() {
    let world = world(unlimited().users(500)).await;
    let before = world.all("/api/v1/users?limit=200").await;
    let mut gone = BTreeSet::new();
    let mut seen = Vec::new();
    let mut next = Some("/api/v1/users?limit=30".to_owned());
    let mut page = 0;
    while let Some(path) = next {
        let response = world.send(Method::GET, &path, None).await;
        next = next_link(&response);
        let users: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        seen.extend(
            users
                .as_array()
                .unwrap()
                .iter()
                .map(|user| user["id"].clone()),
        );
        // Remove the last one seen, one that is to come, and add one.
        for index in [page * 30, page * 30 + 40] {
            if let Some(user) = before.get(index) {
                let id = user["id"].as_str().unwrap();
                world.delete(&format!("/api/v1/users/{id}")).await;
                world.delete(&format!("/api/v1/users/{id}")).await;
                gone.insert(id.to_owned());
            }
        }
        let login = format!("new-{page}@example.com");
        let body =
            json!({"profile": {"firstName": "N", "lastName": "N", "login": login, "email": login}});
        world.post("/api/v1/users", &body).await;
        page += 1;
    }
    let distinct: BTreeSet<String> = seen.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), seen.len());
    let stayed = before
        .iter()
        .filter(|user| !gone.contains(user["id"].as_str().unwrap()));
    assert!(stayed.clone().count() > 400);
    for user in stayed {
        assert!(seen.contains(&user["id"]), "{} was lost", user["id"]);
    }
}

#[tokio::test]
async fn nobody_is_lost_while_another_client_adds_and_removes() {
    let org = unlimited().users(5_000).start().await.unwrap();
    let outcome = churn::page_through(&org.client(), 50).await.unwrap();
    assert_eq!((outcome.lost, outcome.twice), (0, 0), "{outcome:?}");
    assert!(outcome.removed > 20 && outcome.added > 20, "{outcome:?}");
    assert!(outcome.stayed > 4_000, "{outcome:?}");
}

#[tokio::test]
async fn the_same_seed_makes_the_same_org() {
    let clock = || Clock::starting_at("2026-01-01T00:00:00Z".parse().unwrap());
    let start = async |seed| {
        let builder = unlimited()
            .seed(seed)
            .clock(clock())
            .public_url("https://org.example.com/");
        let world = world(builder).await;
        let local = format!("http://{}", world.org.address());
        let mut all = Vec::new();
        for path in [
            "users",
            "groups",
            "apps",
            "policies?type=PASSWORD",
            "zones",
            "brands",
        ] {
            let (status, list) = world.get(&format!("{local}/api/v1/{path}")).await;
            assert_eq!(status, 200);
            all.push(list);
        }
        all
    };
    let one = start(7).await;
    assert_eq!(one, start(7).await);
    assert_ne!(one, start(8).await);
    let link = one[0][0]["_links"]["self"]["href"].as_str().unwrap();
    assert!(
        link.starts_with("https://org.example.com/api/v1/users/00u"),
        "{link}"
    );
}

#[tokio::test]
async fn a_bucket_fills_up_and_opens_when_its_window_ends() {
    let clock = Clock::system();
    let limits = Limits::each(3, Duration::from_secs(6));
    let world = world(Org::builder().limits(limits).clock(clock.clone())).await;
    let get = async || {
        let response = world.send(Method::GET, "/api/v1/users?limit=1", None).await;
        let header = |name: &str| -> i64 {
            let value = &response.headers()[name];
            value.to_str().unwrap().parse().unwrap()
        };
        let date = response.headers()["date"].to_str().unwrap().to_owned();
        let date = chrono::DateTime::parse_from_rfc2822(&date)
            .unwrap()
            .timestamp();
        assert_eq!(header("x-rate-limit-limit"), 3);
        let wait = header("x-rate-limit-reset") - date;
        (
            response.status().as_u16(),
            header("x-rate-limit-remaining"),
            wait,
        )
    };
    for remaining in [2, 1, 0] {
        let (status, left, wait) = get().await;
        assert_eq!((status, left), (200, remaining));
        assert!((1..=7).contains(&wait), "{wait}");
    }
    assert_eq!((get().await.0, get().await.1), (429, 0));
    // Other buckets have room.
    assert_eq!(world.get("/api/v1/groups").await.0, 200);
    clock.advance(Duration::from_secs(6));
    assert_eq!(get().await.0, 200);
}

#[tokio::test]
async fn too_many_at_once_are_told_by_their_own_kind_of_429() {
    let limits = Limits::none().concurrent(2);
    let latency = Duration::from_millis(300)..Duration::from_millis(300);
    let world = world(Org::builder().limits(limits).latency(latency)).await;
    let get = || world.send(Method::GET, "/api/v1/groups", None);
    let (a, b, c) = tokio::join!(get(), get(), get());
    let mut refused = 0;
    for response in [a, b, c] {
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
            assert_eq!(response.headers()["x-rate-limit-limit"], "0");
            assert_eq!(response.headers()["x-rate-limit-remaining"], "0");
        }
    }
    assert_eq!(refused, 1);
}

#[tokio::test]
async fn every_fault_looks_as_told_and_passes_by() {
    let world = world(unlimited()).await;
    let url = format!("{}/api/v1/groups", world.org.url());
    let get = || {
        world
            .http
            .get(&url)
            .header("Authorization", format!("SSWS {}", world.org.token()))
            .send()
    };
    world.org.fail_next("listGroups", Fault::status(503));
    let response = get().await.unwrap();
    assert_eq!(response.status(), 503);
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["errorCode"], "E0000010");

    world.org.fail_next("listGroups", Fault::reset());
    assert!(get().await.is_err());
    world.org.fail_next("listGroups", Fault::truncated());
    let cut = get().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.text().await.is_err());
    world.org.fail_next("listGroups", Fault::garbage());
    let garbage = get().await.unwrap().text().await.unwrap();
    assert!(serde_json::from_str::<Value>(&garbage).is_err());
    world.org.fail_next("listGroups", Fault::expired_token());
    assert_eq!(get().await.unwrap().status(), 401);
    world.org.fail_next("listGroups", Fault::too_many_at_once());
    let refused = get().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["x-rate-limit-limit"], "0");
    let slow = Fault::delay(Duration::from_millis(120));
    world.org.fail_next("listGroups", slow);
    let start = std::time::Instant::now();
    assert_eq!(get().await.unwrap().status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(120));
    world.org.fail_next("listUsers", Fault::status(500));
    assert_eq!(get().await.unwrap().status(), 200);
    world.org.clear_faults();
    assert_eq!(world.get("/api/v1/users").await.0, 200);
}

#[tokio::test]
async fn a_lost_answer_does_not_undo_the_change() {
    let world = world(unlimited()).await;
    world
        .org
        .fail_next("addGroup", Fault::reset().after_handling());
    world.org.fail_next("addGroup", Fault::status(500));
    let create = |name: &str| {
        let body = json!({"profile": {"name": name}}).to_string();
        world
            .http
            .post(format!("{}/api/v1/groups", world.org.url()))
            .header("Authorization", format!("SSWS {}", world.org.token()))
            .header("Content-Type", "application/json")
            .body(body)
            .send()
    };
    assert!(create("Lost").await.is_err());
    assert_eq!(create("Never").await.unwrap().status(), 500);
    let names: Vec<Value> = world.all("/api/v1/groups").await;
    let has = |name: &str| names.iter().any(|group| group["profile"]["name"] == name);
    assert!(has("Lost") && !has("Never"));
    let journal = world.org.journal();
    let entries = journal.of("addGroup");
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].status, None);
    assert_eq!(entries[0].json()["profile"]["name"], "Lost");
    assert_eq!(entries[1].status, Some(StatusCode::INTERNAL_SERVER_ERROR));
}

#[tokio::test]
async fn duplicated_headers_and_merged_links() {
    let faults = Faults::new().next("listUsers", Fault::duplicate_headers());
    let world = world(Org::builder().faults(faults).merged_links(true)).await;
    let response = world.send(Method::GET, "/api/v1/users?limit=2", None).await;
    let remaining = response.headers().get_all("x-rate-limit-remaining");
    assert_eq!(remaining.iter().count(), 2);
    let links: Vec<_> = response.headers().get_all("link").iter().collect();
    assert_eq!(links.len(), 1);
    assert!(links[0].to_str().unwrap().contains("rel=\"self\", <"));
    assert_eq!(world.all("/api/v1/users?limit=2").await.len(), 20);
}

#[tokio::test]
async fn what_breaks_the_rules_is_told_so() {
    let world = world(unlimited()).await;
    let send = async |method: Method, path: &str, kind: &str, body: &str, token: &str| {
        let response = world
            .http
            .request(method, format!("{}{path}", world.org.url()))
            .header("Authorization", token)
            .header("Content-Type", kind)
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        let status = response.status().as_u16();
        let body = serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default();
        (status, body)
    };
    let token = format!("SSWS {}", world.org.token());
    let json = "application/json";
    let (get, post) = (Method::GET, Method::POST);
    for (method, path, kind, body, token, expected) in [
        (
            &post,
            "/api/v1/groups",
            json,
            "{",
            token.as_str(),
            (400, "E0000003"),
        ),
        (&post, "/api/v1/groups", json, "", &token, (400, "E0000003")),
        (
            &post,
            "/api/v1/groups",
            json,
            "[]",
            &token,
            (400, "E0000001"),
        ),
        (
            &post,
            "/api/v1/groups",
            json,
            r#"{"profile": 7}"#,
            &token,
            (400, "E0000001"),
        ),
        (
            &post,
            "/api/v1/authorizationServers/default/scopes",
            json,
            r#"{"name": "x", "consent": "PERHAPS"}"#,
            &token,
            (400, "E0000001"),
        ),
        (
            &get,
            "/api/v1/policies?type=FOREIGN",
            json,
            "",
            &token,
            (400, "E0000002"),
        ),
        (
            &post,
            "/api/v1/groups",
            "text/plain",
            "{}",
            &token,
            (415, "E0000021"),
        ),
        (
            &get,
            "/api/v1/groups/none",
            json,
            "",
            &token,
            (404, "E0000007"),
        ),
        (&get, "/api/v1/nothing", json, "", &token, (404, "E0000008")),
        (
            &Method::PATCH,
            "/api/v1/groups",
            json,
            "",
            &token,
            (405, "E0000022"),
        ),
        (
            &get,
            "/api/v1/groups?after=made-up",
            json,
            "",
            &token,
            (400, "E0000029"),
        ),
        (
            &get,
            "/api/v1/groups?limit=x",
            json,
            "",
            &token,
            (400, "E0000001"),
        ),
        (
            &get,
            "/api/v1/users?search=(",
            json,
            "",
            &token,
            (400, "E0000031"),
        ),
        (
            &get,
            "/api/v1/users",
            json,
            "",
            "SSWS wrong",
            (401, "E0000011"),
        ),
        (
            &get,
            "/api/v1/users",
            json,
            "",
            "Basic eDp5",
            (401, "E0000005"),
        ),
    ] {
        let answer = send(method.clone(), path, kind, body, token).await;
        let (status, code, _) = error(&answer);
        assert_eq!(
            (status, code),
            expected,
            "{method} {path} {body:?}: {answer:?}"
        );
    }
    let long = "x".repeat(5 * 1024 * 1024);
    let answer = send(post, "/api/v1/groups", json, &long, &token).await;
    assert_eq!(answer.0, 413);
}

#[tokio::test]
async fn resources_have_oktas_links() {
    let world = world(unlimited()).await;
    let app = world
        .all("/api/v1/apps?filter=status%20eq%20%22ACTIVE%22")
        .await[0]["id"]
        .clone();
    let keys = format!("/api/v1/apps/{}/credentials/keys", app.as_str().unwrap());
    let generate = format!("{keys}/generate?validityYears=2");
    assert_eq!(world.post(&generate, &Value::Null).await.0, 201);
    for (path, expected) in [
        ("/api/v1/brands", "self themes"),
        ("/api/v1/groups", "apps logo owners users"),
        ("/api/v1/zones", "deactivate self"),
        ("/api/v1/features", "dependencies dependents helpDoc self"),
        ("/api/v1/authorizationServers/default/claims", "self"),
        ("/api/v1/org/preferences", "hideEndUserFooter"),
        ("/api/v1/meta/schemas/group/default", "self"),
        (keys.as_str(), ""),
    ] {
        let (status, answer) = world.get(path).await;
        assert_eq!(status, 200, "{path}");
        assert_ne!(answer, json!([]), "{path}");
        let resource = answer.get(0).unwrap_or(&answer);
        let links = resource["_links"].as_object().into_iter();
        let names: Vec<&str> = links
            .flat_map(|links| links.keys())
            .map(String::as_str)
            .collect();
        assert_eq!(names.join(" "), expected, "{path}");
    }
}

#[tokio::test]
async fn odd_bodies_never_break_an_operation() {
    let world = world(unlimited()).await;
    let page = world.http.get(world.org.url()).send().await.unwrap();
    let page = page.text().await.unwrap();
    let mut requests = 0;
    for entry in page.split("<details ").skip(1) {
        let attribute = |name: &str| {
            let (_, rest) = entry.split_once(&format!("data-{name}=\"")).unwrap();
            rest.split_once('"')
                .unwrap()
                .0
                .replace("&amp;", "&")
                .replace("&quot;", "\"")
        };
        if attribute("type") != "application/json" {
            continue;
        }
        let good: Value = serde_json::from_str(&attribute("body")).unwrap();
        let mut bodies = vec![
            json!({}),
            json!(null),
            json!([]),
            json!("x"),
            json!({"a": {"b": []}}),
        ];
        for odd in [
            json!(null),
            json!("x"),
            json!(-1),
            json!([null]),
            json!({"x": {"y": 1}}),
        ] {
            for name in good.as_object().into_iter().flatten().map(|(name, _)| name) {
                let mut body = good.clone();
                body[name] = odd.clone();
                bodies.push(body);
            }
        }
        for body in bodies {
            let method: Method = attribute("method").parse().unwrap();
            let response = world.send(method, &attribute("path"), Some(&body)).await;
            let status = response.status().as_u16();
            let text = response.text().await.unwrap();
            assert!(
                status < 500 || status == 501,
                "{} {body}: {status} {text}",
                attribute("path")
            );
            requests += 1;
        }
    }
    assert!(requests > 2000, "only {requests}");
}

#[tokio::test]
async fn orgs_stand_side_by_side_and_stop_when_dropped() {
    let (one, other) = (World::start().await, World::start().await);
    one.post("/api/v1/groups", &json!({"profile": {"name": "Only here"}}))
        .await;
    let q = "/api/v1/groups?q=Only";
    assert_eq!(one.all(q).await.len(), 1);
    assert_eq!(other.all(q).await.len(), 0);
    let (url, http) = (one.org.url().to_owned(), one.http.clone());
    drop(one);
    tokio::task::yield_now().await;
    assert!(http.get(url).send().await.is_err());
    assert_eq!(other.get("/api/v1/users").await.0, 200);
}
