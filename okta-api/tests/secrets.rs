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
