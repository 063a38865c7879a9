//! A service app against its token endpoint.

use std::{collections::HashSet, time::Duration};

use chrono::{TimeDelta, Utc};
use http::StatusCode;
use tokio::time::Instant;

use super::{server::Server, *};

#[tokio::test(start_paused = true)]
async fn an_assertion_that_okta_can_verify_buys_a_token() {
    let server = Server::start(|_, _| granted("t1")).await;
    let client = client(&server.url, service_app().key_id("kid-1"));

    let headers = authorize(&client, "/api/v1/users").await.unwrap();
    assert_eq!(headers[header::AUTHORIZATION], "Bearer t1");
    assert!(headers[header::AUTHORIZATION].is_sensitive());
    assert!(!headers.contains_key("dpop"));

    let [request] = &server.received()[..] else {
        panic!("one request")
    };
    assert_eq!(request.target, "POST /oauth2/v1/token");
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("okta-api-rust/"), "{agent}");
    assert_eq!(request.form["grant_type"], "client_credentials");
    assert_eq!(request.form["scope"], "okta.users.read okta.groups.read");
    assert_eq!(
        request.form["client_assertion_type"],
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    let key = PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
    let (header, claims) = verify(
        &request.form["client_assertion"],
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
    let server = Server::start(|request, _| match request.header("dpop") {
        None => refused(400, "invalid_dpop_proof"),
        Some(proof) if verify_proof(proof).1["nonce"] != "n1" => {
            let (status, _, body) = refused(400, "use_dpop_nonce")?;
            Some((status, vec![("dpop-nonce", "n1".into())], body))
        }
        Some(_) => granted_as("t1", "DPoP"),
    })
    .await;
    let client = client(&server.url, service_app());
    let path = "/api/v1/users/ada%40example.com/?expand=x%20y";
    let first = authorize(&client, path).await.unwrap();
    let second = authorize(&client, path).await.unwrap();

    // No proof, a proof without the nonce, a proof with it: each with its own assertion.
    let requests = server.received();
    assert_eq!(requests.len(), 3);
    let assertions: HashSet<&str> = requests
        .iter()
        .map(|request| request.form["client_assertion"].as_str())
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
    let server = Server::start(|_, _| granted_as("t1", "DPoP")).await;
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
    let again = client
        .session()
        .authenticator()
        .rejected(&headers[header::AUTHORIZATION], &answer)
        .await;
    assert!(again);
    let headers = authorize(&client, "/").await.unwrap();
    let (_, claims) = verify_proof(headers["dpop"].to_str().unwrap());
    assert_eq!(claims["nonce"], "n2");
    assert_eq!(server.received().len(), 1, "the token was fetched once");
}

#[tokio::test(start_paused = true)]
async fn nonces_without_end_are_not_followed() {
    let server = Server::start(|_, number| {
        let (status, _, body) = refused(400, "use_dpop_nonce")?;
        Some((status, vec![("dpop-nonce", format!("n{number}"))], body))
    })
    .await;
    let client = client(&server.url, service_app().dpop(true));
    let error = authorization(&client).await.unwrap_err();
    assert_eq!(refusal(error).error, "use_dpop_nonce");
    assert_eq!(server.received().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_of_the_token_endpoint_is_waited_for() {
    let server = Server::start(|_, number| match number {
        0 => Some((
            429,
            vec![
                ("date", "Thu, 01 Jan 2026 00:00:00 GMT".into()),
                ("x-rate-limit-limit", "600".into()),
                ("x-rate-limit-remaining", "0".into()),
                ("x-rate-limit-reset", "1767225640".into()),
            ],
            r#"{"errorCode":"E0000047"}"#.into(),
        )),
        _ => granted("t1"),
    })
    .await;
    let client = client(&server.url, service_app());
    let start = Instant::now();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    assert_eq!(start.elapsed().as_secs(), 41);
    let requests = server.received();
    assert_ne!(
        requests[0].form["client_assertion"],
        requests[1].form["client_assertion"]
    );
}

#[tokio::test(start_paused = true)]
async fn broken_connections_and_server_errors_are_survived() {
    let server = Server::start(|_, number| match number {
        0 => None,
        1 => server::json(503, "<html>".into()),
        _ => granted("t1"),
    })
    .await;
    let client = client(&server.url, service_app());
    let start = Instant::now();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    assert_eq!(server.received().len(), 3);
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_server_is_given_up() {
    let server = Server::start(|_, _| None).await;
    let client = client(&server.url, service_app());
    let error = authorization(&client).await.unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::Unreachable(_))),
        "{error:?}"
    );
    assert_eq!(server.received().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_answer_is_given_up() {
    // Connections are made by the operating system, and nobody takes them.
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
    let server = Server::start(|_, number| match number {
        0 => Some((
            401,
            vec![("x-okta-request-id", "R1".into())],
            r#"{"error":"invalid_client","error_description":"The kid is unknown."}"#.into(),
        )),
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
        // Bound to a key, although none was offered.
        granted_as("hunter2", "DPoP"),
        server::json(
            200,
            serde_json::json!({
                "access_token": "t1", "token_type": "Bearer", "padding": "x".repeat(2 << 20),
            }),
        ),
        server::json(302, "hunter2".into()),
    ] {
        let server = Server::start(move |_, _| reply.clone()).await;
        let client = client(&server.url, service_app());
        let error = authorization(&client).await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)));
        assert!(
            !format!("{error} {error:?}").contains("hunter2"),
            "{error:?}"
        );
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_is_corrected_by_the_servers() {
    let ahead = TimeDelta::minutes(7);
    let server = Server::start(move |request, _| {
        let key = PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
        let assertion = &request.form["client_assertion"];
        let (_, claims) = verify(assertion, &ECDSA_P256_SHA256_FIXED, &ec_public_key(&key));
        let now = Utc::now() + ahead;
        let (status, _, body) = if (claims["iat"].as_i64()? - now.timestamp()).abs() > 60 {
            refused(401, "invalid_client")?
        } else {
            granted_as("t1", "DPoP")?
        };
        let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        Some((status, vec![("date", date)], body))
    })
    .await;
    let client = client(&server.url, service_app().dpop(true));
    let headers = authorize(&client, "/").await.unwrap();
    assert_eq!(server.received().len(), 2);
    let (_, claims) = verify_proof(headers["dpop"].to_str().unwrap());
    let ahead_of_us = claims["iat"].as_i64().unwrap() - Utc::now().timestamp();
    assert!((410..=430).contains(&ahead_of_us), "{ahead_of_us}");
}
