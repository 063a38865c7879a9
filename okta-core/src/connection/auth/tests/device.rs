//! A person signs in with a browser.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use tokio::time::{Instant, advance};

use super::{
    server::{Reply, Seen, Server},
    *,
};
use crate::{DeviceGrant, DevicePrompt};

/// The prompts that were shown.
type Prompts = Arc<Mutex<Vec<DevicePrompt>>>;

/// Starts a client, and a server that starts sign-ins and answers polls as the test says.
async fn signing_in(
    mut poll: impl FnMut(&Seen, usize) -> Reply + Send + 'static,
) -> (Client, Server, Prompts) {
    let mut polls = 0;
    let server = server::start(move |request, _| {
        if request.target == "/oauth2/v1/device/authorize" {
            return server::json(
                200,
                json!({
                    "device_code": "code-1",
                    "user_code": "ABCD-EFGH",
                    "verification_uri": "https://acme.okta.com/activate",
                    "verification_uri_complete": "https://acme.okta.com/activate?user_code=ABCD-EFGH",
                    "expires_in": 600,
                    "interval": 5,
                }),
            );
        }
        polls += 1;
        poll(request, polls)
    })
    .await;
    let prompts = Prompts::default();
    let shown = Arc::clone(&prompts);
    let client = Client::builder(&server.url)
        .allow_http(true)
        .device_grant(
            DeviceGrant::new("0oa1", ["okta.users.read", "offline_access"])
                .prompt(move |prompt| shown.lock().unwrap().push(prompt.clone())),
        )
        .build()
        .unwrap();
    (client, server, prompts)
}

#[tokio::test(start_paused = true)]
async fn the_person_is_waited_for_at_the_pace_that_okta_asks_for() {
    let (client, server, prompts) = signing_in(|_, poll| match poll {
        1 | 3 => refused(400, "authorization_pending"),
        2 => refused(400, "slow_down"),
        _ => granted("t1"),
    })
    .await;
    let start = Instant::now();
    client.authenticate().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5 + 5 + 10 + 10);
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");

    let [prompt] = &prompts.lock().unwrap()[..] else {
        panic!("one prompt")
    };
    assert_eq!(
        prompt.to_string(),
        "To sign in, open https://acme.okta.com/activate and enter the code ABCD-EFGH \
         within 10 minutes."
    );
    let requests = server.seen();
    assert_eq!(requests.len(), 5);
    assert_eq!(
        requests[0].form()["scope"],
        "okta.users.read offline_access"
    );
    assert_eq!(requests[0].form()["client_id"], "0oa1");
    let form = &requests[4].form();
    assert_eq!(
        form["grant_type"],
        "urn:ietf:params:oauth:grant-type:device_code"
    );
    assert_eq!(form["device_code"], "code-1");
    assert_eq!(form["client_id"], "0oa1");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_spares_the_person_until_it_is_refused() {
    let (client, server, prompts) = signing_in(|request, poll| match poll {
        4 => refused(400, "invalid_grant"),
        _ => server::json(
            200,
            json!({
                "access_token": format!("t{poll}"),
                "token_type": "Bearer",
                "expires_in": 3600,
                "refresh_token": format!("r{poll}-{}", request.form().contains_key("refresh_token")),
            }),
        ),
    })
    .await;
    for (expected, prompted) in [("t1", 1), ("t2", 1), ("t3", 1), ("t5", 2)] {
        let value = authorization(&client).await.unwrap();
        assert_eq!(value, format!("Bearer {expected}"));
        assert_eq!(prompts.lock().unwrap().len(), prompted);
        advance(Duration::from_secs(3301)).await;
    }
    let used: Vec<String> = server
        .seen()
        .iter()
        .filter_map(|request| request.form().get("refresh_token").cloned())
        .collect();
    assert_eq!(used, ["r1-false", "r2-true", "r3-true"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_refresh_token_the_person_is_not_bothered_ahead_of_time() {
    let (client, _server, prompts) = signing_in(|_, poll| granted(&format!("t{poll}"))).await;
    for (wait, prompted) in [(0, 1), (3590, 1), (10, 2)] {
        advance(Duration::from_secs(wait)).await;
        authorization(&client).await.unwrap();
        assert_eq!(prompts.lock().unwrap().len(), prompted, "{wait}");
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_signs_in() {
    for by_server in [true, false] {
        let (client, server, prompts) = signing_in(move |_, _| {
            refused(
                400,
                if by_server {
                    "expired_token"
                } else {
                    "authorization_pending"
                },
            )
        })
        .await;
        for prompted in [1, 2] {
            let error = client.authenticate().await.unwrap_err();
            assert!(
                matches!(error, Error::Auth(AuthError::SignInExpired)),
                "{error:?}"
            );
            assert_eq!(prompts.lock().unwrap().len(), prompted);
        }
        assert!(server.seen().len() <= 2 * (1 + 600 / 5));
    }
}

#[tokio::test(start_paused = true)]
async fn a_person_who_says_no_is_a_refusal() {
    let (client, _server, _prompts) = signing_in(|_, _| refused(403, "access_denied")).await;
    let error = client.authenticate().await.unwrap_err();
    assert_eq!(refusal(error).error, "access_denied");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_gives_up_waiting_leaves_the_code_good() {
    let (client, _server, prompts) = signing_in(|_, poll| match poll {
        1..4 => refused(400, "authorization_pending"),
        // More failures than one poll's own retries cover.
        4..10 => server::silence(),
        _ => granted("t1"),
    })
    .await;
    let wait = Duration::from_secs(12);
    assert!(
        tokio::time::timeout(wait, authorization(&client))
            .await
            .is_err()
    );
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    assert_eq!(prompts.lock().unwrap().len(), 1);
}

/// Starts a client of a server that starts sign-ins with this response and never finishes them.
async fn started_with(authorization: serde_json::Value) -> (Client, Server, Prompts) {
    let server = server::start(move |request, _| {
        if request.target == "/oauth2/v1/device/authorize" {
            return server::json(200, authorization.clone());
        }
        refused(400, "authorization_pending")
    })
    .await;
    let prompts = Prompts::default();
    let shown = Arc::clone(&prompts);
    let grant = DeviceGrant::new("0oa1", ["okta.users.read"])
        .prompt(move |prompt| shown.lock().unwrap().push(prompt.clone()));
    let client = Client::builder(&server.url)
        .allow_http(true)
        .device_grant(grant)
        .build()
        .unwrap();
    (client, server, prompts)
}

fn authorization_answer() -> serde_json::Value {
    json!({
        "device_code": "code-1",
        "user_code": "ABCD-EFGH",
        "verification_uri": "https://acme.okta.com/activate",
        "expires_in": 60,
        "interval": 5,
    })
}

#[tokio::test(start_paused = true)]
async fn the_pause_between_polls_is_between_a_second_and_the_codes_end() {
    for (interval, polls) in [
        (json!(0), 59),
        (json!(0.001), 59),
        (json!("10"), 5),
        (json!(null), 11),
        (json!(1_000_000_000), 0),
        (json!(1e300), 0),
    ] {
        let mut answer = authorization_answer();
        answer["interval"] = interval.clone();
        let (client, server, _) = started_with(answer).await;
        let start = Instant::now();
        let error = client.authenticate().await.unwrap_err();
        assert!(
            matches!(error, Error::Auth(AuthError::SignInExpired)),
            "{error}"
        );
        assert_eq!(start.elapsed().as_secs(), 60, "{interval}");
        assert_eq!(server.seen().len(), 1 + polls, "{interval}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_makes_no_sense_says_what_is_wrong() {
    for (member, value, hint) in [
        ("device_code", json!(""), "`device_code` is empty"),
        ("device_code", json!(null), "`device_code` is missing"),
        ("user_code", json!(5), "`user_code` is not text"),
        (
            "verification_uri",
            json!([]),
            "`verification_uri` is not text",
        ),
        ("expires_in", json!(-5), "`expires_in` is negative"),
        ("interval", json!(-5), "`interval` is negative"),
        ("interval", json!({}), "`interval` is not a number"),
    ] {
        let mut answer = authorization_answer();
        answer[member] = value;
        let (client, _server, prompts) = started_with(answer).await;
        let error = client.authenticate().await.unwrap_err().to_string();
        assert!(error.contains(hint), "{error}");
        assert!(prompts.lock().unwrap().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_person_is_shown_is_bounded_and_without_control_characters() {
    let mut answer = authorization_answer();
    answer["user_code"] = format!("AB\u{1b}[2J\u{202e}CD{}", "x".repeat(10_000)).into();
    answer["verification_uri"] = format!("https://acme.okta.com/\r\n{}", "y".repeat(10_000)).into();
    answer["verification_uri_complete"] = "https://acme.okta.com/\u{7}z".into();
    let (client, _server, prompts) = started_with(answer).await;
    client.authenticate().await.unwrap_err();
    let prompt = prompts.lock().unwrap()[0].clone();
    let shown = format!("{prompt} {prompt:?}");
    assert!(shown.len() < 2_000, "{}", shown.len());
    assert!(
        !shown.chars().any(|c| c.is_control() || c == '\u{202e}'),
        "{shown}"
    );
    assert!(prompt.code.starts_with("AB [2J CD"), "{shown}");
}
