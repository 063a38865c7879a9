//! The client for programs without async code.

#![allow(clippy::unwrap_used)]

use okta_api::{
    blocking,
    chrono::{DateTime, Utc},
    types::LogEvent,
};
use okta_mock::Org;

/// The org has a runtime of its own, which such a program has not.
fn org() -> (tokio::runtime::Runtime, Org) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let org = runtime.block_on(Org::builder().users(450).start()).unwrap();
    (runtime, org)
}

#[test]
fn calls_pages_lists_and_the_log_are_waited_for() {
    let (_runtime, org) = org();
    let client = blocking::Client::new(org.client()).unwrap();

    let mut ids = Vec::new();
    for user in client.iter(client.list_users().limit(200).stream()) {
        ids.push(user.unwrap().id().unwrap().to_owned());
    }
    assert!(ids.len() > 400, "people who left are not listed");

    let user = client.wait(client.get_user(&ids[0]).send()).unwrap();
    assert_eq!(user.id.as_deref(), Some(ids[0].as_str()));

    let page = client.wait(client.list_users().limit(200).page()).unwrap();
    let rest = client.list_users().resume(page.next().unwrap()).pages();
    assert_eq!(client.iter(rest).count(), ids.len().div_ceil(200) - 1);

    let error = client.wait(client.get_user("nobody").send()).unwrap_err();
    assert!(error.is_not_found(), "{error}");

    // A clone, in another thread, shares the runtime.
    let clone = client.clone();
    let id = ids[1].clone();
    let same = std::thread::spawn(move || clone.wait(clone.get_user(id).send()).unwrap());
    assert_eq!(same.join().unwrap().id().unwrap(), ids[1]);
}

#[test]
fn the_log_is_followed_from_a_checkpoint_on() {
    let (_runtime, org) = org();
    let client = blocking::Client::new(org.client()).unwrap();
    let long_ago: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().unwrap();
    let mut tail = client.iter(client.list_log_events().since(long_ago).tail());
    let first = tail.next().unwrap().unwrap();
    let checkpoint = tail.get_ref().checkpoint().unwrap();
    let second = tail.next().unwrap().unwrap();
    drop(tail);

    let mut resumed = client.iter(
        client
            .list_log_events()
            .since(long_ago)
            .tail()
            .resume(checkpoint),
    );
    let uuid = |event: LogEvent| event.uuid.into_option().unwrap();
    let next = uuid(resumed.next().unwrap().unwrap());
    assert_ne!(next, uuid(first));
    assert_eq!(next, uuid(second));
}
