//! The typed client on the mock.

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
async fn refusals_arrive_with_oktas_words() {
    let org = Org::start().await.unwrap();
    let client = org.client();
    let error = client.get_user("nobody").send().await.unwrap_err();
    let words = error.to_string();
    assert!(
        words.contains("Not found: Resource not found: nobody (User)"),
        "{words}"
    );
    let request_id = &org.journal().last(1)[0].request_id;
    assert!(words.contains(request_id.as_str()), "{words}");
}
