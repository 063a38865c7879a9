//! Shows the main job, end to end: `cargo run -p okta-api --example tour`.
//!
//! It works on an embedded org. With `-- --org env` it works on yours, and removes what it
//! creates.

use clap::Parser;
use futures::{StreamExt, TryStreamExt};
use okta_api::{
    Client, Error,
    types::{CreateUserRequest, Group, GroupProfile, User, UserProfile},
};

mod support;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> support::Result {
    let client = Arguments::parse().org.open().await?;
    step("The org", client.org_url());

    let ada = create(&client).await?;
    read_and_update(&client, &ada).await?;
    list(&client).await?;
    let group = group_with(&client, &ada).await?;
    show_an_error(&client).await;
    remove(&client, &ada, &group).await?;
    Ok(())
}

fn step(title: &str, text: impl AsRef<str>) {
    println!("\n{title}\n    {}", text.as_ref().replace('\n', "\n    "));
}

/// Creates a user and returns its id.
async fn create(client: &Client) -> Result<String, Error> {
    let mut profile = UserProfile {
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        email: "ada@example.com".into(),
        login: "ada@example.com".into(),
        ..Default::default()
    };
    profile.department = "Analytical Engines".into();
    let user = client
        .create_user(CreateUserRequest {
            profile: profile.into(),
            ..Default::default()
        })
        .activate(true)
        .send()
        .await?;
    let id = user.id.as_deref().unwrap_or_default().to_owned();
    step(
        "Created a user",
        format!("{id}, {:?} (request {:?})", user.status, user.request_id()),
    );
    Ok(id)
}

/// Reads a user by login and changes it. Only what has changed is sent.
async fn read_and_update(client: &Client, id: &str) -> Result<(), Error> {
    let user = client.get_user("ada@example.com").send().await?;
    step("Read it by its login", describe(&user));

    let user = client
        .update_user_with(id, |user| {
            let profile = user.profile.get_or_insert_default()?;
            profile.title = "Countess".into();
            profile.department = okta_api::Field::Null; // cleared
            Ok(())
        })
        .await?;
    step(
        "Changed its title and cleared its department",
        describe(&user),
    );
    Ok(())
}

fn describe(user: &User) -> String {
    let Some(profile) = user.profile.as_ref() else {
        return "no profile".to_owned();
    };
    format!(
        "{} {}, title {:?}, department {:?}",
        profile.first_name.as_deref().unwrap_or("?"),
        profile.last_name.as_deref().unwrap_or("?"),
        profile.title.as_deref(),
        profile.department.as_deref(),
    )
}

/// Lists users: two pages by hand, then all of them as a stream.
async fn list(client: &Client) -> Result<(), Error> {
    let mut pages = client.list_users().limit(100).pages().take(2);
    while let Some(page) = pages.try_next().await? {
        let next = if page.next().is_some() {
            "and there is more"
        } else {
            "the last"
        };
        step("A page of users", format!("{} users, {next}", page.len()));
    }

    let mut active = 0;
    let mut users = client
        .list_users()
        .search(r#"status eq "ACTIVE""#)
        .limit(200)
        .stream();
    while let Some(_user) = users.try_next().await? {
        active += 1;
    }
    step("Streamed all active users", format!("{active} users"));
    Ok(())
}

/// Creates a group with one member and returns its id.
async fn group_with(client: &Client, user: &str) -> Result<String, Error> {
    let group = client
        .add_group(Group {
            profile: GroupProfile {
                name: "Engineers".into(),
                ..Default::default()
            }
            .into(),
            ..Default::default()
        })
        .send()
        .await?;
    let id = group.id.as_deref().unwrap_or_default().to_owned();
    client.assign_user_to_group(&id, user).send().await?;
    let members = client.list_group_users(&id).send().await?;
    step(
        "Created a group",
        format!("{id} with {} member", members.len()),
    );
    Ok(id)
}

/// Asks for something that Okta refuses.
async fn show_an_error(client: &Client) {
    let nobody = CreateUserRequest {
        profile: UserProfile {
            login: "not an e-mail address".into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    if let Err(error) = client.create_user(nobody).send().await {
        step("What an error says", error.to_string());
    }
    if let Err(error) = client.get_user("nobody@example.com").send().await {
        step(
            "And one to match on",
            format!("is_not_found: {}", error.is_not_found()),
        );
    }
}

/// Deactivates and deletes the user, and deletes the group.
async fn remove(client: &Client, user: &str, group: &str) -> Result<(), Error> {
    client.deactivate_user(user).send().await?;
    client.delete_user(user).send().await?;
    client.delete_group(group).send().await?;
    let gone = client
        .get_user(user)
        .send()
        .await
        .is_err_and(|error| error.is_not_found());
    step("Deactivated and deleted", format!("gone: {gone}"));
    Ok(())
}
