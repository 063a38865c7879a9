//! Lists the factors of every active user as CSV, and counts the users without one.
//!
//! ```text
//! cargo run -p okta-api --example mfa_report
//! cargo run -p okta-api --example mfa_report -- --org env > factors.csv
//! ```
//!
//! Okta has no list of everybody's factors, so the example sends a request for each user, eight
//! at a time and as fast as the rate limits allow. It writes each line as soon as the user is
//! known. After Ctrl-C, `--after` continues behind the last line.

use clap::Parser;
use futures::{StreamExt, TryStreamExt};
use okta_api::{Client, Error, types::FactorStatus};
use serde::Deserialize;

mod support;
use support::{Progress, Result, stop};

#[derive(Parser)]
struct Arguments {
    /// Starts behind this login, in the order of the logins.
    #[arg(long)]
    after: Option<String>,
    #[command(flatten)]
    org: support::Choice,
}

/// The properties of a user that are read.
#[derive(Deserialize)]
struct Person {
    id: String,
    profile: Login,
}

#[derive(Deserialize)]
struct Login {
    login: String,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { after, org } = Arguments::parse();
    let client = org.open().await?;
    let mut search = r#"status eq "ACTIVE""#.to_owned();
    if let Some(login) = after {
        search += &format!(" and profile.login gt {}", okta_api::quoted(login));
    }
    let people = client.list_users().search(search).sort_by("profile.login");
    let mut rows = people
        .stream_as::<Person>()
        .take_until(stop())
        .map_ok(|person| factors(&client, person))
        .try_buffered(8);

    let mut csv = csv::Writer::from_writer(std::io::stdout());
    csv.write_record(["login", "factors"])?;
    let (mut progress, mut without) = (Progress::of("users"), 0);
    while let Some((login, factors)) = rows.try_next().await? {
        without += usize::from(factors.is_empty());
        csv.write_record([login, factors.join(" ")])?;
        csv.flush()?;
        progress.step();
    }
    eprintln!("{without} of {} users have no factor", progress.done());
    Ok(())
}

/// Returns the kinds of the user's active factors.
async fn factors(client: &Client, person: Person) -> Result<(String, Vec<String>), Error> {
    let factors = client.list_factors(person.id).send().await?;
    let kinds = factors
        .iter()
        .filter(|factor| *factor.status() == FactorStatus::Active)
        .filter_map(|factor| Some(factor.factor_type().as_ref()?.to_string()));
    Ok((person.profile.login, kinds.collect()))
}
