//! The typed client on the mock: pages, tails and errors as a program meets them.
#![allow(clippy::unwrap_used)]

use futures::TryStreamExt;
use okta_api::types;
use okta_mock::{Limits, Org};

#[tokio::test]
async fn all_users_arrive_page_after_page() {
    let org = Org::builder()
        .users(450)
        .limits(Limits::none())
        .start()
        .await
        .unwrap();
    let client = org.client();
    let users: Vec<types::User> = client
        .list_users()
        .search(r#"status eq "ACTIVE""#)
        .limit(200)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert!((350..450).contains(&users.len()), "{}", users.len());
    assert_eq!(
        org.journal().of("listUsers").len(),
        users.len().div_ceil(200)
    );
    let me = client.get_user("me").send().await.unwrap();
    assert_eq!(me.id, users[0].id);
}

#[tokio::test]
async fn a_paced_client_meets_no_refusal() {
    let limits = Limits::each(5, std::time::Duration::from_secs(1));
    let org = Org::builder().limits(limits).start().await.unwrap();
    let client = org.client();
    for _ in 0..8 {
        client.list_groups().limit(1).send().await.unwrap();
    }
}
