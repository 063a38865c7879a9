//! Credentials that change while calls are under way, over real sockets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::future::join_all;
use okta_api::{AuthError, Client, Error, PrivateKey, ServiceApp};
use serde_json::{Value, json};
use support::{Org, Reply, Seen};

const TOKEN_PATH: &str = "/oauth2/v1/token";

fn service_app(org: &Org) -> Client {
    let key = PrivateKey::from_text(include_str!(
        "../../okta-core/src/connection/auth/fixtures/rsa.jwk.json"
    ))
    .unwrap();
    org.builder()
        .service_app(ServiceApp::new("0oa1", key, ["okta.users.read"]))
        .build()
        .unwrap()
}

fn granted(token: &str, kind: &str) -> Reply {
    Reply::json(
        json!({ "access_token": token, "token_type": kind, "expires_in": 3600 }).to_string(),
    )
}

fn token_requests(org: &Org) -> usize {
    org.seen()
        .iter()
        .filter(|request| request.path == TOKEN_PATH)
        .count()
}

#[tokio::test]
async fn a_token_that_ends_in_mid_run_is_replaced_once_for_all() {
    // Okta forgets the token t1 after 100 calls with it.
    let calls = Arc::new(AtomicUsize::new(0));
    let tokens = AtomicUsize::new(0);
    let org = Org::start(move |request| {
        if request.path == TOKEN_PATH {
            let number = tokens.fetch_add(1, Ordering::SeqCst) + 1;
            return granted(&format!("t{number}"), "Bearer");
        }
        let good = match request.header("authorization") {
            Some("Bearer t1") => calls.fetch_add(1, Ordering::SeqCst) < 100,
            other => other == Some("Bearer t2"),
        };
        if good {
            Reply::json(r#"{"id":"00u1"}"#)
        } else {
            Reply::error(401, "E0000011", "Invalid token provided")
        }
    })
    .await;
    let client = service_app(&org);
    let users = join_all((0..300).map(|_| async { client.get_user("00u1").send().await })).await;
    for user in users {
        assert_eq!(user.unwrap().id.as_deref(), Some("00u1"));
    }
    assert_eq!(token_requests(&org), 2);
}

#[tokio::test]
async fn a_token_that_is_never_good_is_an_error_and_not_a_loop() {
    let org = Org::start(|request| match request.path.as_str() {
        TOKEN_PATH => granted("t1", "Bearer"),
        _ => Reply::error(401, "E0000011", "Invalid token provided"),
    })
    .await;
    let error = service_app(&org).get_user("00u1").send().await.unwrap_err();
    assert!(error.is_invalid_token(), "{error:?}");
    assert_eq!(token_requests(&org), 2);
}

#[tokio::test]
async fn a_refused_token_request_is_the_calls_error() {
    let org = Org::start(|_| {
        let mut reply = Reply::json(r#"{"error":"invalid_scope","error_description":"No."}"#);
        reply.status = 400;
        reply.header("x-okta-request-id", "R1")
    })
    .await;
    let error = service_app(&org).get_user("00u1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Okta refused to issue an access token: 400 Bad Request, invalid_scope, No. (request R1)"
    );
    let Error::Auth(AuthError::Refused(refusal)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refusal.error, "invalid_scope");
    assert_eq!(org.seen().len(), 1);
}

#[tokio::test]
async fn a_proof_names_the_url_that_is_on_the_wire() {
    let org = Org::start(
        |request| match (request.path.as_str(), request.header("dpop")) {
            (TOKEN_PATH, None) => {
                let mut reply = Reply::json(r#"{"error":"invalid_dpop_proof"}"#);
                reply.status = 400;
                reply
            }
            (TOKEN_PATH, Some(_)) => granted("t1", "DPoP"),
            _ => Reply::json("[]"),
        },
    )
    .await;
    let client = service_app(&org);
    let user = client.list_user_groups("ada+x@example.com").send().await;
    user.unwrap();
    client.list_users().search("a b").send().await.unwrap();

    let seen = org.seen();
    let calls: Vec<&Seen> = seen.iter().filter(|r| r.path != TOKEN_PATH).collect();
    let [groups, users] = calls[..] else {
        panic!("{calls:?}")
    };
    assert_eq!(groups.path, "/api/v1/users/ada+x@example.com/groups");
    assert_eq!(users.path, "/api/v1/users");
    for call in [groups, users] {
        assert_eq!(call.header("authorization"), Some("DPoP t1"));
        let proof = call.header("dpop").unwrap();
        let claims = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1).unwrap());
        let claims: Value = serde_json::from_slice(&claims.unwrap()).unwrap();
        assert_eq!(claims["htu"], format!("{}{}", org.url, call.path));
        assert_eq!(claims["htm"], "GET");
    }
}
