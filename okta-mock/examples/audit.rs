//! An audit: who failed to sign in over the last 30 days, and how often.
//!
//! `cargo run -p okta-mock --example audit`

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use futures::TryStreamExt;
use okta_api::{Client, Error};
use okta_mock::Org;

const FAILED: &str = r#"eventType eq "user.session.start" and outcome.result eq "FAILURE""#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let org = Org::builder().users(50).start().await?;
    let failures = failed_sign_ins(&org.client(), org.clock().now()).await?;
    let mut failures: Vec<_> = failures.into_iter().collect();
    failures.sort_by_key(|(_, dates)| std::cmp::Reverse(dates.len()));
    for (login, dates) in failures.iter().take(10) {
        let last = dates.last().copied().unwrap_or_default();
        println!(
            "{} times {login}, last on {}",
            dates.len(),
            last.date_naive()
        );
    }
    Ok(())
}

/// When people failed to sign in during the 30 days before `now`, by login.
///
/// With an end given, the log ends; without one it would be followed for ever.
pub async fn failed_sign_ins(
    client: &Client,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Vec<DateTime<Utc>>>, Error> {
    let mut events = client
        .list_log_events()
        .since(now - TimeDelta::days(30))
        .until(now)
        .filter(FAILED)
        .limit(100)
        .stream();
    let mut failures = BTreeMap::new();
    while let Some(event) = events.try_next().await? {
        let login = event
            .actor
            .as_ref()
            .and_then(|who| who.alternate_id.as_deref());
        let dates: &mut Vec<_> = failures
            .entry(login.unwrap_or("unknown").to_owned())
            .or_default();
        dates.extend(event.published.as_ref());
    }
    Ok(failures)
}
