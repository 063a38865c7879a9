//! One call and what can go wrong on its way, over real sockets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    io::Write,
    time::{Duration, Instant},
};

use http::{Method, StatusCode};
use okta_api::{Error, RetryPolicy, RetryReason, TransportErrorKind, operations::CATALOGUE};
use serde_json::json;
use support::{Fault, Org, Reply, TOKEN, date, now};

const PATH: &str = "/api/v1/groups/00g1";

#[tokio::test]
async fn a_get_survives_every_fault_that_passes() {
    let good = Reply::json(r#"{"id":"00g1"}"#);
    for (name, faults) in [
        ("reset", vec![good.clone().fault(Fault::Reset)]),
        ("half a body", vec![good.clone().fault(Fault::HalfBody)]),
        (
            "a body that never ends",
            vec![good.clone().fault(Fault::SlowBody(Duration::from_secs(30)))],
        ),
        (
            "silence",
            vec![good.clone().fault(Fault::Silence(Duration::from_secs(30)))],
        ),
        (
            "a burst of 5xx",
            [500, 502, 503, 504]
                .map(|status| Reply::new(status, "<html>down</html>"))
                .to_vec(),
        ),
        (
            "409 busy",
            vec![Reply::error(409, "E0000112", "still being activated")],
        ),
        (
            "429",
            vec![Reply::error(429, "E0000047", "limit").rate(600, 0, now())],
        ),
        (
            "429 of concurrency",
            vec![Reply::error(429, "E0000047", "limit").rate(0, 0, now() + 120)],
        ),
        (
            "429 without headers",
            vec![Reply::error(429, "E0000047", "limit")],
        ),
    ] {
        let count = faults.len();
        let org = Org::scripted([faults, vec![good.clone()]].concat()).await;
        let client = org
            .builder()
            .request_timeout(Duration::from_millis(300))
            .build()
            .unwrap();
        let started = Instant::now();
        let group = client.request(Method::GET, PATH).send().await;
        assert_eq!(group.unwrap()["id"], "00g1", "{name}");
        let seen = org.seen();
        assert_eq!(seen.len(), count + 1, "{name}");
        assert_eq!(
            seen.last().unwrap().header("x-okta-retry-count"),
            Some(count.to_string().as_str()),
            "{name}"
        );
        assert!(started.elapsed() < Duration::from_secs(5), "{name}");
    }
}

#[tokio::test]
async fn a_post_is_sent_once_whatever_happens_to_its_answer() {
    let good = Reply::json("{}");
    for fault in [
        good.clone().fault(Fault::Reset),
        good.clone().fault(Fault::HalfBody),
        good.clone().fault(Fault::Silence(Duration::from_secs(30))),
        Reply::new(500, ""),
        Reply::new(503, "").header("retry-after", 0),
    ] {
        let org = Org::scripted(vec![fault.clone(), good.clone()]).await;
        let client = org
            .builder()
            .request_timeout(Duration::from_millis(200))
            .build()
            .unwrap();
        let error = client
            .request(Method::POST, "/api/v1/groups")
            .json(&json!({"profile": {"name": "x"}}))
            .send()
            .await
            .unwrap_err();
        assert_eq!(org.seen().len(), 1, "{fault:?}");
        assert!(error.is_transient(), "{error}");
        if matches!(error, Error::Transport(_)) {
            assert!(error.to_string().contains("may have processed"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_user_is_not_deleted_twice() {
    // The first DELETE deactivates, the second one removes for good.
    let broken_then_deleted = || vec![Reply::new(204, "").fault(Fault::Reset), Reply::new(204, "")];
    let org = Org::scripted(broken_then_deleted()).await;
    let client = org.client();
    let error = client
        .request(Method::DELETE, "/api/v1/users/00u1")
        .send()
        .await;
    assert!(error.is_err());
    assert_eq!(org.seen().len(), 1);
    // Through the layer below, too, which is told the operations.
    let org = Org::scripted(broken_then_deleted()).await;
    let client = org.client();
    let below: &okta_core::Client = &client;
    let error = below
        .request_among(&CATALOGUE, Method::DELETE, "/api/v1/users/00u1")
        .send()
        .await;
    assert!(error.is_err());
    assert_eq!(org.seen().len(), 1);
    // Through the typed operation, too; a group's DELETE is repeated.
    let org = Org::scripted(broken_then_deleted()).await;
    let client = org.client();
    assert!(client.delete_user("00u1").send().await.is_err());
    assert_eq!(org.seen().len(), 1);
    client.delete_group("00g1").send().await.unwrap();
}

#[tokio::test]
async fn no_connection_is_worth_another_try_for_any_method() {
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    let url = org.url.clone();
    drop(org);
    let client = okta_api::Client::builder(url)
        .api_token(TOKEN)
        .allow_http(true)
        .retry(
            RetryPolicy::default()
                .max_retries(2)
                .longest_pause(Duration::ZERO),
        )
        .build()
        .unwrap();
    // The listener goes when its task has ended.
    tokio::task::yield_now().await;
    let error = client.request(Method::POST, "/x").send().await.unwrap_err();
    let Error::GaveUp(gave_up) = &error else {
        panic!("{error}")
    };
    assert_eq!(gave_up.attempts().len(), 3);
    assert!(
        gave_up
            .attempts()
            .iter()
            .all(|attempt| attempt.reason == RetryReason::Connect)
    );
    let Error::Transport(last) = gave_up.last() else {
        panic!("{error}")
    };
    assert_eq!(last.kind(), TransportErrorKind::Connect);
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn stale_connections_do_not_fail_requests() {
    let org = Org::start(|_| Reply::json("{}").fault(Fault::CloseAfter)).await;
    let client = org.client();
    for _ in 0..50 {
        client.request(Method::GET, PATH).send().await.unwrap();
    }
}

#[tokio::test]
async fn clocks_that_differ_by_minutes_do_not_matter() {
    for offset in [-300, 300] {
        // The window ends right now, by the server's clock.
        let reset = now().saturating_add_signed(offset);
        let limited = Reply::error(429, "E0000047", "limit")
            .rate(60, 0, reset)
            .header("date", date(offset));
        let org = Org::scripted(vec![limited, Reply::json("{}")]).await;
        let started = Instant::now();
        org.client()
            .request(Method::GET, PATH)
            .send()
            .await
            .unwrap();
        let took = started.elapsed().as_secs_f64();
        assert!((0.9..3.0).contains(&took), "{offset}: {took}");
    }
}

#[tokio::test]
async fn duplicated_headers_mean_the_smaller_remaining() {
    let twice = Reply::json("{}")
        .rate(600, 599, now() + 60)
        .rate(60, 3, now() + 60);
    let org = Org::scripted(vec![twice]).await;
    let response = org
        .client()
        .request(Method::GET, PATH)
        .send()
        .await
        .unwrap();
    let rate = response.rate_limit().unwrap();
    assert_eq!((rate.limit, rate.remaining), (60, 3));
}

#[tokio::test]
async fn a_429_of_another_kind_is_an_error_at_once() {
    for code in [
        "E0000109", "E0000118", "E0000133", "E0000146", "E0000147", "E0000186",
    ] {
        let org = Org::scripted(vec![Reply::error(429, code, "wait").rate(
            60,
            30,
            now() + 60,
        )])
        .await;
        let error = org
            .client()
            .request(Method::POST, PATH)
            .send()
            .await
            .unwrap_err();
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(error.code(), Some(code));
        assert_eq!(org.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_error_tells_what_okta_said() {
    let mut refusal = Reply::json(
        r#"{"errorCode":"E0000001","errorSummary":"Api validation failed: login",
            "errorCauses":[{"errorSummary":"login: An object with this field already exists"}]}"#,
    );
    refusal.status = 400;
    let org = Org::scripted(vec![refusal.header("x-okta-request-id", "rid-7").rate(
        60,
        5,
        now() + 60,
    )])
    .await;
    let error = org
        .client()
        .request(Method::POST, PATH)
        .send()
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("login: An object with this field already exists"),
        "{message}"
    );
    assert!(message.contains("rid-7"), "{message}");
    assert_eq!(error.rate_limit().unwrap().remaining, 5);
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
    assert!(error.is_invalid_request() && !error.is_transient());
}

#[tokio::test]
async fn a_page_of_html_is_an_error_that_quotes_it() {
    let html = Reply::new(403, "<html><h1>Blocked by proxy</h1></html>");
    let org = Org::scripted(vec![html.header("content-type", "text/html")]).await;
    let error = org
        .client()
        .request(Method::GET, PATH)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_forbidden());
    assert!(error.to_string().contains("Blocked by proxy"), "{error}");

    // And with a 200, where JSON was expected.
    let html = Reply::new(200, "<html>Sign in</html>").header("content-type", "text/html");
    let org = Org::scripted(vec![html]).await;
    let error = org
        .client()
        .request(Method::GET, PATH)
        .send()
        .await
        .unwrap_err();
    let Error::Decode(failure) = &error else {
        panic!("{error}")
    };
    assert_eq!(failure.raw(), b"<html>Sign in</html>");
    assert!(!format!("{error} {error:?}").contains("Sign in"));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Org::scripted(vec![Reply::json("{}")]).await;
    let away = Reply::new(302, "").header("location", format!("{}/x", other.url));
    let org = Org::scripted(vec![away]).await;
    let error = org
        .client()
        .request(Method::GET, PATH)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FOUND));
    assert!(error.to_string().contains("redirect"), "{error}");
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_raw_request_to_another_origin_is_refused() {
    let other = Org::scripted(vec![Reply::json("{}")]).await;
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    let client = org.client();
    let there = format!("{}/api/v1/users", other.url);
    let error = client
        .request(Method::GET, &there)
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Argument { .. }), "{error}");
    assert!(other.seen().is_empty() && org.seen().is_empty());
    let here = format!("{}/api/v1/users?limit=1", org.url);
    client.request(Method::GET, &here).send().await.unwrap();
    assert_eq!(org.seen()[0].query("limit"), Some("1"));
}

#[tokio::test]
async fn answers_are_bounded_before_and_after_decompression() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&vec![b' '; 4 << 20]).unwrap();
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 10_000);
    let mut packed = Reply::json("").header("content-encoding", "gzip");
    packed.body = bomb;
    for reply in [packed, Reply::json(" ".repeat(2 << 20))] {
        let org = Org::scripted(vec![reply]).await;
        let client = org.builder().max_body(1 << 20).build().unwrap();
        let error = client.request(Method::GET, PATH).send().await.unwrap_err();
        let Error::Transport(broken) = &error else {
            panic!("{error}")
        };
        assert_eq!(broken.kind(), TransportErrorKind::TooLarge(1 << 20));
        assert_eq!(org.seen().len(), 1);
    }
}

#[tokio::test]
async fn what_is_sent() {
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    let client = org.client();
    client
        .request(Method::POST, "/api/v1/users/a%40b.c/lifecycle/activate")
        .query("sendEmail", false)
        .query("search", "a b&c=\"d\"+é")
        .header("x-mine", "1")
        .send()
        .await
        .unwrap();
    let put = client.request(Method::PUT, "/api/v1/groups/1/users/2");
    put.send().await.unwrap();
    client.request(Method::GET, "/").send().await.unwrap();
    let upload = okta_api::Upload::new(&b"png"[..], "logo.png", "image/png");
    let file = client
        .request(Method::POST, "/api/v1/org/logo")
        .file("file", upload);
    file.send().await.unwrap();

    let seen = org.seen();
    assert_eq!(seen[0].path, "/api/v1/users/a%40b.c/lifecycle/activate");
    assert_eq!(seen[0].query("sendEmail"), Some("false"));
    assert_eq!(seen[0].query("search"), Some("a b&c=\"d\"+é"));
    assert_eq!(seen[0].header("x-mine"), Some("1"));
    assert_eq!(
        seen[0].header("authorization").unwrap(),
        format!("SSWS {TOKEN}")
    );
    assert_eq!(seen[0].header("accept"), Some("application/json"));
    assert_eq!(seen[0].header("content-length"), Some("0"));
    assert_eq!(seen[1].header("content-length"), Some("0"));
    assert_eq!(seen[2].header("content-length"), None);
    let kind = seen[3].header("content-type").unwrap();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    assert!(String::from_utf8_lossy(&seen[3].body).contains("filename=\"logo.png\""));
}

#[tokio::test]
async fn answers_of_any_2xx_and_of_no_body_are_fine() {
    let org = Org::scripted(vec![Reply::new(204, ""), Reply::new(201, "{}")]).await;
    let client = org.client();
    let empty = client.request(Method::DELETE, PATH).send().await.unwrap();
    assert!(empty.is_null());
    let created = client
        .request(Method::GET, PATH)
        .send_bytes()
        .await
        .unwrap();
    assert_eq!(&created[..], b"{}");
    assert_eq!(created.status(), StatusCode::CREATED);
}
