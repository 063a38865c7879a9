//! A person signs in with the device grant on first use, while the agent waits its turn.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use okta_api::DeviceGrant;
use okta_mcp::{
    audit::Audit,
    catalogue::Catalogue,
    confirm::Seals,
    engine::{Engine, Settings},
    org::{Org, SignIn},
    policy::Policy,
    search::Search,
};
use okta_test_server::{Reply, Server};
use serde_json::json;

use crate::support::{Answer, NEWEST, connect};

const TOKEN: &str = "access-token-nobody-may-see-1234567890";

/// An org that hands out a token once somebody has signed in.
async fn org(signed_in: Arc<AtomicBool>) -> Server {
    Server::start(move |seen| {
        let (status, body) = match seen.path.as_str() {
            "/oauth2/v1/device/authorize" => (
                200,
                json!({
                    "device_code": "device-code-nobody-may-see", "user_code": "ABCD-EFGH",
                    "verification_uri": "https://acme.okta.com/activate", "expires_in": 600, "interval": 1,
                }),
            ),
            "/oauth2/v1/token" if signed_in.load(Ordering::SeqCst) => (
                200,
                json!({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}),
            ),
            "/oauth2/v1/token" => (400, json!({"error": "authorization_pending"})),
            _ if seen.header("authorization").is_some_and(|sent| sent.contains(TOKEN)) => {
                (200, json!([{"id": "00u1", "profile": {"login": "ada"}}]))
            }
            _ => (401, json!({"errorCode": "E0000011"})),
        };
        Reply { status, ..Reply::json(body.to_string()) }
    })
    .await
}

#[tokio::test]
async fn the_first_call_says_where_to_sign_in_and_the_next_one_goes_on() {
    let signed_in = Arc::new(AtomicBool::new(false));
    let org = org(Arc::clone(&signed_in)).await;
    let sign_in = SignIn::default();
    let show = sign_in.shower();
    let grant = DeviceGrant::new("0oa1", ["okta.users.read"]).prompt(move |prompt| show(prompt));
    let client = okta_api::Client::builder(&org.url)
        .device_grant(grant)
        .allow_http(true)
        .build()
        .unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let search = Search::new(&catalogue).unwrap();
    let seals = Seals::new(Duration::from_secs(60)).unwrap();
    let org = Org::new(client, "acme".into()).with_sign_in(sign_in);
    let audit = Audit::new("test".into(), None).unwrap();
    let engine = Engine::new(
        catalogue,
        search,
        Policy::default(),
        org,
        seals,
        audit,
        Settings::default(),
    );
    let (ours, theirs) = tokio::io::duplex(1 << 20);
    let server = okta_mcp::server::Server::new(Arc::clone(&engine));
    tokio::spawn(async move {
        use rmcp::ServiceExt as _;
        if let Ok(running) = server.serve(theirs).await {
            let _ = running.waiting().await;
        }
    });
    let client = connect(ours, NEWEST, Answer::Accept).await;

    // What needs no org needs no sign-in.
    client
        .call("okta_search", json!({"intent": "list users"}))
        .await
        .good();
    let told = client.okta("listUsers", json!({})).await.bad();
    let text = told["error"].as_str().unwrap();
    assert!(
        text.contains("https://acme.okta.com/activate") && text.contains("ABCD-EFGH"),
        "{told}"
    );
    signed_in.store(true, Ordering::SeqCst);
    let users = client.okta("listUsers", json!({})).await.good();
    assert_eq!(users["items"][0]["id"], "00u1");
    // A scope that was not asked for is said at once.
    let told = client.okta("listGroups", json!({})).await.bad();
    assert!(told["error"].as_str().unwrap().contains("okta.groups.read"));
    assert!(!engine.audit.recent().contains("nobody-may-see"));
}
