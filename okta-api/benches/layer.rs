//! What authentication, pacing, retries and tracing (without a subscriber) add to a GET of
//! reqwest, and whether calls scale with cores.
//!
//! ```sh
//! cargo bench -p okta-api --bench layer
//! ```
//!
//! The answers are `{}`, so that decoding does not count. Bare and whole calls take turns,
//! and the median of the ratios counts.

#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "the other bench uses the rest")]
mod support;

use std::{env, hint::black_box, time::Duration};

use futures::{StreamExt, stream};
use http::Method;
use okta_api::Client;
use reqwest::header::{ACCEPT, AUTHORIZATION};
use tokio::runtime::{Builder, Runtime};

use support::{
    child::Server,
    figures::median,
    meter::{Meter, Usage},
    server,
};

const ROUNDS: usize = 100;
const CALLS: usize = 500;
const AT_A_TIME: usize = 16;

/// As many as the SDK has under way unless told otherwise.
const AT_MOST: usize = 30;

fn main() {
    if env::args().nth(1).as_deref() == Some("serve") {
        server::serve();
    }
    let server = Server::start();
    added(&server.origin);
    scaling(&server.origin);
}

fn client(origin: &str) -> Client {
    Client::builder(origin)
        .allow_http(true)
        .api_token("00token")
        .build()
        .unwrap()
}

/// One GET without the SDK.
async fn bare(http: &reqwest::Client, url: &str) {
    let request = http
        .get(url)
        .header(AUTHORIZATION, "SSWS 00token")
        .header(ACCEPT, "application/json");
    let response = request.send().await.unwrap().error_for_status().unwrap();
    black_box(response.bytes().await.unwrap());
}

/// The same GET with it.
async fn whole(client: &Client) {
    black_box(client.get_org_contact_user("x").send().await.unwrap());
}

fn url(origin: &str) -> String {
    format!("{origin}/api/v1/org/contacts/x")
}

async fn times<F: Future<Output = ()>>(count: usize, at_a_time: usize, call: impl Fn() -> F) {
    let calls = stream::iter(0..count).map(|_| call());
    calls.buffer_unordered(at_a_time).collect().await
}

fn added(origin: &str) {
    println!("{CALLS} GETs, {AT_A_TIME} at a time    µs each, bare and whole    added    aim 3 %");
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for operations in [1, 20, 300] {
        let (http, url, client) = (support::http::client(), url(origin), client(origin));
        runtime.block_on(async {
            for operation in 1..operations {
                let path = format!("/api/v1/operation{operation}");
                client.request(Method::GET, &path).send().await.unwrap();
            }
        });
        let rounds: Vec<(f64, f64)> = (0..ROUNDS)
            .map(|_| {
                let bare = cpu(&runtime, times(CALLS, AT_A_TIME, || bare(&http, &url)));
                let whole = cpu(&runtime, times(CALLS, AT_A_TIME, || whole(&client)));
                (bare, whole)
            })
            .collect();
        let of = |figure: fn(&(f64, f64)) -> f64| median(rounds.iter().map(figure));
        println!(
            "{operations:>4} operations in use{:>14.2}{:>10.2}{:>14.1} %",
            of(|(bare, _)| *bare),
            of(|(_, whole)| *whole),
            of(|(bare, whole)| (whole / bare - 1.0) * 100.0)
        );
    }
}

/// CPU time, in microseconds for each call.
fn cpu(runtime: &Runtime, calls: impl Future<Output = ()>) -> f64 {
    let meter = Meter::start();
    runtime.block_on(calls);
    meter.stop().cpu.as_secs_f64() * 1e6 / CALLS as f64
}

/// Ten thousand tasks with one client.
fn scaling(origin: &str) {
    const TASKS: usize = 10_000;
    println!("\n{TASKS} tasks at once        µs of CPU each    calls/s");
    for workers in [1, 2] {
        let runtime = || {
            let mut builder = Builder::new_multi_thread();
            builder
                .worker_threads(workers)
                .enable_all()
                .build()
                .unwrap()
        };
        let best = |run: &dyn Fn() -> Usage| {
            let runs = (0..7).map(|_| run());
            runs.min_by_key(|usage| usage.wall).unwrap()
        };
        let bare = best(&|| {
            let (runtime, http, url) = (runtime(), support::http::client(), url(origin));
            measured(&runtime, async move {
                // Without the SDK a program has to limit itself.
                let calls = stream::iter(0..TASKS).map(move |_| {
                    let (http, url) = (http.clone(), url.clone());
                    tokio::spawn(async move { bare(&http, &url).await })
                });
                calls
                    .buffer_unordered(AT_MOST)
                    .map(Result::unwrap)
                    .collect()
                    .await
            })
        });
        let whole = best(&|| {
            let (runtime, client) = (runtime(), client(origin));
            measured(&runtime, async move {
                let tasks: Vec<_> = (0..TASKS)
                    .map(|_| {
                        let client = client.clone();
                        tokio::spawn(async move { whole(&client).await })
                    })
                    .collect();
                for task in tasks {
                    task.await.unwrap();
                }
            })
        });
        for (name, Usage { cpu, wall }) in
            [("bare, 30 at a time", bare), ("whole, all at once", whole)]
        {
            println!(
                "{workers} workers, {name}{:>10.2}{:>14.0}",
                micros(cpu) / TASKS as f64,
                TASKS as f64 / wall.as_secs_f64()
            );
        }
    }
}

fn measured(runtime: &Runtime, work: impl Future<Output = ()>) -> Usage {
    let meter = Meter::start();
    runtime.block_on(work);
    meter.stop()
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
