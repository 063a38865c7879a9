//! What the tests share: a plain HTTP client that sees what any client sees.
#![allow(dead_code, clippy::unwrap_used)]

use std::sync::Arc;

use okta_mock::{Description, Limits, Org};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;

/// An org and a client with its token.
pub struct World {
    pub org: Org,
    pub http: Client,
}

/// Status and body of an answer; null where there is no JSON.
pub type Answer = (u16, Value);

impl World {
    pub async fn start() -> Self {
        Self::of(Org::builder().start().await.unwrap())
    }

    /// An org without rate limits that has the operations of this description.
    pub async fn described(description: &Value) -> Self {
        let description = Arc::new(Description::load(description).unwrap());
        let org = Org::builder()
            .description(description)
            .limits(Limits::none());
        Self::of(org.start().await.unwrap())
    }

    pub fn of(org: Org) -> Self {
        // The plain client is built without a provider of its own; another test of the
        // same process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().build().unwrap();
        Self { org, http }
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.org.url())
        };
        let mut request = self
            .http
            .request(method, url)
            .header("Authorization", format!("SSWS {}", self.org.token()));
        if let Some(body) = body {
            request = request
                .header("Content-Type", "application/json")
                .body(body.to_string());
        }
        request.send().await.unwrap()
    }

    pub async fn answer(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let response = self.send(method, path, body).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.answer(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let body = (!body.is_null()).then_some(body);
        self.answer(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        let body = (!body.is_null()).then_some(body);
        self.answer(Method::PUT, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.answer(Method::DELETE, path, None).await
    }

    /// All members of a list, page after page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut members = Vec::new();
        let mut path = Some(path.to_owned());
        while let Some(next) = path {
            let response = self.send(Method::GET, &next, None).await;
            assert_eq!(response.status(), StatusCode::OK, "{next}");
            path = next_link(&response);
            let page: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
            members.extend(page.as_array().unwrap().iter().cloned());
        }
        members
    }
}

/// The id of a resource.
pub fn id(resource: &Value) -> &str {
    resource["id"].as_str().unwrap()
}

/// Where the next page is.
pub fn next_link(response: &Response) -> Option<String> {
    response
        .headers()
        .get_all("link")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(", "))
        .find_map(|link| {
            let (url, relation) = link.strip_prefix('<')?.split_once('>')?;
            relation.contains("rel=\"next\"").then(|| url.to_owned())
        })
}

/// The `errorCode` and the causes of an answer.
pub fn error(answer: &Answer) -> (u16, &str, Vec<&str>) {
    let (status, body) = answer;
    let causes = body["errorCauses"].as_array().into_iter().flatten();
    (
        *status,
        body["errorCode"].as_str().unwrap_or_default(),
        causes
            .map(|cause| cause["errorSummary"].as_str().unwrap_or_default())
            .collect(),
    )
}
