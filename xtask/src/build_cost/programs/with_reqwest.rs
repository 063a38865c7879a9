//! Ten operations by hand. `with_okta_api.rs` does the same through okta-api.

use std::error::Error;

use reqwest::{Client, RequestBuilder, Response, header};
use serde_json::{Value, json};

const DEPARTMENT: &str = "one";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| "there is a provider already")?;
    let org = std::env::var("OKTA_CLIENT_ORGURL")?;
    let token = std::env::var("OKTA_CLIENT_TOKEN")?;
    let client = Client::new();
    let send = async |request: RequestBuilder| -> Result<Response, reqwest::Error> {
        let authorization = format!("SSWS {token}");
        let request = request.header(header::AUTHORIZATION, authorization);
        request.send().await?.error_for_status()
    };
    let at = |path: &str| format!("{org}/api/v1/{path}");

    let body = json!({"profile": {
        "firstName": "Ada", "lastName": "Lovelace",
        "email": "ada@example.com", "login": "ada@example.com",
    }});
    let request = client.post(at("users")).query(&[("activate", "true")]);
    let created: Value = send(request.json(&body)).await?.json().await?;
    let id = created["id"].as_str().unwrap_or_default();

    let one = at(&format!("users/{id}"));
    let mut user: Value = send(client.get(&one)).await?.json().await?;
    user["profile"]["department"] = DEPARTMENT.into();
    send(client.put(&one).json(&user)).await?;

    let mut next = Some(at("users?limit=200"));
    while let Some(page) = next {
        let response = send(client.get(page)).await?;
        next = next_page(&response);
        for user in response.json::<Vec<Value>>().await? {
            println!("{:?} {:?}", user["id"], user["status"]);
        }
    }

    let body = json!({"profile": {"name": "Engineers"}});
    let group = send(client.post(at("groups")).json(&body)).await?;
    let group: Value = group.json().await?;
    let group = group["id"].as_str().unwrap_or_default();
    send(client.put(at(&format!("groups/{group}/users/{id}")))).await?;
    for (path, what) in [
        ("groups?limit=200", "created"),
        ("apps?limit=200", "label"),
        ("logs?limit=100", "displayMessage"),
    ] {
        let response = send(client.get(at(path))).await?;
        for item in response.json::<Vec<Value>>().await? {
            println!("{:?} {:?}", item["id"], item[what]);
        }
    }
    send(client.post(format!("{one}/lifecycle/deactivate"))).await?;
    Ok(())
}

fn next_page(response: &Response) -> Option<String> {
    let links = response.headers().get_all(header::LINK).iter();
    let link = links
        .filter_map(|link| link.to_str().ok())
        .find(|link| link.contains("rel=\"next\""))?;
    Some(link.split(['<', '>']).nth(1)?.to_owned())
}
