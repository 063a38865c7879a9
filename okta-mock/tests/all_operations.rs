//! Every operation of the catalogue is answered. The requests are the ones that the
//! landing page shows, so that this tests them too.
#![allow(clippy::unwrap_used)]

mod support;

use okta_api::operations::{OPERATIONS, by_id};
use okta_mock::{Limits, Org};
use reqwest::Method;
use serde_json::Value;
use support::World;

/// One request of the landing page.
#[derive(Debug)]
struct Shown {
    id: String,
    method: Method,
    path: String,
    content_type: String,
    body: String,
}

fn shown(page: &str) -> Vec<Shown> {
    page.split("<details ")
        .skip(1)
        .map(|entry| {
            let attribute = |name: &str| {
                let (_, rest) = entry.split_once(&format!("data-{name}=\"")).unwrap();
                let (value, _) = rest.split_once('"').unwrap();
                value
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&")
            };
            let (_, rest) = entry.split_once("<b>").unwrap();
            Shown {
                id: rest.split_once('<').unwrap().0.to_owned(),
                method: attribute("method").parse().unwrap(),
                path: attribute("path"),
                content_type: attribute("type"),
                body: attribute("body"),
            }
        })
        .collect()
}

#[tokio::test]
async fn every_operation_of_the_landing_page_is_answered() {
    let org = Org::builder().limits(Limits::none()).start().await.unwrap();
    let world = World::of(org);
    let page = world.http.get(world.org.url()).send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("<h2>341 operations</h2>"));
    let mut requests = shown(&page);
    assert_eq!(requests.len(), OPERATIONS.len());
    // Whatever takes something away comes last, the innermost first.
    requests.sort_by_key(|request| {
        let gone = request.method == Method::DELETE || request.path.contains("/deactivate");
        (gone, gone.then(|| usize::MAX - request.path.len()))
    });
    let mut refused = Vec::new();
    for request in &requests {
        let url = format!("{}{}", world.org.url(), request.path);
        let mut builder = world
            .http
            .request(request.method.clone(), url)
            .header("Authorization", format!("SSWS {}", world.org.token()));
        if !request.content_type.is_empty() {
            builder = builder
                .header("Content-Type", &request.content_type)
                .body(request.body.clone());
        }
        let response = builder.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(!status.is_server_error(), "{request:?}: {status} {text}");
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        if status.is_success() {
            let operation = by_id(&request.id).unwrap();
            if operation
                .response
                .is_some_and(|kind| kind.starts_with("Vec<"))
            {
                assert!(value.is_array(), "{request:?}: {text}");
            }
        } else {
            assert!(value["errorCode"].is_string(), "{request:?}: {text}");
            refused.push(format!("{} {}: {status} {text}", request.id, request.path));
        }
    }
    let good = requests.len() - refused.len();
    println!("{good} of {} succeeded; refused:", requests.len());
    for refusal in &refused {
        println!("{}", refusal.chars().take(300).collect::<String>());
    }
    assert!(good >= 310, "only {good}");
}
