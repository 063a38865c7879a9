//! An org that is saved and read again is the same org.
#![allow(clippy::unwrap_used)]

mod support;

use okta_mock::{Limits, Org, OrgBuilder, PASSWORD};
use serde_json::{Value, json};
use support::World;

fn builder(path: &std::path::Path) -> OrgBuilder {
    Org::builder()
        .users(300)
        .limits(Limits::none())
        .state_file(path)
}

fn plain(world: &World, value: &Value) -> String {
    value
        .to_string()
        .replace(world.org.url().trim_start_matches("http://"), "")
}

#[tokio::test]
async fn what_changed_and_what_did_not_is_there_again() {
    let name = format!("state-{}.json", std::process::id());
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    let world = World::of(builder(&path).start().await.unwrap());
    let users = world.all("/api/v1/users").await;
    let id = |n: usize| users[n]["id"].as_str().unwrap().to_owned();
    let (changed, gone, kept) = (id(3), id(5), id(8));
    let renamed = json!({"profile": {"nickName": "Änne \"A\" \\"}});
    assert_eq!(
        world
            .post(&format!("/api/v1/users/{changed}"), &renamed)
            .await
            .0,
        200
    );
    world.delete(&format!("/api/v1/users/{gone}")).await;
    world.delete(&format!("/api/v1/users/{gone}")).await;
    let new = json!({
        "profile": {"firstName": "N", "lastName": "N", "login": "n@example.com", "email": "n@example.com"},
        "credentials": {"password": {"value": "Correct-Horse-9"}},
    });
    assert_eq!(world.post("/api/v1/users", &new).await.0, 200);
    let (_, group) = world
        .post("/api/v1/groups", &json!({"profile": {"name": "Kept"}}))
        .await;
    let group = group["id"].as_str().unwrap().to_owned();
    world
        .put(
            &format!("/api/v1/groups/{group}/users/{kept}"),
            &Value::Null,
        )
        .await;
    let lists = [
        "/api/v1/users?search=id%20pr".to_owned(),
        "/api/v1/groups".to_owned(),
        format!("/api/v1/groups/{group}/users"),
        "/api/v1/apps".to_owned(),
        "/api/v1/logs?since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&limit=1000".to_owned(),
        format!("/api/v1/users/{kept}/factors"),
        "/api/v1/mappings".to_owned(),
    ];
    let mut before = Vec::new();
    for path in &lists {
        before.push(plain(&world, &world.all(path).await.into()));
    }
    world.org.save().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let written = text.matches("\"employeeNumber\":\"").count();
    assert!(
        written < 10,
        "users that nobody changed are not written: {written}"
    );
    let next = world
        .post("/api/v1/groups", &json!({"profile": {"name": "Next"}}))
        .await
        .1;

    // Whatever else is asked for: the file knows better.
    let again = builder(&path).users(7).seed(99).start().await.unwrap();
    assert_eq!(again.token(), world.org.token());
    let again = World::of(again);
    for (path, before) in lists.iter().zip(&before) {
        assert_eq!(
            plain(&again, &again.all(path).await.into()),
            *before,
            "{path}"
        );
    }
    assert_eq!(again.get(&format!("/api/v1/users/{gone}")).await.0, 404);
    let same = again
        .post("/api/v1/groups", &json!({"profile": {"name": "Next"}}))
        .await
        .1;
    assert_eq!(same["id"], next["id"], "ids go on from where they were");
    for (login, password, status) in [
        ("n@example.com", "Correct-Horse-9", 200),
        ("n@example.com", PASSWORD, 401),
        (
            users[8]["profile"]["login"].as_str().unwrap(),
            PASSWORD,
            200,
        ),
    ] {
        let sign_in = json!({"username": login, "password": password});
        assert_eq!(
            again.post("/api/v1/authn", &sign_in).await.0,
            status,
            "{login}"
        );
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_org_is_refused_and_a_full_disk_is_told() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("no-org-{}.json", std::process::id()));
    for text in ["", "{}", "[1]", "{\"format\":1}", "\u{0}"] {
        std::fs::write(&path, text).unwrap();
        let error = builder(&path).start().await.unwrap_err().to_string();
        assert!(
            error.contains("no-org-") && error.contains("does not hold an org of okta-mock"),
            "{error}"
        );
    }
    std::fs::remove_file(&path).unwrap();
    let org = builder(&folder.join("no such folder/org.json"))
        .start()
        .await
        .unwrap();
    assert!(org.save().is_err());
    assert!(
        Org::start().await.unwrap().save().is_ok(),
        "nothing to be written"
    );
}
