//! What must not show: tokens, query values and bodies in logs, `Debug` and errors.

#![allow(clippy::unwrap_used)]

mod support;
#[path = "../../okta-core/src/test_log.rs"]
mod test_log;

use std::fmt::Write;

use http::Method;
use okta_api::RetryPolicy;
use serde_json::json;
use support::{Fault, Org, Reply, TOKEN};
use test_log::Log;

const SECRET: &str = "correct-horse-battery";

#[tokio::test]
async fn secrets_stay_out_of_logs_debug_and_errors() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let refused = Reply::new(400, "no")
        .header("set-cookie", format!("sid={SECRET}"))
        .header("x-okta-request-id", "rid-9");
    let org = Org::scripted(vec![
        Reply::new(503, ""),
        refused,
        Reply::new(200, "").fault(Fault::Reset),
        Reply::json(format!("\"{SECRET}\"")).header("set-cookie", format!("sid={SECRET}")),
        Reply::json(format!("[{{\"id\":\"{SECRET}\"")),
    ])
    .await;
    let client = org.client();
    let request = || {
        client
            .request(Method::GET, "/api/v1/users")
            .query("q", SECRET)
            .header("x-custom", SECRET)
            .json(&json!({"credentials": SECRET}))
    };
    let call = request();
    let mut shown = format!("{client:?} {call:?}");
    let error = call.send().await.unwrap_err();
    write!(shown, "{error} {error:?}").unwrap();
    let response = request().send().await.unwrap();
    write!(shown, "{:?}", response.headers()).unwrap();
    let error = request().page().await.unwrap_err();
    write!(shown, "{error} {error:?}").unwrap();

    // Nobody listens any more: the message of the error holds the URL of reqwest's.
    let url = org.url.clone();
    drop(org);
    let gone = okta_api::Client::builder(url)
        .api_token(TOKEN)
        .allow_http(true)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    tokio::task::yield_now().await;
    let error = gone
        .request(Method::GET, "/x")
        .query("q", SECRET)
        .send()
        .await
        .unwrap_err();
    write!(shown, "{error} {error:?}").unwrap();

    let logged = log.text();
    for (name, text) in [("shown", shown), ("logged", logged.clone())] {
        assert!(!text.contains(TOKEN), "{name}: {text}");
        assert!(!text.contains(SECRET), "{name}: {text}");
    }
    // The log is not empty for that reason: it tells what happened.
    for expected in [
        "operation=\"request\"",
        "status=503",
        "trying again",
        "rid-9",
        "/api/v1/users",
    ] {
        assert!(logged.contains(expected), "{expected}: {logged}");
    }
}

/// What `fn main() -> Result<(), Box<dyn Error>>` prints of an error: its `Debug`.
fn printed(error: okta_api::Error) -> String {
    let error: Box<dyn std::error::Error> = error.into();
    format!("Error: {error:?}")
}

#[tokio::test]
async fn what_main_prints_of_an_error_is_a_sentence_to_act_on() {
    let refused = |status, body: &str| {
        let mut reply = Reply::json(body.to_owned()).header("x-okta-request-id", "rid-4");
        reply.status = status;
        reply.header("set-cookie", format!("sid={SECRET}"))
    };
    let org = Org::scripted(vec![
        refused(
            403,
            r#"{"errorCode":"E0000006","errorSummary":"You do not have permission",
                "errorCauses":[{"errorSummary":"Missing role"}]}"#,
        ),
        refused(503, r#"{"errorCode":"E0000009","errorSummary":"Internal"}"#),
        Reply::json(format!(r#"{{"id":"{SECRET}"#)).header("x-okta-request-id", "rid-5"),
        Reply::new(200, "").fault(Fault::Reset),
    ])
    .await;
    let impatient = RetryPolicy::default().max_retries(1);
    let client = org.builder().retry(impatient).build().unwrap();

    let denied = client.get_user(SECRET).send().await.unwrap_err();
    assert_eq!(
        printed(denied),
        "Error: getUser: 403 Forbidden, E0000006: You do not have permission [Missing role] \
         (request id rid-4). Grant the app the scope okta.users.read and an admin role that \
         covers it"
    );
    let undecodable = client.get_user(SECRET).send().await.unwrap_err();
    let lost = client.get_user(SECRET).send().await.unwrap_err();
    let argument = client.get_user("").send().await.unwrap_err();
    let token = "SSWS 00secret";
    let config = okta_api::Client::builder("https://acme.okta.com").api_token(token);
    let config = config.build().map(drop).unwrap_err();
    for (error, parts) in [
        (
            undecodable,
            &["getUser", "does not decode at $", "rid-5"][..],
        ),
        (
            lost,
            &["getUser", "gave up after 2 attempts", "connection broke"],
        ),
        (argument, &["getUser", "`userId`", "give its id"]),
        (config, &["token", "without `SSWS` or `Bearer`"]),
    ] {
        let text = printed(error);
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
        for secret in [SECRET, TOKEN, "00secret"] {
            assert!(!text.contains(secret), "{text}");
        }
        // A sentence or two, and not a struct.
        assert!(text.lines().count() <= 2 && text.len() < 400, "{text}");
        assert!(!text.contains(" { ") && !text.contains("Some("), "{text}");
    }
}
