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
    assert!(!page.contains("hidden=\"\""));
    assert!(page.contains("<td>listUsers</td>"));
    assert!(!page.contains("hidden-value") && !page.contains(world.org.token()));

    let filtered = rendered(format!("{}/#createUser%20post", world.org.url())).await;
    let filtered = filtered.unwrap();
    assert!(
        filtered.contains(">2 shown<"),
        "createUser and createUserType"
    );
    let hidden = filtered.matches("hidden=\"\"").count();
    assert!(hidden > 341, "{hidden}");
}
