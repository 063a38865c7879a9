//! The programs that one would write without an SDK: reqwest, serde_json, and `Link`
//! followed by hand.

use std::hint::black_box;

use bytes::Bytes;
use futures::{StreamExt, stream};
use reqwest::header::{ACCEPT, AUTHORIZATION, LINK};
use serde::{Deserialize, de::DeserializeOwned};

/// The one property that is used.
#[derive(Deserialize)]
pub struct OneField {
    #[allow(dead_code, reason = "read for its cost")]
    #[serde(alias = "uuid")]
    id: String,
}

/// Reads a list to its end; returns how many items it has.
pub async fn list<T: DeserializeOwned>(http: &reqwest::Client, first: String) -> usize {
    let mut count = 0;
    let mut next = Some(first);
    while let Some(url) = next {
        let response = get(http, &url).await;
        next = next_link(&response);
        let body = response.bytes().await.unwrap();
        for item in serde_json::from_slice::<Vec<T>>(&body).unwrap() {
            black_box(&item);
            count += 1;
        }
    }
    count
}

/// Gets this URL so often, 16 at a time.
pub async fn gets<T: DeserializeOwned>(http: &reqwest::Client, url: &str, count: usize) -> usize {
    stream::iter(0..count)
        .map(|_| async {
            let body: Bytes = get(http, url).await.bytes().await.unwrap();
            let item: T = serde_json::from_slice(&body).unwrap();
            black_box(&item);
        })
        .buffer_unordered(super::AT_A_TIME)
        .count()
        .await
}

async fn get(http: &reqwest::Client, url: &str) -> reqwest::Response {
    let request = http
        .get(url)
        .header(AUTHORIZATION, "SSWS 00token")
        .header(ACCEPT, "application/json");
    request.send().await.unwrap().error_for_status().unwrap()
}

fn next_link(response: &reqwest::Response) -> Option<String> {
    response.headers().get_all(LINK).iter().find_map(|value| {
        let (url, relation) = value.to_str().unwrap().split_once('>')?;
        let url = url.strip_prefix('<')?;
        relation.contains("rel=\"next\"").then(|| url.to_owned())
    })
}
