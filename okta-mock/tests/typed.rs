//! The typed client on the mock.

use futures::TryStreamExt;
use okta_api::types;
use okta_mock::{Fault, Limits, Org};

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

#[tokio::test]
async fn a_stream_outlives_what_goes_wrong_between_its_pages() {
    let org = Org::builder()
        .users(450)
        .limits(Limits::none())
        .start()
        .await
        .unwrap();
    let client = org.client();
    let read = async || -> Vec<types::User> {
        let users = client.list_users().limit(200).stream();
        users.try_collect().await.unwrap()
    };
    let before = read().await;
    let asked = org.journal().of("listUsers").len();
    for fault in [
        Fault::status(503),
        Fault::reset(),
        Fault::truncated(),
        Fault::too_many_at_once(),
    ] {
        org.fail_next("listUsers", fault);
        assert!(read().await == before, "lost or twice");
    }
    assert_eq!(org.journal().of("listUsers").len(), asked * 5 + 4);
}

#[tokio::test]
async fn what_is_no_page_and_what_is_refused_end_a_stream_with_an_error() {
    let org = Org::start().await.unwrap();
    let client = org.client();
    for (fault, expected) in [
        (Fault::garbage(), "listUsers"),
        (Fault::expired_token(), "E0000011"),
    ] {
        org.fail_next("listUsers", fault);
        let users = client.list_users().stream();
        let error = users.try_collect::<Vec<_>>().await.unwrap_err();
        let words = error.to_string();
        assert!(words.contains(expected), "{words}");
    }
}
