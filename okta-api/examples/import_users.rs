//! Imports users from a CSV file. It can be run again.
//!
//! ```text
//! cargo run -p okta-api --example import_users                        three people, an embedded org
//! cargo run -p okta-api --example import_users -- new.csv --org env   yours
//! ```
//!
//! The first line of the file has Okta's names of attributes: `login`, `email`, `firstName`,
//! `lastName` and any others, including custom ones. The outcome for each user is appended to
//! `new.csv.outcomes.csv` as soon as Okta has responded. A second run skips the users that were
//! created and those that already existed, and retries the failed ones.

use std::{
    collections::{BTreeMap, HashSet},
    fs::OpenOptions,
    path::{Path, PathBuf},
};

use clap::Parser;
use futures::{StreamExt, stream};
use okta_api::{
    Client,
    types::{CreateUserRequest, UserProfile},
};
use serde::{Deserialize, Serialize};

mod support;
use support::{Progress, Result, stop};

const SAMPLE: &str = "\
login,email,firstName,lastName,department
grace@example.com,grace@example.com,Grace,Hopper,Compilers
alan@example.com,alan@example.com,Alan,Turing,Machines
grace@example.com,grace@example.com,Grace,Hopper,Compilers
nobody,nobody,No,Body,Nowhere
";

#[derive(Parser)]
struct Arguments {
    /// The file to import. Default: a sample.
    file: Option<PathBuf>,
    /// Activates the users. Okta then sends them an email.
    #[arg(long)]
    activate: bool,
    #[command(flatten)]
    org: support::Choice,
}

/// The outcome for a line of the file.
#[derive(Serialize, Deserialize)]
struct Outcome {
    login: String,
    outcome: String,
    detail: String,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments {
        file,
        activate,
        org,
    } = Arguments::parse();
    let client = org.open().await?;
    let file = file.map_or_else(sample, Ok)?;
    let mut log = file.clone().into_os_string();
    log.push(".outcomes.csv");
    let done = settled(Path::new(&log))?;
    let appending = OpenOptions::new().create(true).append(true).open(&log)?;
    let mut log = csv::WriterBuilder::new()
        .has_headers(appending.metadata()?.len() == 0)
        .from_writer(appending);

    let mut reader = csv::Reader::from_path(&file)?;
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().collect::<csv::Result<_>>()?;
    let new = |row: &BTreeMap<_, _>| row.get("login").is_none_or(|login| !done.contains(login));
    let rows: Vec<_> = rows.into_iter().filter(new).collect();
    println!(
        "{} users to import, {} settled before",
        rows.len(),
        done.len()
    );

    let mut progress = Progress::of("users");
    let mut counts = BTreeMap::<String, usize>::new();
    let mut outcomes = stream::iter(rows)
        .take_until(stop())
        .map(|row| create(&client, row, activate))
        .buffered(8);
    while let Some(outcome) = outcomes.next().await {
        log.serialize(&outcome)?;
        log.flush()?;
        progress.step();
        if outcome.outcome != "created" {
            println!("{}: {}: {}", outcome.login, outcome.outcome, outcome.detail);
        }
        *counts.entry(outcome.outcome).or_default() += 1;
    }
    println!("{counts:?}");
    Ok(())
}

async fn create(client: &Client, row: BTreeMap<String, String>, activate: bool) -> Outcome {
    let login = row.get("login").cloned().unwrap_or_default();
    let mut profile = UserProfile::default();
    // Each value is sent as text. If an attribute has another type, convert it here.
    for (name, value) in row.iter().filter(|(_, value)| !value.is_empty()) {
        if let Err(error) = profile.set(name, value) {
            return outcome(login, "failed", format!("{name}: {error}"));
        }
    }
    let user = CreateUserRequest {
        profile: profile.into(),
        ..Default::default()
    };
    match client.create_user(user).activate(activate).send().await {
        Ok(user) => outcome(login, "created", user.id.as_deref().unwrap_or_default()),
        Err(error) if error.is_duplicate() => outcome(login, "duplicate", "the org has this user"),
        Err(error) => outcome(login, "failed", error.to_string()),
    }
}

fn outcome(login: String, outcome: &str, detail: impl Into<String>) -> Outcome {
    let (outcome, detail) = (outcome.to_owned(), detail.into());
    Outcome {
        login,
        outcome,
        detail,
    }
}

/// Returns the logins that need no second attempt.
fn settled(log: &Path) -> Result<HashSet<String>> {
    if !log.exists() {
        return Ok(HashSet::new());
    }
    let outcomes: Vec<Outcome> = csv::Reader::from_path(log)?
        .deserialize()
        .collect::<csv::Result<_>>()?;
    let settled = outcomes.into_iter().filter(|line| line.outcome != "failed");
    Ok(settled.map(|line| line.login).collect())
}

fn sample() -> Result<PathBuf> {
    let file = std::env::temp_dir().join(format!("okta-import-{}.csv", std::process::id()));
    std::fs::write(&file, SAMPLE)?;
    Ok(file)
}
