//! The landing page in a real browser. Skipped where there is none: set
//! `OKTA_MOCK_BROWSER` to the command of a Chromium, or have `chromium` on the path.
#![allow(clippy::unwrap_used)]

mod support;

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use support::World;

/// What the browser makes of a page after its scripts ran; `None` without a browser.
async fn rendered(url: String) -> Option<String> {
    let browser = std::env::var("OKTA_MOCK_BROWSER").unwrap_or("chromium".to_owned());
    let run = tokio::task::spawn_blocking(move || {
        Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
            // Scripts run for so long, in time that passes as fast as they do.
            .arg("--virtual-time-budget=8000")
            .arg(url)
            .stderr(Stdio::null())
            .output()
            .ok()
    });
    let output = tokio::time::timeout(Duration::from_secs(60), run).await;
    Some(String::from_utf8(output.unwrap().unwrap()?.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_are_listed_and_filtered() {
    let world = World::start().await;
    world
        .get("/api/v1/users?limit=1&recoveryToken=hidden-value")
        .await;
    let Some(page) = rendered(world.org.url().to_owned()).await else {
        println!("no browser: skipped");
        return;
    };
    assert!(page.contains("<h2>341 operations</h2>"));
    assert!(page.matches("<details ").count() >= 341);
    assert!(!page.contains("<section hidden=\"\"") && !page.contains("<details hidden"));
    assert!(page.contains("<td>listUsers</td>"));
    assert!(!page.contains("hidden-value"));
    let variables = format!("export OKTA_CLIENT_TOKEN={}", world.org.token());
    assert!(page.contains(&variables));
    assert!(page.contains(&format!("export OKTA_CLIENT_ORGURL={}", world.org.url())));

    let filtered = rendered(format!("{}/#createUser%20post", world.org.url())).await;
    let filtered = filtered.unwrap();
    assert!(
        filtered.contains(">2 shown<"),
        "createUser and createUserType"
    );
    let hidden = filtered.matches("hidden=\"\"").count();
    assert!(hidden > 341, "{hidden}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contents_are_opened_and_the_page_refreshes_by_itself() {
    let world = World::start().await;
    let url = format!("{}/#open=/api/v1/zones", world.org.url());
    let Some(page) = rendered(url).await else {
        println!("no browser: skipped");
        return;
    };
    assert!(page.contains("GET /api/v1/zones?limit=20 — 200"), "{page}");
    assert!(page.contains("LegacyIpZone"));
    // It was asked after the page came, so the page has fetched the news.
    assert!(page.contains("<td>listNetworkZones</td>"));
    // What the page asks for itself is no request to show.
    assert!(!page.contains("?live</code>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_tried_from_the_page() {
    let world = World::start().await;
    let url = |name: &str| format!("{}/#try={name}", world.org.url());
    let Some(page) = rendered(url("listGroups")).await else {
        println!("no browser: skipped");
        return;
    };
    assert!(page.contains("200 OK") && page.contains("All users in your organization"));
    assert!(!world.org.journal().of("listGroups").is_empty());
    // A link alone changes nothing: what writes waits for a click.
    let page = rendered(url("addGroup")).await.unwrap();
    assert!(page.contains("<button>Send</button>"));
    assert!(world.org.journal().of("addGroup").is_empty());
}
