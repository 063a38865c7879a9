//! The same programs with the SDK.

use std::{hint::black_box, time::Duration};

use futures::{StreamExt, TryStreamExt, stream};
use okta_api::{Client, Items, types::User};
use serde::de::DeserializeOwned;

pub fn client(origin: &str) -> Client {
    Client::builder(origin)
        .allow_http(true)
        .api_token("00token")
        .build()
        .unwrap()
}

pub async fn users(client: &Client, count: usize) -> usize {
    drain(client.list_users().q(count.to_string()).limit(200).stream()).await
}

pub async fn events(client: &Client, count: usize) -> usize {
    let events = client.list_log_events().q(count.to_string()).limit(1000);
    drain(events.stream()).await
}

pub async fn gets(client: &Client, count: usize) -> usize {
    stream::iter(0..count)
        .map(|_| async {
            let user: User = client.get_user("00u1").send().await.unwrap().into_inner();
            black_box(&user);
        })
        .buffer_unordered(super::AT_A_TIME)
        .count()
        .await
}

/// The same with the one property that is used.
pub async fn users_as<T: DeserializeOwned>(client: &Client, count: usize) -> usize {
    let users = client.list_users().q(count.to_string()).limit(200);
    drain(users.stream_as::<T>()).await
}

pub async fn events_as<T: DeserializeOwned>(client: &Client, count: usize) -> usize {
    let events = client.list_log_events().q(count.to_string()).limit(1000);
    drain(events.stream_as::<T>()).await
}

async fn drain<T>(mut items: Items<T>) -> usize {
    let mut seen = 0;
    while let Some(item) = items.next().await {
        black_box(&item.unwrap());
        seen += 1;
    }
    seen
}

pub async fn gets_as<T: DeserializeOwned>(client: &Client, count: usize) -> usize {
    stream::iter(0..count)
        .map(|_| async {
            let user: T = client
                .get_user("00u1")
                .send_as::<T>()
                .await
                .unwrap()
                .into_inner();
            black_box(&user);
        })
        .buffer_unordered(super::AT_A_TIME)
        .count()
        .await
}

/// Reads pages ahead or not, and does something else that takes so long with each.
pub async fn pages(client: &Client, count: usize, ahead: bool, work: Duration) -> usize {
    let call = client.list_users().q(count.to_string()).limit(200);
    let mut pages = call.pages().prefetch(ahead);
    let mut seen = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        seen += page.len();
        if !work.is_zero() {
            tokio::time::sleep(work).await;
        }
    }
    seen
}
