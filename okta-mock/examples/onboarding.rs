//! A new colleague on an embedded org: account, group, application, and whether it worked.
//!
//! `cargo run -p okta-mock --example onboarding`

use okta_api::{
    Client, Error,
    types::{
        AppUser, BookmarkApplication, CreateUserRequest, Group, GroupProfile, PasswordCredential,
        UserCredentials, UserProfile,
    },
};
use okta_mock::Org;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let org = Org::start().await?;
    let client = org.client();
    let (group, app) = team(&client).await?;
    let user = onboard(&client, &group).await?;
    println!("{user} belongs to {group}");
    let assigned = access(&client, &app, &user).await?;
    println!(
        "and uses {app}, assigned by {}",
        assigned.scope.as_deref().unwrap_or("?")
    );
    let events = client
        .list_log_events()
        .q("grace@example.com")
        .send()
        .await?;
    for event in events.iter() {
        println!("logged: {}", event.event_type.as_deref().unwrap_or("?"));
    }
    println!("{} requests were made", org.journal().len());
    Ok(())
}

/// A group, and an application that all its members use; returns the ids of both.
pub async fn team(client: &Client) -> Result<(String, String), Error> {
    let group = Group {
        profile: GroupProfile {
            name: "Compilers".into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let group = client.add_group(group).send().await?;
    let group = group.id.as_deref().unwrap_or_default();
    let app = BookmarkApplication {
        label: "Manual".into(),
        name: "bookmark".into(),
        ..Default::default()
    };
    let app = client.create_application(app).send().await?;
    let app = app.id()?;
    client
        .assign_group_to_application(app, group)
        .send()
        .await?;
    Ok((group.to_owned(), app.to_owned()))
}

/// Creates a user who belongs to a group from the start; returns the user's id.
pub async fn onboard(client: &Client, group: &str) -> Result<String, Error> {
    let profile = UserProfile {
        first_name: "Grace".into(),
        last_name: "Hopper".into(),
        login: "grace@example.com".into(),
        email: "grace@example.com".into(),
        ..Default::default()
    };
    let password = PasswordCredential {
        value: "Nanosecond-11".into(),
        ..Default::default()
    };
    let user = CreateUserRequest {
        profile: profile.into(),
        credentials: UserCredentials {
            password: password.into(),
            ..Default::default()
        }
        .into(),
        group_ids: vec![group.to_owned()].into(),
        ..Default::default()
    };
    let user = client.create_user(user).activate(true).send().await?;
    Ok(user.id.as_deref().unwrap_or_default().to_owned())
}

/// How a user came to an application; an error when the user did not.
pub async fn access(client: &Client, app: &str, user: &str) -> Result<AppUser, Error> {
    let assigned = client.get_application_user(app, user).send().await?;
    Ok(assigned.into_inner())
}
