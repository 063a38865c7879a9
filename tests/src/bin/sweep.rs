//! `cargo xtask sweep`: every operation called once through its typed method.

use std::{env, process::ExitCode};

use okta_tests::sweep::{Line, Outcome, client, run};

const USAGE: &str = "usage: cargo xtask sweep URL [--token TOKEN] [--json]";

#[tokio::main]
async fn main() -> ExitCode {
    let mut url = None;
    // Without one, a token that no org takes, not the one of the environment: a sweep
    // changes and deletes things, and nobody should start one on a real org by leaving
    // something out.
    let mut token = "00no-org-takes-this".to_owned();
    let mut json = false;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = true,
            "--token" => match arguments.next() {
                Some(value) => token = value,
                None => return usage(),
            },
            _ if url.is_none() && !argument.starts_with("--") => url = Some(argument),
            _ => return usage(),
        }
    }
    let Some(url) = url else { return usage() };
    let client = match client(&url, &token) {
        Ok(client) => client,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let (mut decoded, mut refused, mut failed) = (0, 0, 0);
    run(&client, |line| {
        match line.outcome {
            Outcome::Decoded => decoded += 1,
            Outcome::ApiError => refused += 1,
            Outcome::Failed => failed += 1,
        }
        print(&line, json);
    })
    .await;
    eprintln!("{decoded} decoded, {refused} refused by the server, {failed} failed");
    ExitCode::from(u8::from(failed > 0))
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

fn print(line: &Line, json: bool) {
    if json {
        match serde_json::to_string(line) {
            Ok(json) => println!("{json}"),
            Err(error) => eprintln!("error: {error}"),
        }
        return;
    }
    let status = line
        .status
        .map_or("---".to_owned(), |status| status.to_string());
    let outcome = match line.outcome {
        Outcome::Decoded => "decoded",
        Outcome::ApiError => "refused",
        Outcome::Failed => "FAILED",
    };
    println!(
        "{status} {outcome:8} {} {}",
        line.id,
        line.detail.replace('\n', " ")
    );
}
