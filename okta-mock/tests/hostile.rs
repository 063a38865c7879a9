//! Requests that nobody sends by mistake: an org refuses them and goes on.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use okta_mock::{Limits, Org};
use reqwest::Method;
use serde_json::{Value, json};
use support::{World, error, next_link};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

async fn world() -> World {
    World::of(Org::builder().limits(Limits::none()).start().await.unwrap())
}

fn rule(group: &str, expression: &str) -> Value {
    json!({
        "type": "group_rule", "name": "Long",
        "conditions": {"expression": {"value": expression, "type": "urn:okta:expression:1.0"}},
        "actions": {"assignUserToGroups": {"groupIds": [group]}},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_thousands_of_terms_is_refused_and_the_org_goes_on() {
    let world = world().await;
    let (_, groups) = world.get("/api/v1/groups?limit=1").await;
    let group = groups[0]["id"].as_str().unwrap();
    let term = r#"user.department=="x""#;
    for expression in [
        vec![term; 4100].join(" or "),
        vec![term; 4100].join(" && "),
        vec!["user.a"; 100_000].join("||"),
        "(".repeat(100_000),
        "!".repeat(100_000) + term,
        "not ".repeat(1000) + term,
        "isMemberOfAnyGroup(".to_owned() + &vec!["\"x\""; 100_000].join(",") + ")",
    ] {
        let answer = world
            .post("/api/v1/groups/rules", &rule(group, &expression))
            .await;
        assert_eq!(error(&answer).0, 400, "{expression:.40}");
        assert_eq!(error(&answer).1, "E0000001", "{expression:.40}");
    }
    // As long as one may be: taken, applied and dropped.
    let long = vec![term; 300].join(" or ");
    let (status, rule) = world
        .post("/api/v1/groups/rules", &rule(group, &long))
        .await;
    assert_eq!(status, 200);
    let id = rule["id"].as_str().unwrap();
    let activate = format!("/api/v1/groups/rules/{id}/lifecycle/activate");
    assert_eq!(world.post(&activate, &Value::Null).await.0, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn nesting_has_an_end_in_filters_orders_and_bodies() {
    let world = world().await;
    for query in [
        format!("search={}", "(".repeat(5000)),
        format!("search={}", "not%20(".repeat(1000)),
        format!(
            "filter={}",
            vec!["status%20eq%20%22x%22"; 2000].join("%20or%20")
        ),
        format!("search={}%20pr", vec!["a"; 4000].join(".")),
        format!(
            "sortBy={}&search=status%20pr&limit=1",
            vec!["a"; 30_000].join(".")
        ),
    ] {
        let answer = world.get(&format!("/api/v1/users?{query}")).await;
        assert_eq!(error(&answer).0, 400, "{query:.40}");
    }
    for depth in [100, 120, 127, 128, 1000, 500_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for (path, body) in [
                ("/api/v1/users", format!("{{\"profile\":{deep}}}")),
                (
                    "/api/v1/apps",
                    format!(
                        "{{\"name\":\"bookmark\",\"label\":\"Deep\",\"signOnMode\":\"BOOKMARK\",\"settings\":{{\"app\":{deep}}}}}"
                    ),
                ),
                (
                    "/api/v1/groups",
                    format!("{{\"profile\":{{\"name\":\"Deep\",\"x\":{deep}}}}}"),
                ),
                ("/api/v1/zones", deep.clone()),
                ("/api/v1/authn", deep.clone()),
                ("/oauth2/v1/token", deep.clone()),
            ] {
                let response = world
                    .http
                    .post(format!("{}{path}", world.org.url()))
                    .header("Authorization", format!("SSWS {}", world.org.token()))
                    .header("Content-Type", "application/json")
                    .body(body)
                    .send()
                    .await
                    .unwrap();
                let status = response.status().as_u16();
                let taken = status == 200 && depth < 128;
                assert!(
                    taken || (400..500).contains(&status),
                    "{path} {depth}: {status}"
                );
            }
        }
    }
    // What was taken is listed, matched and sorted like everything else.
    for path in [
        "/api/v1/apps",
        "/api/v1/groups?search=profile.x.a%20eq%20%221%22",
        "/api/v1/groups?sortBy=profile.x&search=type%20pr",
    ] {
        assert_eq!(world.get(path).await.0, 200, "{path}");
    }
}

#[tokio::test]
async fn keys_and_certificates_that_are_none_are_refused_or_ignored() {
    let world = world().await;
    let (_, apps) = world.get("/api/v1/apps?limit=1").await;
    let app = apps[0]["id"].as_str().unwrap();
    let csrs = format!("/api/v1/apps/{app}/credentials/csrs");
    let (_, all) = world.get(&csrs).await;
    let csr = all[0]["id"].as_str().unwrap();
    let publish = format!("{}{csrs}/{csr}/lifecycle/publish", world.org.url());
    for body in [
        "-----BEGIN CERTIFICATE-----\n".repeat(10_000).into_bytes(),
        // DER: a sequence within a sequence within …, each longer than what there is.
        [0x30, 0x84, 0xff, 0xff, 0xff, 0xff].repeat(50_000),
        [0x30, 0x80].repeat(100_000),
        b"<a>".repeat(100_000),
    ] {
        let kinds = [
            "application/x-pem-file",
            "application/pkix-cert",
            "application/x-x509-ca-cert",
        ];
        for kind in kinds {
            let sent = world.http.post(&publish).header("Content-Type", kind);
            let sent = sent.header("Authorization", format!("SSWS {}", world.org.token()));
            let status = sent.body(body.clone()).send().await.unwrap().status();
            assert!(!status.is_server_error(), "{status}");
        }
    }
    assert_eq!(world.get(&csrs).await.0, 200);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let world = world().await;
    let after = async |path: &str| {
        let response = world.send(Method::GET, path, None).await;
        let next = next_link(&response).unwrap();
        let (_, rest) = next.split_once("after=").unwrap();
        rest.split('&').next().unwrap().to_owned()
    };
    let users = after("/api/v1/users?limit=2").await;
    let sorted = after("/api/v1/users?limit=2&search=status%20pr&sortBy=profile.login").await;
    let log = after("/api/v1/logs?limit=2").await;
    for path in [
        format!("/api/v1/groups?after={users}"),
        format!("/api/v1/logs?after={users}"),
        format!("/api/v1/users?after={log}"),
        format!("/api/v1/users?after={sorted}"),
        format!("/api/v1/users?search=status%20pr&sortBy=profile.login&after={users}"),
        format!("/api/v1/logs?sortOrder=DESCENDING&after={log}"),
        "/api/v1/users?after=00u1".to_owned(),
    ] {
        let answer = world.get(&path).await;
        assert_eq!(
            (error(&answer).0, error(&answer).1),
            (400, "E0000029"),
            "{path}"
        );
    }
    assert_eq!(
        world
            .get(&format!("/api/v1/users?limit=2&after={users}"))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn each_org_has_an_api_token_of_its_own() {
    let (one, other) = (world().await, world().await);
    assert_ne!(one.org.token(), other.org.token());
    let foreign = one.http.get(format!("{}/api/v1/users", one.org.url()));
    let foreign = foreign.header("Authorization", format!("SSWS {}", other.org.token()));
    assert_eq!(foreign.send().await.unwrap().status(), 401);
    let chosen = Org::builder().token("chosen").start().await.unwrap();
    assert_eq!(chosen.token(), "chosen");
}

/// Sends bytes as they are, and reads until the other side ends.
async fn raw(world: &World, bytes: &str) -> String {
    let mut stream = TcpStream::connect(world.org.address()).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_path_that_is_too_long_is_refused_in_words() {
    let world = world().await;
    for (length, status) in [(100_000, "414"), (1_000_000, "431")] {
        let path = "a".repeat(length);
        let request = format!("GET /api/v1/users/{path} HTTP/1.1\r\nHost: x\r\n\r\n");
        let answer = raw(&world, &request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn requests_in_absolute_form_are_answered_as_others() {
    let world = world().await;
    for host in ["acme.okta.com", "127.0.0.1:1", "[::1]"] {
        let request = format!(
            "GET http://{host}/api/v1/users?limit=1 HTTP/1.1\r\nHost: {host}\r\n\
             Authorization: SSWS {}\r\nConnection: close\r\n\r\n",
            world.org.token()
        );
        let answer = raw(&world, &request).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(
            answer.contains(&format!("<{}/api/v1/users?", world.org.url())),
            "{answer}"
        );
    }
}

/// The time of this test is virtual: whatever takes a minute is over at once.
#[tokio::test(start_paused = true)]
async fn a_client_that_stalls_is_let_go() {
    let world = world().await;
    let token = world.org.token();
    let head =
        format!("POST /api/v1/groups HTTP/1.1\r\nHost: x\r\nAuthorization: SSWS {token}\r\n");
    for stalled in [
        "".to_owned(),
        head.clone(),
        format!(
            "{head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"profile\""
        ),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"pro"),
    ] {
        let answer = tokio::time::timeout(Duration::from_secs(600), raw(&world, &stalled)).await;
        assert!(!answer.unwrap().contains("200 OK"), "{stalled}");
    }
    assert!(world.org.journal().of("addGroup").is_empty());
}

/// With ten thousand groups, the next ones take about as long as the first.
#[tokio::test(flavor = "multi_thread")]
async fn creating_many_groups_stays_linear() {
    let create = async |groups: u32| {
        let org = Org::builder().groups(groups).limits(Limits::none());
        let world = World::of(org.start().await.unwrap());
        let mut quickest = Duration::MAX;
        for round in 0..5 {
            let start = Instant::now();
            for n in 0..40 {
                let name = format!("Team {round}.{n}");
                let body = json!({"profile": {"name": name}});
                assert_eq!(world.post("/api/v1/groups", &body).await.0, 200);
            }
            quickest = quickest.min(start.elapsed());
        }
        quickest
    };
    let (few, many) = (create(10).await, create(10_000).await);
    assert!(
        many < few * 4 + Duration::from_millis(50),
        "{few:?} {many:?}"
    );
}

#[tokio::test]
async fn journal_and_recording_hide_secrets_in_urls() {
    let path = std::env::temp_dir().join(format!("okta-mock-urls-{}.har", std::process::id()));
    let world = World::of(Org::builder().har(&path).start().await.unwrap());
    world.get("/api/v1/sessions/102hidden").await;
    world
        .get("/api/v1/users?recoveryToken=hidden&limit=1")
        .await;
    world
        .post("/api/v1/sessions/102hidden/lifecycle/refresh", &Value::Null)
        .await;
    world.org.end_recording().unwrap();
    let har = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(
        har.contains("/api/v1/sessions/***/lifecycle/refresh"),
        "{har}"
    );
    assert!(har.contains("recoveryToken=***&limit=1"), "{har}");
    for entry in world.org.journal().entries() {
        assert!(!format!("{}?{}", entry.path, entry.query).contains("hidden"));
    }
    // The answer to an unknown session names it, as Okta's does: bodies are whole.
    let har: Value = serde_json::from_str(&har).unwrap();
    for entry in har["log"]["entries"].as_array().unwrap() {
        assert!(!entry["request"].to_string().contains("hidden"), "{entry}");
    }
}
