//! Lists who can use an application, and whether directly or through which groups.
//!
//! ```text
//! cargo run -p okta-api --example app_access
//! cargo run -p okta-api --example app_access -- 0oa1example --org env > access.csv
//! ```

use std::collections::BTreeMap;

use clap::Parser;
use futures::TryStreamExt;
use okta_api::{Client, types::AppUser};
use serde::Deserialize;

mod support;
use support::{Progress, Result};

#[derive(Parser)]
struct Arguments {
    /// The id of the application.
    app: Option<String>,
    #[command(flatten)]
    org: support::Choice,
}

/// How somebody can use the application.
#[derive(Default)]
struct Access {
    login: String,
    ways: Vec<String>,
}

/// The properties of a group's member that are read.
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
    let Arguments { app, org } = Arguments::parse();
    let client = org.open().await?;
    let some_app = async {
        let apps = client.list_applications().limit(1).send().await?;
        Ok(apps
            .first()
            .ok_or("the org has no application")?
            .id()?
            .to_owned())
    };
    let app = client.or_sample(app, some_app).await?;

    let mut people = BTreeMap::<String, Access>::new();
    direct(&client, &app, &mut people).await?;
    through_groups(&client, &app, &mut people).await?;

    let mut csv = csv::Writer::from_writer(std::io::stdout());
    csv.write_record(["login", "through"])?;
    for person in people.values() {
        csv.write_record([&person.login, &person.ways.join(", ")])?;
    }
    csv.flush()?;
    let label = client.get_application(&app).send().await?;
    let label = label.label().as_deref().unwrap_or("?");
    eprintln!("{} people can reach {label} ({app})", people.len());
    Ok(())
}

/// The people to whom the application is assigned directly.
async fn direct(client: &Client, app: &str, people: &mut BTreeMap<String, Access>) -> Result {
    let call = client.list_application_users(app).expand("user").limit(500);
    let mut users = call.stream();
    let mut progress = Progress::of("assignments");
    while let Some(user) = users.try_next().await? {
        progress.step();
        if user.scope == "USER" {
            let person = people.entry(user.id()?.to_owned()).or_default();
            person.login = login_of(&user);
            person.ways.push("direct".to_owned());
        }
    }
    Ok(())
}

/// The login in the org. The application may know the user by another name.
fn login_of(user: &AppUser) -> String {
    let embedded = user.embedded.as_ref().and_then(|all| all.get("user"));
    let login = embedded.and_then(|user| user.pointer("/profile/login")?.as_str());
    let name = user
        .credentials
        .as_ref()
        .and_then(|all| all.user_name.as_deref());
    login.or(name).unwrap_or_default().to_owned()
}

/// The members of the groups that the application is assigned to.
async fn through_groups(
    client: &Client,
    app: &str,
    people: &mut BTreeMap<String, Access>,
) -> Result {
    let mut groups = client.list_application_group_assignments(app).stream();
    let mut progress = Progress::of("members");
    while let Some(assignment) = groups.try_next().await? {
        let id = assignment.id()?;
        let group = client.get_group(id).send().await?.into_inner();
        let name = group.profile.and_then(|profile| profile.name.into_option());
        let name = name.unwrap_or_default();
        let mut members = client
            .list_group_users(id)
            .limit(1000)
            .stream_as::<Person>();
        while let Some(member) = members.try_next().await? {
            progress.step();
            let person = people.entry(member.id).or_default();
            person.login = member.profile.login;
            person.ways.push(name.clone());
        }
    }
    Ok(())
}
