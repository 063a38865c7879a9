//! What must not show: tokens, query values and bodies in logs, `Debug` and errors.

#![allow(clippy::unwrap_used)]

mod support;

use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};

use http::Method;
use okta_api::RetryPolicy;
use serde_json::json;
use support::{Fault, Org, Reply, TOKEN};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Writes down everything that is logged, at every level, by this crate and those below.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0.lock().unwrap(), " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        write!(self.0.lock().unwrap(), "\nspan {}", span.metadata().name()).unwrap();
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        write!(self.0.lock().unwrap(), "\n{}", event.metadata().target()).unwrap();
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

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
