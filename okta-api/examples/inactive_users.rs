//! Finds active users who have not signed in for a long time, and suspends them with `--apply`.
//!
//! ```text
//! cargo run -p okta-api --example inactive_users -- --days 90
//! cargo run -p okta-api --example inactive_users -- --days 180 --suspend --org env
//! ```
//!
//! A user who has never signed in has no `lastLogin`. The activation counts instead, so that
//! new users do not look inactive. Suspending sends no email and can be undone.

use clap::Parser;
use futures::{StreamExt, TryStreamExt, future};
use okta_api::chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

mod support;
use support::{Progress, Result, stop};

#[derive(Parser)]
struct Arguments {
    /// The number of days since the last sign-in.
    #[arg(long, default_value_t = 90)]
    days: i64,
    /// Suspends the users that are found.
    #[arg(long)]
    suspend: bool,
    #[command(flatten)]
    org: support::Choice,
}

/// The properties of a user that are read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    id: String,
    profile: Login,
    created: DateTime<Utc>,
    activated: Option<DateTime<Utc>>,
    last_login: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct Login {
    login: String,
}

impl Person {
    fn last_seen(&self) -> DateTime<Utc> {
        self.last_login.or(self.activated).unwrap_or(self.created)
    }
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { days, suspend, org } = Arguments::parse();
    let client = org.open().await?;
    let limit = Utc::now() - TimeDelta::days(days);
    let stop = stop();
    let mut looked_at = Progress::of("users");
    // All users are found before the first one is suspended, so that the list does not change
    // during the search.
    let inactive: Vec<Person> = client
        .list_users()
        .search(r#"status eq "ACTIVE""#)
        .stream_as::<Person>()
        .take_until(stop.clone())
        .inspect_ok(|_| looked_at.step())
        .try_filter(|person| future::ready(person.last_seen() < limit))
        .try_collect()
        .await?;

    let mut csv = csv::Writer::from_writer(std::io::stdout());
    csv.write_record(["login", "last seen", "never signed in"])?;
    for person in &inactive {
        let never = person.last_login.is_none().to_string();
        let last_seen = person.last_seen().date_naive().to_string();
        csv.write_record([&person.profile.login, &last_seen, &never])?;
    }
    csv.flush()?;
    eprintln!("{} of {} active users", inactive.len(), looked_at.done());
    if stop.peek().is_some() {
        return Err("stopped before all users were looked at".into());
    }
    if !suspend {
        eprintln!("Nothing was changed: --suspend suspends them.");
        return Ok(());
    }

    let mut suspended = Progress::of("users suspended");
    let mut outcomes = futures::stream::iter(&inactive)
        .take_until(stop)
        .map(async |person| (person, client.suspend_user(&person.id).send().await))
        .buffered(4);
    while let Some((person, outcome)) = outcomes.next().await {
        match outcome {
            Ok(_) => suspended.step(),
            Err(error) => eprintln!("{}: {error}", person.profile.login),
        }
    }
    eprintln!("{} of {} suspended", suspended.done(), inactive.len());
    Ok(())
}
