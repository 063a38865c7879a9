//! Ten operations through okta-api. `with_reqwest.rs` does the same by hand.

use futures::TryStreamExt;
use okta_api::{
    Client, Error,
    types::{CreateUserRequest, Group, GroupProfile, UserProfile},
};

const DEPARTMENT: &str = "one";

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;

    let profile = UserProfile {
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        email: "ada@example.com".into(),
        login: "ada@example.com".into(),
        ..Default::default()
    };
    let body = CreateUserRequest {
        profile: profile.into(),
        ..Default::default()
    };
    let created = client.create_user(body).activate(true).send().await?;
    let id = created.id.as_deref().unwrap_or_default().to_owned();

    let mut user = client.get_user(&id).send().await?.into_inner();
    user.profile.get_or_insert_default()?.department = DEPARTMENT.into();
    client.replace_user(&id, user).send().await?;

    let mut users = client.list_users().limit(200).stream();
    while let Some(user) = users.try_next().await? {
        println!("{:?} {:?}", user.id, user.status);
    }

    let profile = GroupProfile {
        name: "Engineers".into(),
        ..Default::default()
    };
    let body = Group {
        profile: profile.into(),
        ..Default::default()
    };
    let group = client.add_group(body).send().await?;
    let group = group.id.as_deref().unwrap_or_default();
    client.assign_user_to_group(group, &id).send().await?;
    for group in client.list_groups().limit(200).send().await?.iter() {
        println!("{:?} {:?}", group.id, group.created);
    }

    for application in client.list_applications().limit(200).send().await?.iter() {
        println!("{:?} {:?}", application.id(), application.label());
    }
    for event in client.list_log_events().limit(100).send().await?.iter() {
        println!("{:?} {:?}", event.published, event.display_message);
    }
    client.deactivate_user(&id).send().await?;
    Ok(())
}
