//! A new colleague on an embedded org: account, group, application, and whether it worked.
//!
//! `cargo run -p okta-mock --example onboarding`

use futures::TryStreamExt;
use okta_api::types::{
    BookmarkApplication, CreateUserRequest, Group, GroupProfile, PasswordCredential,
    UserCredentials, UserProfile,
};
use okta_mock::Org;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let org = Org::start().await?;
    let client = org.client();

    let group = client
        .create_group(Group {
            profile: GroupProfile {
                name: "Compilers".into(),
                ..Default::default()
            }
            .into(),
            ..Default::default()
        })
        .send()
        .await?;
    let group = group.id.as_deref().unwrap_or_default();

    let user = client
        .create_user(CreateUserRequest {
            profile: UserProfile {
                first_name: "Grace".into(),
                last_name: "Hopper".into(),
                login: "grace@example.com".into(),
                email: "grace@example.com".into(),
                ..Default::default()
            }
            .into(),
            credentials: UserCredentials {
                password: PasswordCredential {
                    value: "Nanosecond-11".into(),
                    ..Default::default()
                }
                .into(),
                ..Default::default()
            }
            .into(),
            group_ids: vec![group.to_owned()].into(),
            ..Default::default()
        })
        .send()
        .await?;
    let user = user.id.as_deref().unwrap_or_default();
    println!("{user} belongs to {group}");

    let app = client
        .create_application(BookmarkApplication {
            label: "Manual".into(),
            name: "bookmark".into(),
            ..Default::default()
        })
        .send()
        .await?;
    let app = app.id().as_deref().unwrap_or_default().to_owned();
    client
        .create_application_group_assignment(&app, group)
        .send()
        .await?;

    let assigned = client.get_application_user(&app, user).send().await?;
    println!("assigned to {app} by {:?}", assigned.scope);
    let events = client.get_logs().q("grace@example.com").send().await?;
    for event in events.iter() {
        println!("{}", event.event_type.as_deref().unwrap_or_default());
    }
    let members: Vec<_> = client
        .list_group_users(group)
        .stream()
        .try_collect()
        .await?;
    assert_eq!(members.len(), 1);
    println!("{} requests were made", org.journal().len());
    Ok(())
}
