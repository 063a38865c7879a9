//! Jobs on users, groups and applications leave the org as they should.

use okta_api::{
    http::Method,
    serde_json::{Value, json},
    types::UserStatus,
};

use crate::programs::{all, get, ids, on, org, run_well, scratch};

#[tokio::test]
async fn an_import_goes_on_where_it_stopped() {
    let (org, folder) = (org().await, scratch("import"));
    let file = folder.join("new.csv");
    let header = "login,email,firstName,lastName,nickName\n";
    let line = |login: &str| format!("{login},{login},First,\"Last, Jr\",\n");
    let before = format!("{header}{}{}", line("one@example.com"), line("two"));
    std::fs::write(&file, &before).unwrap();
    let import = || on(&org, "import_users", &[file.to_str().unwrap()]);
    let text = run_well(import()).await;
    assert!(text.contains(r#"{"created": 1, "failed": 1}"#), "{text}");
    // One is mended, one is new, one is settled.
    let after = format!(
        "{}{}",
        before.replace("two", "two@example.com"),
        line("three@example.com")
    );
    std::fs::write(&file, after).unwrap();
    let text = run_well(import()).await;
    assert!(
        text.contains("2 users to import, 1 settled before"),
        "{text}"
    );
    assert!(text.contains(r#"{"created": 2}"#), "{text}");
    assert_eq!(org.journal().of("createUser").len(), 4);
    let user = get(&org.client(), "/api/v1/users/two@example.com").await;
    assert_eq!(user["profile"]["lastName"], "Last, Jr");
    assert_eq!(
        user["profile"].get("nickName"),
        None,
        "an empty cell is not sent"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_synchronised_group_has_the_members_of_the_list() {
    let org = org().await;
    let client = org.client();
    run_well(on(&org, "group_sync", &["Engineering", "--apply"])).await;
    let group = all(&client, "/api/v1/groups?q=Engineering").await[0]["id"].clone();
    let members = all(
        &client,
        &format!("/api/v1/groups/{}/users", group.as_str().unwrap()),
    )
    .await;
    let search = "/api/v1/users?search=profile.department%20eq%20%22Legal%22";
    let wanted = all(&client, search).await;
    assert!(!wanted.is_empty());
    assert_eq!(ids(&members), ids(&wanted));
    // Nothing is left to do, and a list in a file means the same.
    let folder = scratch("sync");
    let file = folder.join("logins.txt");
    let logins: Vec<&str> = wanted
        .iter()
        .map(|user| user["profile"]["login"].as_str().unwrap())
        .collect();
    std::fs::write(&file, logins[1..].join("\n").to_uppercase()).unwrap();
    let arguments = ["Engineering", "--logins", file.to_str().unwrap(), "--apply"];
    let text = run_well(on(&org, "group_sync", &arguments)).await;
    assert!(text.contains("1 changes were planned, 0 failed"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn whoever_leaves_keeps_nothing() {
    let org = org().await;
    let client = org.client();
    let app = client
        .request(Method::POST, "/api/v1/apps")
        .json(&json!({"label": "Diary", "name": "bookmark", "signOnMode": "BOOKMARK"}));
    let app = app.send().await.unwrap()["id"].as_str().unwrap().to_owned();
    let leaver = client.list_users().limit(2).send().await.unwrap()[1]
        .id()
        .unwrap()
        .to_owned();
    let assignment = json!({"id": leaver, "scope": "USER"});
    let users = format!("/api/v1/apps/{app}/users");
    client
        .request(Method::POST, &users)
        .json(&assignment)
        .send()
        .await
        .unwrap();

    let plan = run_well(on(&org, "offboarding", &[&leaver])).await;
    assert!(
        plan.contains("take away the application Diary: planned"),
        "{plan}"
    );
    assert_eq!(
        client.get_user(&leaver).send().await.unwrap().status,
        UserStatus::Active
    );
    run_well(on(&org, "offboarding", &[&leaver, "--apply"])).await;
    assert_eq!(
        client.get_user(&leaver).send().await.unwrap().status,
        UserStatus::Deprovisioned
    );
    assert_eq!(all(&client, &users).await, [] as [Value; 0]);
    let groups = all(&client, &format!("/api/v1/users/{leaver}/groups")).await;
    assert!(
        groups.iter().all(|group| group["type"] == "BUILT_IN"),
        "{groups:?}"
    );
    let factors = client.list_factors(&leaver).send().await;
    assert!(factors.is_ok_and(|factors| factors.is_empty()));
    // A second run finds little to do, and nothing wrong.
    let again = run_well(on(&org, "offboarding", &[&leaver, "--apply"])).await;
    assert!(again.contains("is offboarded"), "{again}");
}

#[tokio::test]
async fn what_the_examples_create_is_there() {
    let org = org().await;
    let client = org.client();
    for name in [
        "create_apps",
        "onboarding",
        "sign_on_policy",
        "authorization_server",
    ] {
        run_well(on(&org, name, &[])).await;
    }
    for (label, group) in [
        ("Partner portal", "Engineering"),
        ("Shop", "Engineering"),
        ("Manual", "Department"),
    ] {
        let app = &all(
            &client,
            &format!("/api/v1/apps?q={}", label.replace(' ', "%20")),
        )
        .await[0];
        assert_eq!(app["status"], "ACTIVE");
        let group = &all(&client, &format!("/api/v1/groups?q={group}")).await[0];
        let id = |resource: &Value| resource["id"].as_str().unwrap().to_owned();
        let users = all(&client, &format!("/api/v1/apps/{}/users", id(app))).await;
        let members = all(&client, &format!("/api/v1/groups/{}/users", id(group))).await;
        assert!(!members.is_empty());
        assert_eq!(ids(&users), ids(&members), "{label}");
        assert!(users.iter().all(|user| user["scope"] == "GROUP"));
    }

    let policies = all(&client, "/api/v1/policies?type=OKTA_SIGN_ON").await;
    let policy = policies
        .iter()
        .find(|policy| policy["priority"] == 1)
        .unwrap();
    assert_eq!(policy["status"], "ACTIVE");
    let rules = format!("/api/v1/policies/{}/rules", policy["id"].as_str().unwrap());
    assert_eq!(
        all(&client, &rules).await[0]["actions"]["signon"]["requireFactor"],
        true
    );

    let server = &all(&client, "/api/v1/authorizationServers?q=Orders").await[0];
    assert_eq!(server["audiences"], json!(["api://orders"]));
    let server = format!(
        "/api/v1/authorizationServers/{}",
        server["id"].as_str().unwrap()
    );
    let claims = all(&client, &format!("{server}/claims")).await;
    assert!(
        claims
            .iter()
            .any(|claim| claim["value"] == "user.department")
    );
    let policy = &all(&client, &format!("{server}/policies")).await[0];
    let rules = format!("{server}/policies/{}/rules", policy["id"].as_str().unwrap());
    let rule = &all(&client, &rules).await[0];
    assert_eq!(
        rule["conditions"]["scopes"]["include"],
        json!(["orders:read"])
    );
    assert_eq!(rule["actions"]["token"]["accessTokenLifetimeMinutes"], 60);
}
