//! Paging through all users while others are added and removed.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
};

use futures::{TryStreamExt, future::try_join};
use okta_api::{
    Client, Error,
    types::{CreateUserRequest, UserProfile},
};

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// Users who were there from the beginning to the end.
    pub stayed: usize,
    /// Those of them who were on no page.
    pub lost: usize,
    /// Users who were on two pages.
    pub twice: usize,
    /// Users who were removed meanwhile.
    pub removed: usize,
    /// Users who were added meanwhile.
    pub added: usize,
}

/// Pages through all users twice, undisturbed and not, and compares.
pub async fn page_through(client: &Client, page_size: i64) -> Result<Outcome, Error> {
    let before = ids(client, page_size).await?;
    let done = AtomicBool::new(false);
    let paging = async {
        let seen = ids(client, page_size).await;
        done.store(true, Ordering::Relaxed);
        seen
    };
    let (seen, changes) = try_join(paging, change(client, &before, &done)).await?;
    let found: BTreeSet<&String> = seen.iter().collect();
    let removed: BTreeSet<&String> = changes.removed.into_iter().collect();
    let stayed = before.iter().filter(|id| !removed.contains(id));
    Ok(Outcome {
        stayed: stayed.clone().count(),
        lost: stayed.filter(|id| !found.contains(id)).count(),
        twice: seen.len() - found.len(),
        removed: removed.len(),
        added: changes.added,
    })
}

async fn ids(client: &Client, page_size: i64) -> Result<Vec<String>, Error> {
    let users = client.list_users().limit(page_size).stream();
    users
        .map_ok(|user| user.id.unwrap_or_default())
        .try_collect()
        .await
}

struct Changes<'a> {
    removed: Vec<&'a String>,
    added: usize,
}

/// Removes users from everywhere in the list, and adds as many, until it is enough.
async fn change<'a>(
    client: &Client,
    users: &'a [String],
    done: &AtomicBool,
) -> Result<Changes<'a>, Error> {
    let mut changes = Changes {
        removed: Vec::new(),
        added: 0,
    };
    // A large prime as the step: no two rounds come to the same place. The first user
    // holds the token.
    let places = (1..users.len() / 2).map(|round| round * 1_000_003 % users.len());
    for id in places.filter(|place| *place > 0).map(|place| &users[place]) {
        if done.load(Ordering::Relaxed) {
            break;
        }
        // Deactivated first, removed by the second call.
        client.delete_user(id).send().await?;
        client.delete_user(id).send().await?;
        changes.removed.push(id);
        let login = format!("new-{}@example.com", changes.added);
        let profile = UserProfile {
            first_name: "New".into(),
            last_name: "User".into(),
            email: login.as_str().into(),
            login: login.into(),
            ..Default::default()
        };
        let user = CreateUserRequest {
            profile: profile.into(),
            ..Default::default()
        };
        client.create_user(user).send().await?;
        changes.added += 1;
    }
    Ok(changes)
}
