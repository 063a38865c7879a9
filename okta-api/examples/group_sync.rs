//! Adds and removes members until a group matches a list.
//!
//! ```text
//! cargo run -p okta-api --example group_sync                  a plan, on an embedded org
//! cargo run -p okta-api --example group_sync -- --apply       the same, carried out
//! cargo run -p okta-api --example group_sync -- Sales --logins sales.txt --org env
//! ```
//!
//! Without `--apply` it shows what it would do and changes nothing. To continue a stopped run,
//! start another one: its plan no longer contains what is done.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Parser;
use futures::{StreamExt, TryStreamExt, stream};
use okta_api::{Client, Error, Items, quoted, types::GroupType};
use serde::Deserialize;

mod support;
use support::{Progress, Result, stop};

#[derive(Parser)]
struct Arguments {
    /// The name of the group.
    #[arg(default_value = "Engineering")]
    group: String,
    /// A file with one login on each line.
    #[arg(long)]
    logins: Option<PathBuf>,
    /// A search that finds the members, in place of a file.
    #[arg(long, default_value = r#"profile.department eq "Legal""#)]
    search: String,
    /// Carries the plan out.
    #[arg(long)]
    apply: bool,
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
    let arguments = Arguments::parse();
    let client = arguments.org.open().await?;
    let group = group_named(&client, &arguments.group).await?;
    let members = by_login(client.list_group_users(&group).stream_as()).await?;
    let wanted = match &arguments.logins {
        None => by_login(client.list_users().search(&arguments.search).stream_as()).await?,
        Some(file) => look_up(&client, &std::fs::read_to_string(file)?, &members).await?,
    };

    let missing = wanted
        .iter()
        .filter(|(login, _)| !members.contains_key(*login));
    let too_much = members
        .iter()
        .filter(|(login, _)| !wanted.contains_key(*login));
    let plan: Vec<_> = missing
        .map(|user| ('+', user))
        .chain(too_much.map(|user| ('-', user)))
        .collect();
    for (sign, (login, _)) in &plan {
        println!("{sign} {login}");
    }
    println!(
        "{}: {} members, {} changes",
        arguments.group,
        members.len(),
        plan.len()
    );
    if !arguments.apply {
        println!("Nothing was changed: --apply carries it out.");
        return Ok(());
    }

    let (mut progress, mut failed) = (Progress::of("changes"), 0);
    let planned = plan.len();
    let mut changes = stream::iter(plan)
        .take_until(stop())
        .map(async |(sign, (login, id))| (login, change(&client, sign, &group, id).await))
        .buffered(4);
    while let Some((login, outcome)) = changes.next().await {
        progress.step();
        if let Err(error) = outcome {
            failed += 1;
            println!("{login}: {error}");
        }
    }
    println!("{planned} changes were planned, {failed} failed");
    if failed > 0 {
        Err("run it again".into())
    } else {
        Ok(())
    }
}

async fn change(client: &Client, sign: char, group: &str, user: &str) -> Result<(), Error> {
    if sign == '+' {
        client.assign_user_to_group(group, user).send().await?;
    } else {
        client.unassign_user_from_group(group, user).send().await?;
    }
    Ok(())
}

/// Returns the id of the group with this name whose members an administrator may change.
async fn group_named(client: &Client, name: &str) -> Result<String> {
    let search = format!("profile.name eq {}", quoted(name));
    let mut groups = client.list_groups().search(search).stream();
    while let Some(group) = groups.try_next().await? {
        if group.type_ == GroupType::OktaGroup {
            return Ok(group.id()?.to_owned());
        }
    }
    Err(format!("no group of Okta's own is called {name}").into())
}

/// Ids by login. Logins mean the same in upper and lower case.
async fn by_login(users: Items<Person>) -> Result<BTreeMap<String, String>, Error> {
    users
        .map_ok(|user| (user.profile.login.to_lowercase(), user.id))
        .try_collect()
        .await
}

/// Returns the users of a list. A user that the org does not have is an error before anything
/// is changed.
async fn look_up(
    client: &Client,
    list: &str,
    members: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for login in list.lines().map(|line| line.trim().to_lowercase()) {
        if login.is_empty() {
            continue;
        }
        let id = match members.get(&login) {
            Some(id) => id.clone(),
            None => {
                client
                    .get_user(&login)
                    .send_as::<Person>()
                    .await?
                    .into_inner()
                    .id
            }
        };
        found.insert(login, id);
    }
    Ok(found)
}
