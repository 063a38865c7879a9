//! A service app and its token endpoint.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{TimeDelta, Utc};
use http::StatusCode;
use tokio::time::Instant;

use super::{
    server::{Reply, Server},
    *,
};
use crate::operations::Catalogue;

#[tokio::test(start_paused = true)]
async fn an_assertion_that_okta_can_verify_buys_a_token() {
    let server = server::start(|_, _| granted("t1")).await;
    let client = client(&server.url, service_app().key_id("kid-1"));

    let headers = authorize(&client, "/api/v1/users").await.unwrap();
    assert_eq!(headers[header::AUTHORIZATION], "Bearer t1");
    assert!(headers[header::AUTHORIZATION].is_sensitive());
    assert!(!headers.contains_key("dpop"));

    let [request] = &server.seen()[..] else {
        panic!("one request")
    };
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/oauth2/v1/token")
    );
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("okta-api-rust/"), "{agent}");
    assert_eq!(request.form()["grant_type"], "client_credentials");
    assert_eq!(request.form()["scope"], "okta.users.read okta.groups.read");
    assert_eq!(
        request.form()["client_assertion_type"],
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    let key = PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
    let (header, claims) = verify(
        &request.form()["client_assertion"],
        &ECDSA_P256_SHA256_FIXED,
        &ec_public_key(&key),
    );
    assert_eq!(header["alg"], "ES256");
    assert_eq!(header["kid"], "kid-1");
    assert_eq!(claims["iss"], "0oa1");
    assert_eq!(claims["sub"], "0oa1");
    assert_eq!(claims["aud"], format!("{}/oauth2/v1/token", server.url));
    let (issued, expires) = (
        &claims["iat"].as_i64().unwrap(),
        &claims["exp"].as_i64().unwrap(),
    );
    assert!((Utc::now().timestamp() - issued).abs() <= 5);
    assert!((1..=3600).contains(&(expires - issued)));
}

#[tokio::test(start_paused = true)]
async fn dpop_begins_when_the_app_demands_it() {
    let server = server::start(|request, _| match request.header("dpop") {
        None => refused(400, "invalid_dpop_proof"),
        Some(proof) if verify_proof(proof).1["nonce"] != "n1" => {
            refused(400, "use_dpop_nonce").header("dpop-nonce", "n1")
        }
        Some(_) => granted_as("t1", "DPoP"),
    })
    .await;
    let client = client(&server.url, service_app());
    let path = "/api/v1/users/ada%40example.com/?expand=x%20y";
    let first = authorize(&client, path).await.unwrap();
    let second = authorize(&client, path).await.unwrap();

    // No proof, a proof without the nonce, a proof with it: each with its own assertion.
    let requests = server.seen();
    assert_eq!(requests.len(), 3);
    let assertions: HashSet<String> = requests
        .iter()
        .map(|request| request.form()["client_assertion"].clone())
        .collect();
    assert_eq!(assertions.len(), 3);
    let (token_header, claims) = verify_proof(requests[2].header("dpop").unwrap());
    assert_eq!(claims["htm"], "POST");
    assert_eq!(claims["htu"], format!("{}/oauth2/v1/token", server.url));
    assert!(claims.get("ath").is_none());

    let mut ids = HashSet::new();
    for headers in [&first, &second] {
        assert_eq!(headers[header::AUTHORIZATION], "DPoP t1");
        let (header, claims) = verify_proof(headers["dpop"].to_str().unwrap());
        assert_eq!(header["typ"], "dpop+jwt");
        assert_eq!(header["jwk"], token_header["jwk"]);
        assert_eq!(claims["htm"], "GET");
        assert_eq!(
            claims["htu"],
            format!("{}/api/v1/users/ada%40example.com/", server.url)
        );
        assert_eq!(claims["ath"], super::super::dpop::token_hash("t1"));
        assert!(claims.get("nonce").is_none(), "the token endpoint's nonce");
        assert!(ids.insert(claims["jti"].as_str().unwrap().to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_nonce_that_the_api_asks_for_keeps_the_token() {
    let server = server::start(|_, _| granted_as("t1", "DPoP")).await;
    let client = client(&server.url, service_app().dpop(true));
    let headers = authorize(&client, "/").await.unwrap();
    let answer = HeaderMap::from_iter([
        (
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static(r#"DPoP error="use_dpop_nonce""#),
        ),
        (
            http::HeaderName::from_static("dpop-nonce"),
            HeaderValue::from_static("n2"),
        ),
    ]);
    client.session().authenticator().heard(&answer);
    let renewed = refused_by_the_api(&client, &headers[header::AUTHORIZATION], &answer);
    assert_eq!(renewed, Some(Renewed::Proof));
    let headers = authorize(&client, "/").await.unwrap();
    let (_, claims) = verify_proof(headers["dpop"].to_str().unwrap());
    assert_eq!(claims["nonce"], "n2");
    assert_eq!(server.seen().len(), 1, "the token was fetched once");
}

#[tokio::test(start_paused = true)]
async fn nonces_without_end_are_not_followed() {
    let server = server::start(|_, number| {
        refused(400, "use_dpop_nonce").header("dpop-nonce", format!("n{number}"))
    })
    .await;
    let client = client(&server.url, service_app().dpop(true));
    let error = authorization(&client).await.unwrap_err();
    assert_eq!(refusal(error).error, "use_dpop_nonce");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_of_the_token_endpoint_is_waited_for() {
    let server = server::start(|_, number| match number {
        0 => Reply::new(429, r#"{"errorCode":"E0000047"}"#)
            .header("date", "Thu, 01 Jan 2026 00:00:00 GMT")
            .rate(600, 0, 1_767_225_640),
        _ => granted("t1"),
    })
    .await;
    let client = client(&server.url, service_app());
    let start = Instant::now();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    assert_eq!(start.elapsed().as_secs(), 41);
    let requests = server.seen();
    assert_ne!(
        requests[0].form()["client_assertion"],
        requests[1].form()["client_assertion"]
    );
}

#[tokio::test(start_paused = true)]
async fn broken_connections_and_server_errors_are_survived() {
    let server = server::start(|_, number| match number {
        0 => server::silence(),
        1 => server::json(503, "<html>".into()),
        _ => granted("t1"),
    })
    .await;
    let client = client(&server.url, service_app());
    let start = Instant::now();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    assert_eq!(server.seen().len(), 3);
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_server_is_given_up() {
    let server = server::start(|_, _| server::silence()).await;
    let client = client(&server.url, service_app());
    let error = authorization(&client).await.unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::Unreachable(_))),
        "{error:?}"
    );
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_answer_is_given_up() {
    // The operating system accepts connections, but no program does.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = client(&url, service_app());
    let start = Instant::now();
    let error = authorization(&client).await.unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::Unreachable(_))),
        "{error:?}"
    );
    assert_eq!(start.elapsed().as_secs(), 4 * 30 + 3);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_typed_and_not_cached() {
    let server = server::start(|_, number| match number {
        0 => Reply::new(
            401,
            r#"{"error":"invalid_client","error_description":"The kid is unknown."}"#,
        )
        .header("x-okta-request-id", "R1"),
        _ => granted("t1"),
    })
    .await;
    let client = client(&server.url, service_app());
    let error = authorization(&client).await.unwrap_err();
    assert!(error.to_string().contains("The kid is unknown."), "{error}");
    let refusal = refusal(error);
    assert_eq!(refusal.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refusal.error, "invalid_client");
    assert_eq!(refusal.description.as_deref(), Some("The kid is unknown."));
    assert_eq!(refusal.request_id.as_deref(), Some("R1"));
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
}

#[tokio::test(start_paused = true)]
async fn answers_that_make_no_sense_are_errors_without_their_secrets() {
    for reply in [
        server::json(200, serde_json::json!({ "access_token": "hunter2" })),
        server::json(
            200,
            serde_json::json!({ "access_token": ["hunter2"], "token_type": "Bearer" }),
        ),
        granted("hunter2\n"),
        // Bound to a key, although the request offered none.
        granted_as("hunter2", "DPoP"),
        server::json(
            200,
            serde_json::json!({
                "access_token": "t1", "token_type": "Bearer", "padding": "x".repeat(2 << 20),
            }),
        ),
        server::json(302, "hunter2".into()),
    ] {
        let server = server::start(move |_, _| reply.clone()).await;
        let client = client(&server.url, service_app());
        let error = authorization(&client).await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)));
        assert!(
            !format!("{error} {error:?}").contains("hunter2"),
            "{error:?}"
        );
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_is_corrected_by_the_servers() {
    let ahead = TimeDelta::minutes(7);
    let server = server::start(move |request, _| {
        let key = PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
        let assertion = &request.form()["client_assertion"];
        let (_, claims) = verify(assertion, &ECDSA_P256_SHA256_FIXED, &ec_public_key(&key));
        let now = Utc::now() + ahead;
        let reply = if (claims["iat"].as_i64().unwrap() - now.timestamp()).abs() > 60 {
            refused(401, "invalid_client")
        } else {
            granted_as("t1", "DPoP")
        };
        let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        reply.header("date", date)
    })
    .await;
    let client = client(&server.url, service_app().dpop(true));
    let headers = authorize(&client, "/").await.unwrap();
    assert_eq!(server.seen().len(), 2);
    let (_, claims) = verify_proof(headers["dpop"].to_str().unwrap());
    let ahead_of_us = claims["iat"].as_i64().unwrap() - Utc::now().timestamp();
    assert!((410..=430).contains(&ahead_of_us), "{ahead_of_us}");
}

/// The headers of a refused proof, from a server whose clock shows this time.
fn proof_refused(status: u16, error: &str, now: chrono::DateTime<Utc>) -> Reply {
    let challenge = format!(r#"DPoP algs="ES256", error="{error}", error_description="No.""#);
    Reply::new(status, "{}")
        .header("date", now.format("%a, %d %b %Y %H:%M:%S GMT"))
        .header("www-authenticate", challenge)
}

/// Starts a server that accepts only proofs with its own time, which the test sets, and its
/// nonce.
async fn keeping_time(status: u16) -> (Server, Arc<Mutex<TimeDelta>>, Arc<Mutex<String>>) {
    let ahead = Arc::new(Mutex::new(TimeDelta::zero()));
    let nonce = Arc::new(Mutex::new(String::new()));
    let (clock, wanted) = (Arc::clone(&ahead), Arc::clone(&nonce));
    let server = server::start(move |request, _| {
        if request.target == "/oauth2/v1/token" {
            return granted_as("t1", "DPoP");
        }
        let now = Utc::now() + *clock.lock().unwrap();
        let (_, claims) = verify_proof(request.header("dpop").unwrap());
        let wanted = wanted.lock().unwrap().clone();
        if (claims["iat"].as_i64().unwrap() - now.timestamp()).abs() > 60 {
            return proof_refused(status, "invalid_dpop_proof", now);
        }
        if !wanted.is_empty() && claims["nonce"] != wanted.as_str() {
            return proof_refused(status, "use_dpop_nonce", now).header("dpop-nonce", wanted);
        }
        server::json(200, serde_json::json!({}))
    })
    .await;
    (server, ahead, nonce)
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_by_minutes_costs_one_request_each_time() {
    for status in [400, 401] {
        let (server, ahead, nonce) = keeping_time(status).await;
        let client = client(&server.url, service_app().dpop(true));
        let calls = || {
            let requests = server.seen();
            let calls = requests.iter().filter(|r| !r.target.contains("token"));
            calls.count()
        };
        let (mut before, steps) = (0, [0, 7, 7, -9, 0, 600, 0]);
        for (step, minutes) in steps.into_iter().enumerate() {
            *ahead.lock().unwrap() = TimeDelta::minutes(minutes);
            let post = client
                .request_among(Catalogue::NONE, Method::POST, "/api/v1/groups")
                .send()
                .await;
            post.unwrap();
            let is_new = step > 0 && steps[step - 1] != minutes;
            assert_eq!(
                calls() - before,
                1 + usize::from(is_new),
                "{status} {minutes}"
            );
            before = calls();
        }
        // A nonce that is demanded, and then a new one.
        for wanted in ["n1", "n2"] {
            *nonce.lock().unwrap() = wanted.to_owned();
            for requests in [2, 1] {
                let post = client
                    .request_among(Catalogue::NONE, Method::POST, "/api/v1/groups")
                    .send()
                    .await;
                post.unwrap();
                assert_eq!(calls() - before, requests, "{status} {wanted}");
                before = calls();
            }
        }
        // The token stayed valid the whole time.
        assert_eq!(server.seen().len(), 1 + calls());
    }
}

#[tokio::test(start_paused = true)]
async fn a_proof_that_is_refused_twice_drops_the_token() {
    for status in [400, 401] {
        let server = server::start(move |request, _| {
            if request.target == "/oauth2/v1/token" {
                return granted_as("t1", "DPoP");
            }
            proof_refused(status, "invalid_dpop_proof", Utc::now())
        })
        .await;
        let client = client(&server.url, service_app().dpop(true));
        for calls in [1, 2] {
            let post = client
                .request_among(Catalogue::NONE, Method::POST, "/api/v1/groups")
                .send()
                .await;
            let error = post.unwrap_err();
            assert_eq!(error.status().map(|s| s.as_u16()), Some(status), "{error}");
            assert_eq!(error.code(), Some("invalid_dpop_proof"));
            // The token request, the request, and the request with another proof.
            assert_eq!(server.seen().len(), calls * 3);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_skew_of_the_token_endpoint_that_is_over_is_unlearned() {
    let ahead = Arc::new(Mutex::new(TimeDelta::minutes(7)));
    let clock = Arc::clone(&ahead);
    let server = server::start(move |request, _| {
        let key = PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
        let assertion = &request.form()["client_assertion"];
        let (_, claims) = verify(assertion, &ECDSA_P256_SHA256_FIXED, &ec_public_key(&key));
        let now = Utc::now() + *clock.lock().unwrap();
        let reply = if (claims["iat"].as_i64().unwrap() - now.timestamp()).abs() > 60 {
            refused(401, "invalid_client")
        } else {
            granted("t1")
        };
        let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        reply.header("date", date)
    })
    .await;
    let client = client(&server.url, service_app());
    let mut requests = 0;
    for (minutes, expected) in [(7, 2), (7, 1), (0, 2), (-9, 2), (-9, 1)] {
        *ahead.lock().unwrap() = TimeDelta::minutes(minutes);
        let token = authorization(&client).await.unwrap();
        assert_eq!(server.seen().len() - requests, expected, "{minutes}");
        requests = server.seen().len();
        refused_by_the_api(&client, &token, &HeaderMap::new());
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_answer_that_makes_no_sense_says_what_is_wrong() {
    use serde_json::json;
    for (answer, hint) in [
        (
            json!({ "access_token": "", "token_type": "Bearer" }),
            "`access_token` is empty",
        ),
        (
            json!({ "token_type": "Bearer" }),
            "`access_token` is missing",
        ),
        (
            json!({ "access_token": "hunter2 x", "token_type": "Bearer" }),
            "`access_token` contains spaces",
        ),
        (
            json!({ "access_token": "hunter2" }),
            "`token_type` is missing",
        ),
        (
            json!({ "access_token": "hunter2", "token_type": "MAC" }),
            "`token_type` is neither Bearer nor DPoP",
        ),
        (
            json!({ "access_token": "hunter2", "token_type": "Bearer", "expires_in": -1 }),
            "`expires_in` is negative",
        ),
        (
            json!({ "access_token": "hunter2", "token_type": "Bearer", "expires_in": "soon" }),
            "`expires_in` is text",
        ),
    ] {
        let server = server::start(move |_, _| server::json(200, answer.clone())).await;
        let client = client(&server.url, service_app());
        let error = authorization(&client).await.unwrap_err();
        let message = format!("{error} {error:?}");
        assert!(message.contains(hint), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
        assert_eq!(server.seen().len(), 1);
    }
    let lifetime = json!({ "access_token": "t1", "token_type": "bearer", "expires_in": "3600" });
    let server = server::start(move |_, _| server::json(200, lifetime.clone())).await;
    let client = client(&server.url, service_app());
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_wants_a_long_pause_fails_at_once() {
    for status in [429, 503] {
        let server =
            server::start(move |_, _| Reply::new(status, "slow down").header("retry-after", 900))
                .await;
        let client = client(&server.url, service_app());
        let start = Instant::now();
        let error = client
            .request_among(Catalogue::NONE, Method::GET, "/x")
            .send()
            .await
            .unwrap_err();
        assert!(error.to_string().contains("slow down"), "{error}");
        assert_eq!(server.seen().len(), 1, "{status}");
        assert!(start.elapsed().is_zero());
    }
}

#[tokio::test(start_paused = true)]
async fn without_retries_the_token_endpoint_is_asked_once() {
    let server = server::start(|_, _| Reply::new(503, "")).await;
    let client = Client::builder(&server.url)
        .allow_http(true)
        .service_app(service_app())
        .retry(crate::RetryPolicy::never())
        .build()
        .unwrap();
    authorization(&client).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
}
