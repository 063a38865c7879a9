//! What whole programs cost: CPU time and peak memory of small programs over loopback, as
//! ratios to what one would write with reqwest and serde_json alone.
//!
//! ```sh
//! cargo bench -p okta-api --bench programs [-- users|events|get|memory|ahead]
//! ```
//!
//! Every program is a process of its own, and so is the one server for all of them. They
//! take turns, so that all see the same machine, and the median of the ratios counts.

#![allow(clippy::unwrap_used)]

mod floor;
mod sdk;
#[path = "../support/mod.rs"]
mod support;

use std::{env, time::Duration};

use serde_json::Value;

use floor::OneField;
use support::{
    child::{self, Server},
    derived::LogEvent,
    figures::median,
    http,
    meter::{Meter, Usage, peak_memory},
    server::{self, DELAY},
};

/// Requests under way at the same time.
const AT_A_TIME: usize = 16;

const ROUNDS: usize = 15;

/// What a program does to the server at this origin, with so many items; returns the number
/// that it saw. Connections are counted in, the client's construction is not.
type Program = fn(&str, usize) -> (usize, Usage);

const PROGRAMS: [(&str, Program); 16] = [
    ("users/floor", |origin, count| {
        let url = format!("{origin}/api/v1/users?q={count}&limit=200");
        let http = http::client();
        alone(floor::list::<OneField>(&http, url))
    }),
    ("users/value", |origin, count| {
        let url = format!("{origin}/api/v1/users?q={count}&limit=200");
        alone(floor::list::<Value>(&http::client(), url))
    }),
    ("users/sdk as", |origin, count| {
        alone(sdk::users_as::<OneField>(&sdk::client(origin), count))
    }),
    ("users/sdk", |origin, count| {
        alone(sdk::users(&sdk::client(origin), count))
    }),
    ("events/floor", |origin, count| {
        let url = format!("{origin}/api/v1/logs?q={count}&limit=1000");
        alone(floor::list::<OneField>(&http::client(), url))
    }),
    ("events/value", |origin, count| {
        let url = format!("{origin}/api/v1/logs?q={count}&limit=1000");
        alone(floor::list::<Value>(&http::client(), url))
    }),
    ("events/derive", |origin, count| {
        let url = format!("{origin}/api/v1/logs?q={count}&limit=1000");
        alone(floor::list::<LogEvent>(&http::client(), url))
    }),
    ("events/sdk as", |origin, count| {
        alone(sdk::events_as::<OneField>(&sdk::client(origin), count))
    }),
    ("events/sdk", |origin, count| {
        alone(sdk::events(&sdk::client(origin), count))
    }),
    ("get/floor", |origin, count| {
        let url = format!("{origin}/api/v1/users/00u1");
        alone(floor::gets::<OneField>(&http::client(), &url, count))
    }),
    ("get/value", |origin, count| {
        let url = format!("{origin}/api/v1/users/00u1");
        alone(floor::gets::<Value>(&http::client(), &url, count))
    }),
    ("get/sdk as", |origin, count| {
        alone(sdk::gets_as::<OneField>(&sdk::client(origin), count))
    }),
    ("get/sdk", |origin, count| {
        alone(sdk::gets(&sdk::client(origin), count))
    }),
    ("pages/in turn", |origin, count| {
        shared(sdk::pages(
            &sdk::client(origin),
            count,
            false,
            Duration::ZERO,
        ))
    }),
    ("pages/ahead", |origin, count| {
        shared(sdk::pages(
            &sdk::client(origin),
            count,
            true,
            Duration::ZERO,
        ))
    }),
    ("pages/ahead, at work", |origin, count| {
        shared(sdk::pages(&sdk::client(origin), count, true, DELAY / 2))
    }),
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve"] => server::serve(),
        ["run", program, origin, count] => run(program, origin, count.parse().unwrap()),
        // Cargo says `--bench`.
        _ => compare(arguments.iter().find(|word| !word.starts_with('-'))),
    }
}

fn run(name: &str, origin: &str, count: usize) {
    let (_, program) = PROGRAMS.iter().find(|(other, _)| *other == name).unwrap();
    let (seen, usage) = program(origin, count);
    assert_eq!(seen, count);
    let Usage { cpu, wall } = usage;
    println!("{} {} {}", cpu.as_nanos(), wall.as_nanos(), peak_memory());
}

/// On a runtime with one thread, where nobody else adds to the CPU time.
fn alone(program: impl Future<Output = usize>) -> (usize, Usage) {
    on(tokio::runtime::Builder::new_current_thread(), program)
}

/// On a runtime with several threads, where tasks run beside the program.
fn shared(program: impl Future<Output = usize>) -> (usize, Usage) {
    on(tokio::runtime::Builder::new_multi_thread(), program)
}

fn on(
    mut runtime: tokio::runtime::Builder,
    program: impl Future<Output = usize>,
) -> (usize, Usage) {
    let runtime = runtime.enable_all().build().unwrap();
    let meter = Meter::start();
    let seen = runtime.block_on(program);
    (seen, meter.stop())
}

/// What a program has used.
struct Cost {
    /// Microseconds.
    cpu: f64,
    wall: Duration,
    /// Megabytes.
    memory: f64,
}

fn cost(program: &str, origin: &str, count: usize) -> Cost {
    let output = child::run(&["run", program, origin, &count.to_string()]);
    let mut numbers = output.split_whitespace().map(|n| n.parse::<u64>().unwrap());
    let mut number = || numbers.next().unwrap();
    Cost {
        cpu: number() as f64 / 1e3,
        wall: Duration::from_nanos(number()),
        memory: number() as f64 / 1024.0,
    }
}

/// All comparisons, or only the one that is named.
fn compare(only: Option<&&str>) {
    let wanted = |name| only.is_none_or(|only| *only == name);
    let server = Server::start();
    println!("median of {ROUNDS} rounds       µs each     / floor        MB     / floor    aims");
    for (job, count, aims) in [
        ("users", 100_000, "2.0, 2"),
        ("events", 50_000, "2.2, 2"),
        ("get", 5_000, "1.15, 2"),
    ] {
        if wanted(job) {
            contest(&server.origin, job, count, aims);
        }
    }
    if wanted("memory") {
        memory(&server.origin);
    }
    if wanted("ahead") {
        ahead(&server.slow_origin);
    }
}

fn contest(origin: &str, job: &str, count: usize, aims: &str) {
    let who = ["floor", "value", "derive", "sdk", "sdk as"].map(|who| format!("{job}/{who}"));
    let who: Vec<&String> = (who.iter())
        .filter(|who| PROGRAMS.iter().any(|(name, _)| name == who))
        .collect();
    let rounds: Vec<Vec<Cost>> = (0..ROUNDS)
        .map(|_| who.iter().map(|who| cost(who, origin, count)).collect())
        .collect();
    for (index, who) in who.into_iter().enumerate() {
        let each = |of: fn(&Cost) -> f64| {
            let costs = rounds
                .iter()
                .map(|round| (of(&round[index]), of(&round[0])));
            let (itself, ratios) = (costs.clone().map(|(cost, _)| cost), costs);
            (
                median(itself),
                median(ratios.map(|(cost, floor)| cost / floor)),
            )
        };
        let (cpu, cpu_ratio) = each(|cost| cost.cpu);
        let (memory, memory_ratio) = each(|cost| cost.memory);
        println!(
            "{:<24}{:>10.2}{cpu_ratio:>12.2}{memory:>10.1}{memory_ratio:>12.2}    {}",
            who,
            cpu / count as f64,
            match who.rsplit('/').next() {
                Some("sdk") => aims,
                Some("sdk as") => "1.15",
                _ => "",
            }
        );
    }
}

/// A stream holds a page, however long it is.
fn memory(origin: &str) {
    let few = cost("users/sdk", origin, 1_000).memory;
    let many = cost("users/sdk", origin, 1_000_000).memory;
    println!(
        "\npeak memory of a million users / of a thousand: {many:.1} / {few:.1} MB = {:.2}    aim 1.20",
        many / few
    );
}

/// Reading ahead hides the time that a page takes.
fn ahead(slow_origin: &str) {
    let pages = 100;
    let least = DELAY * pages;
    println!("\n{pages} pages that take {DELAY:?} each    wall / {least:?}");
    for (program, aim) in [
        ("pages/in turn", ""),
        ("pages/ahead", "aim 1.1"),
        ("pages/ahead, at work", "aim 1.1; 1.5 without overlap"),
    ] {
        let wall = (0..3).map(|_| cost(program, slow_origin, pages as usize * 200).wall);
        let wall = wall.min().unwrap();
        println!(
            "{program:<28}{:>10.2}    {aim}",
            wall.as_secs_f64() / least.as_secs_f64()
        );
    }
}
