//! Users, as Okta treats them.

mod support;

use okta_mock::{Org, PASSWORD};
use reqwest::Method;
use serde_json::{Value, json};
use support::{World, error};

fn ada() -> Value {
    json!({
        "profile": {
            "firstName": "Ada", "lastName": "Lovelace",
            "login": "ada@example.com", "email": "ada@example.com",
        },
        "credentials": { "password": { "value": "Analytical-Engine-1" } },
    })
}

async fn create(world: &World, query: &str, body: &Value) -> Value {
    let (status, user) = world.post(&format!("/api/v1/users{query}"), body).await;
    assert_eq!(status, 200, "{user}");
    user
}

#[tokio::test]
async fn a_life() {
    let world = World::start().await;
    let user = create(&world, "?activate=false", &ada()).await;
    let url = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
    let status = async || world.get(&url).await.1["status"].clone();
    assert_eq!(user["status"], "STAGED");
    assert!(
        user["credentials"]["password"]
            .as_object()
            .unwrap()
            .is_empty()
    );
    for (verb, expected) in [
        ("activate", "ACTIVE"),
        ("suspend", "SUSPENDED"),
        ("unsuspend", "ACTIVE"),
        ("expire_password?tempPassword=false", "PASSWORD_EXPIRED"),
        ("reset_password?sendEmail=false", "RECOVERY"),
        ("deactivate", "DEPROVISIONED"),
    ] {
        let (code, body) = world
            .post(&format!("{url}/lifecycle/{verb}"), &Value::Null)
            .await;
        assert_eq!(code, 200, "{verb}: {body}");
        assert_eq!(status().await, expected, "{verb}");
    }
    let refusal = world
        .post(&format!("{url}/lifecycle/unlock"), &Value::Null)
        .await;
    assert_eq!(
        error(&refusal),
        (403, "E0000032", vec!["The user is not locked out."])
    );

    let create = world.delete(&url).await;
    assert_eq!(create.0, 204);
    let gone = world.get(&url).await;
    assert_eq!(error(&gone).1, "E0000007");
    let types: Vec<Value> = world
        .all("/api/v1/logs?since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&q=ada@example.com")
        .await
        .iter()
        .map(|event| event["eventType"].clone())
        .collect();
    assert_eq!(
        types,
        [
            "user.lifecycle.create",
            "user.lifecycle.activate",
            "user.lifecycle.suspend",
            "user.lifecycle.unsuspend",
            "user.account.expire_password",
            "user.account.reset_password",
            "user.lifecycle.deactivate",
            "user.lifecycle.delete.initiated",
            "user.lifecycle.delete.completed",
        ]
    );
}

#[tokio::test]
async fn the_first_delete_deactivates_and_the_second_removes() {
    let world = World::start().await;
    create(&world, "", &ada()).await;
    assert_eq!(world.delete("/api/v1/users/ada").await.0, 204);
    assert_eq!(
        world.get("/api/v1/users/ada").await.1["status"],
        "DEPROVISIONED"
    );
    let listed = world.all("/api/v1/users").await;
    assert!(listed.iter().all(|user| user["status"] != "DEPROVISIONED"));
    let found = world
        .all("/api/v1/users?search=status%20eq%20%22DEPROVISIONED%22")
        .await;
    assert_eq!(found.len(), 1);
    assert_eq!(world.delete("/api/v1/users/ada@example.com").await.0, 204);
    assert_eq!(world.get("/api/v1/users/ada").await.0, 404);
    create(&world, "", &ada()).await;
}

#[tokio::test]
async fn what_is_refused_is_refused_in_oktas_words() {
    let world = World::start().await;
    create(&world, "", &ada()).await;
    let refuse = async |change: Value| {
        let mut body = ada();
        body["profile"]["login"] = "new@example.com".into();
        for (name, value) in change.as_object().unwrap() {
            body["profile"][name] = value.clone();
        }
        let answer = world.post("/api/v1/users", &body).await;
        let (status, code, causes) = error(&answer);
        assert_eq!((status, code), (400, "E0000001"), "{answer:?}");
        assert_eq!(causes.len(), 1, "{answer:?}");
        causes[0].to_owned()
    };
    assert_eq!(
        refuse(json!({"login": "ADA@example.com"})).await,
        "login: An object with this field already exists in the current organization"
    );
    assert_eq!(
        refuse(json!({"firstName": null})).await,
        "firstName: The field cannot be left blank"
    );
    assert_eq!(
        refuse(json!({"login": "new-user"})).await,
        "login: Username must be in the form of an email address"
    );
    assert_eq!(
        refuse(json!({"email": "nowhere"})).await,
        "email: Does not match required pattern"
    );
    assert_eq!(
        refuse(json!({"shoeSize": "42"})).await,
        "Property name 'shoeSize' is not defined in profile"
    );
    let nothing = world.post("/api/v1/users", &json!({"profile": {}})).await;
    assert_eq!(
        error(&nothing).2,
        [
            "login: The field cannot be left blank",
            "firstName: The field cannot be left blank",
            "lastName: The field cannot be left blank",
            "email: The field cannot be left blank",
            "login: Username must be in the form of an email address",
        ]
    );
    let weak = json!({"profile": {"firstName": "A", "lastName": "B", "login": "a@b.cd",
        "email": "a@b.cd"}, "credentials": {"password": {"value": "short"}}});
    let answer = world.post("/api/v1/users", &weak).await;
    assert_eq!(error(&answer).1, "E0000001");
    assert!(
        answer.1["errorSummary"]
            .as_str()
            .unwrap()
            .ends_with("password")
    );
}

#[tokio::test]
async fn custom_attributes_exist_once_the_schema_has_them() {
    let world = World::start().await;
    let schema = json!({"definitions": {"custom": {"properties": {
        "costCode": {"title": "Cost code", "type": "integer"},
    }}}});
    let (status, _) = world
        .post("/api/v1/meta/schemas/user/default", &schema)
        .await;
    assert_eq!(status, 200);
    let mut body = ada();
    body["profile"]["costCode"] = "seven".into();
    let answer = world.post("/api/v1/users", &body).await;
    assert_eq!(
        error(&answer).2,
        ["costCode: Value must be of type integer"]
    );
    body["profile"]["costCode"] = 7.into();
    create(&world, "", &body).await;
    let found = world
        .all("/api/v1/users?search=profile.costCode%20ge%207")
        .await;
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn an_update_changes_what_is_given_and_a_replacement_clears_the_rest() {
    let world = World::start().await;
    create(&world, "", &ada()).await;
    let change = json!({"profile": {"nickName": "Countess", "title": "Analyst"}});
    let (_, user) = world.post("/api/v1/users/ada", &change).await;
    assert_eq!(user["profile"]["nickName"], "Countess");
    assert_eq!(user["profile"]["lastName"], "Lovelace");
    let clear = json!({"profile": {"nickName": null}});
    let (_, user) = world.post("/api/v1/users/ada", &clear).await;
    assert!(user["profile"].get("nickName").is_none());
    assert_eq!(user["profile"]["title"], "Analyst");
    let whole = json!({"profile": ada()["profile"]});
    let (status, user) = world.put("/api/v1/users/ada", &whole).await;
    assert_eq!(status, 200);
    assert!(user["profile"].get("title").is_none());
    let partial = json!({"profile": {"nickName": "Ada"}});
    let answer = world.put("/api/v1/users/ada", &partial).await;
    assert_eq!(error(&answer).2.len(), 5);
}

#[tokio::test]
async fn an_outdated_version_cannot_be_changed() {
    let world = World::start().await;
    create(&world, "", &ada()).await;
    let response = world.send(Method::GET, "/api/v1/users/ada", None).await;
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    assert!(tag.starts_with("W/\""));
    let write = async |tag: &str, name: &str| {
        world
            .http
            .post(format!("{}/api/v1/users/ada", world.org.url()))
            .header("Authorization", format!("SSWS {}", world.org.token()))
            .header("Content-Type", "application/json")
            .header("If-Match", tag)
            .body(json!({"profile": {"nickName": name}}).to_string())
            .send()
            .await
            .unwrap()
    };
    assert_eq!(write(&tag, "first").await.status(), 200);
    let refused = write(&tag, "second").await;
    assert_eq!(refused.status(), 412);
    let body: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(body["errorCode"], "E0000231");
}

#[tokio::test]
async fn failed_sign_ins_lock_a_user_out() {
    let world = World::start().await;
    create(&world, "", &ada()).await;
    let sign_in = async |password: &str| {
        let body = json!({"username": "ada@example.com", "password": password});
        world.post("/api/v1/authn", &body).await
    };
    let (status, good) = sign_in("Analytical-Engine-1").await;
    assert_eq!((status, good["status"].as_str()), (200, Some("SUCCESS")));
    let token = json!({"sessionToken": good["sessionToken"]});
    let (status, session) = world.post("/api/v1/sessions", &token).await;
    assert_eq!((status, session["status"].as_str()), (200, Some("ACTIVE")));
    assert_eq!(world.post("/api/v1/sessions", &token).await.0, 401);
    for _ in 0..10 {
        assert_eq!(error(&sign_in("wrong").await).1, "E0000004");
    }
    assert_eq!(
        world.get("/api/v1/users/ada").await.1["status"],
        "LOCKED_OUT"
    );
    assert_eq!(sign_in("Analytical-Engine-1").await.0, 401);
    let unlock = world
        .post("/api/v1/users/ada/lifecycle/unlock", &Value::Null)
        .await;
    assert_eq!(unlock.0, 200);
    assert_eq!(sign_in("Analytical-Engine-1").await.0, 200);
}

#[tokio::test]
async fn passwords_and_questions_change_for_those_who_know_them() {
    let world = World::start().await;
    let user = world
        .all("/api/v1/users?filter=status%20eq%20%22ACTIVE%22")
        .await;
    let id = user[2]["id"].as_str().unwrap().to_owned();
    let url = format!("/api/v1/users/{id}/credentials");
    let change = |old: &str, new: &str| {
        json!({
            "oldPassword": {"value": old}, "newPassword": {"value": new},
        })
    };
    let path = format!("{url}/change_password");
    let refused = world.post(&path, &change("wrong", "Brand-New-1")).await;
    assert_eq!(
        error(&refused),
        (403, "E0000014", vec!["Old Password is not correct"])
    );
    let (status, body) = world.post(&path, &change(PASSWORD, "Brand-New-1")).await;
    assert_eq!((status, &body["password"]), (200, &json!({})));
    let question = json!({
        "password": {"value": "Brand-New-1"},
        "recovery_question": {"question": "Who?", "answer": "Me"},
    });
    let path = format!("{url}/change_recovery_question");
    assert_eq!(world.post(&path, &question).await.0, 200);
    let forgot = format!("{url}/forgot_password");
    let answer = |words: &str| {
        json!({
            "password": {"value": "Even-Newer-1"}, "recovery_question": {"answer": words},
        })
    };
    assert_eq!(
        error(&world.post(&forgot, &answer("You")).await).1,
        "E0000087"
    );
    assert_eq!(world.post(&forgot, &answer("Me")).await.0, 200);
    assert_eq!(world.post(&path, &question).await.0, 403);
}

#[tokio::test]
async fn search_sort_and_short_names() {
    let world = World::of(Org::builder().users(300).start().await.unwrap());
    let all = world.all("/api/v1/users?search=status%20pr").await;
    assert_eq!(all.len(), 300);
    let sales = world
        .all("/api/v1/users?search=profile.department%20eq%20%22Sales%22&limit=7")
        .await;
    let expected: Vec<&Value> = all
        .iter()
        .filter(|user| user["profile"]["department"] == "Sales")
        .collect();
    assert!(sales.len() > 7);
    assert_eq!(sales.iter().collect::<Vec<_>>(), expected);
    let sorted = world
        .all("/api/v1/users?search=id%20pr&sortBy=profile.lastName&sortOrder=desc&limit=40")
        .await;
    assert_eq!(sorted.len(), 300);
    let names: Vec<String> = sorted
        .iter()
        .map(|user| user["profile"]["lastName"].as_str().unwrap().to_lowercase())
        .collect();
    assert!(names.is_sorted_by(|a, b| a >= b));
    // A look-up by name answers ten, unless more are asked for.
    let count = async |query: &str| {
        let users = world.get(&format!("/api/v1/users?q={query}")).await.1;
        users.as_array().unwrap().len()
    };
    assert!(count("a&limit=200").await > 10);
    assert_eq!(count("a").await, 10);
    let both = "/api/v1/users?q=a&filter=status%20eq%20%22ACTIVE%22";
    assert_eq!(error(&world.get(both).await).1, "E0000033");
    let refused = world.get("/api/v1/users?search=profile.department").await;
    assert_eq!(error(&refused).1, "E0000031");
    let login = all[5]["profile"]["login"].as_str().unwrap();
    let (short, _) = login.split_once('@').unwrap();
    assert_eq!(
        world.get(&format!("/api/v1/users/{short}")).await.1["id"],
        all[5]["id"]
    );
    assert_eq!(world.get("/api/v1/users/me").await.1["id"], all[0]["id"]);
}
