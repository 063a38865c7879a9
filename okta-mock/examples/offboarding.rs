//! A colleague leaves: sessions end, factors, groups and applications are taken away, and
//! the account is deactivated and deleted.
//!
//! `cargo run -p okta-mock --example offboarding`

use futures::TryStreamExt;
use okta_api::{Client, Error, quoted, types::GroupType};
use okta_mock::Org;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let org = Org::start().await?;
    let client = org.client();
    let users = client.list_users().limit(2).send().await?;
    let leaver = users.last().ok_or("the org has no second user")?;
    let login = leaver.profile.as_ref().and_then(|p| p.login.as_deref());
    println!("{} leaves", login.unwrap_or("somebody"));
    let taken = offboard(&client, leaver.id.as_deref().unwrap_or_default()).await?;
    println!("{taken:#?}");
    Ok(())
}

/// What a user had.
#[derive(Debug, Default)]
pub struct Taken {
    /// Types of the factors.
    pub factors: Vec<String>,
    /// Ids of the groups.
    pub groups: Vec<String>,
    /// Ids of the applications that were assigned to the user alone.
    pub apps: Vec<String>,
}

/// Takes everything from a user, and then the account itself.
pub async fn offboard(client: &Client, user: &str) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    client
        .revoke_user_sessions(user)
        .oauth_tokens(true)
        .send()
        .await?;

    for factor in client.list_factors(user).send().await?.iter() {
        let id = factor.id()?;
        client.unenroll_factor(user, id).send().await?;
        let kind = factor.factor_type().as_ref();
        taken.factors.extend(kind.map(ToString::to_string));
    }

    // Who belongs to the other types of groups is not for an administrator to say.
    let mut groups = client.list_user_groups(user).stream();
    while let Some(group) = groups.try_next().await? {
        if group.type_ == GroupType::OktaGroup {
            let id = group.id.as_deref().unwrap_or_default();
            client.unassign_user_from_group(id, user).send().await?;
            taken.groups.push(id.to_owned());
        }
    }

    // Those that came through groups went with the groups.
    let assigned = format!("user.id eq {}", quoted(user));
    let mut apps = client.list_applications().filter(assigned).stream();
    while let Some(app) = apps.try_next().await? {
        let id = app.id()?;
        let through = client.get_application_user(id, user).send().await?;
        if through.scope == "USER" {
            client
                .unassign_user_from_application(id, user)
                .send()
                .await?;
            taken.apps.push(id.to_owned());
        }
    }

    client.deactivate_user(user).send().await?;
    // The first call deactivates, which is done; this one deletes for good.
    client.delete_user(user).send().await?;
    Ok(taken)
}
