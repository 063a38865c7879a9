//! The four tools, on an embedded org.
use crate::support::{Answer, NEWEST, Setup};
use serde_json::{Value, json};

#[tokio::test]
async fn search_describe_call() {
    let world = Setup::default().start().await;
    let client = world.client().await;

    let found = client
        .call("okta_search", json!({"intent": "list all users"}))
        .await
        .good();
    assert_eq!(
        found["operations"][0]["operation"], "listUsers",
        "{found:#}"
    );

    let described = client
        .call("okta_describe", json!({"operation": "listUsers"}))
        .await
        .good();
    assert_eq!(described["class"], "read");
    assert!(
        described["parameters"]["search"]
            .as_str()
            .unwrap()
            .starts_with("string in query")
    );

    let users = client
        .call(
            "okta_call",
            json!({"operation": "listUsers", "fields": ["id", "profile.login"]}),
        )
        .await
        .good();
    assert_eq!(users["items"].as_array().unwrap().len(), 20);
    assert_eq!(users["count"], 20);
    assert!(users.get("next").is_none());
    let user = &users["items"][0];
    assert_eq!(user.as_object().unwrap().len(), 2);

    let one = client
        .okta("getUser", json!({"userId": user["id"]}))
        .await
        .good();
    assert_eq!(one["value"]["id"], user["id"]);

    let status = client.call("okta_status", json!({})).await.good();
    assert_eq!(status["org"], "acme.okta.example");
    assert_eq!(
        status["policy"]["operationsByClass"]["destroy"]["allowed"],
        0
    );
}

#[tokio::test]
async fn it_is_read_only_unless_it_is_opened() {
    let world = Setup::default().start().await;
    let client = world.client().await;
    let refused = client
        .call(
            "okta_call",
            json!({"operation": "createUser", "body": {"profile": {"login": "new@example.com"}}}),
        )
        .await
        .bad();
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .contains("--allow users:write"),
        "{refused}"
    );
    assert_eq!(world.writes(), Vec::<String>::new());
    assert!(client.asker.questions().is_empty());
}

#[tokio::test]
async fn a_removal_is_done_when_a_person_types_the_name() {
    let world = Setup::open().start().await;
    let client = world.client_of(NEWEST, Answer::Accept).await;
    let users = client.okta("listUsers", json!({"limit": 2})).await.good();
    let user = &users["items"][1];
    client
        .okta("deactivateUser", json!({"userId": user["id"]}))
        .await
        .good();
    let questions = client.asker.questions();
    assert_eq!(questions.len(), 1);
    let login = user["profile"]["login"].as_str().unwrap();
    assert!(questions[0].contains(login), "{}", questions[0]);
    assert_eq!(world.writes().len(), 1, "{:?}", world.writes());
}

#[tokio::test]
async fn mistakes_are_told_with_what_would_be_right() {
    let world = Setup::default().start().await;
    let client = world.client().await;
    for (call, hint) in [
        (json!({"operation": "listUser"}), "perhaps one of"),
        (json!({"operation": "getUser"}), "`userId` is missing"),
        (
            json!({"operation": "getUser", "arguments": {"userId": ".."}}),
            "cannot be",
        ),
        (
            json!({"operation": "getUser", "arguments": {"userId": "a", "x": 1}}),
            "it takes userId",
        ),
        (
            json!({"operation": "listUsers", "arguments": {"limit": "many"}}),
            "a number",
        ),
        (
            json!({"operation": "listUsers", "cursor": "zzz"}),
            "give back `next`",
        ),
        (
            json!({"operation": "listUsers", "body": {}}),
            "takes no body",
        ),
        (
            json!({"operation": "listUsers", "confirm": true}),
            "no argument `confirm`",
        ),
        (
            json!({"operation": "getUser", "arguments": {"userId": "nobody"}}),
            "E0000007",
        ),
        (json!({}), "`operation` is missing"),
    ] {
        let told = client.call("okta_call", call.clone()).await.bad();
        assert!(told.to_string().contains(hint), "{call}: {told}");
        assert!(told["do"].is_string());
    }
    // What the arguments forbid was not sent.
    let sent: Vec<Value> = world
        .org
        .journal()
        .entries()
        .iter()
        .map(|e| json!(e.path))
        .collect();
    assert_eq!(sent, [json!("/api/v1/users/nobody")]);
}

/// What is passed over without a word does something else than was asked for.
#[tokio::test]
async fn arguments_of_another_type_are_refused() {
    let world = Setup::default().start().await;
    let client = world.client().await;
    world.org.journal().clear();
    for (arguments, problem) in [
        (
            json!({"operation": ["listUsers"]}),
            "`operation` has to be a text",
        ),
        (
            json!({"operation": "listUsers", "arguments": "{}"}),
            "`arguments` has to be an object",
        ),
        (
            json!({"operation": "listUsers", "count": "yes"}),
            "`count` has to be true or false",
        ),
        (
            json!({"operation": "listUsers", "saveSecrets": 1}),
            "`saveSecrets` has to be true",
        ),
        (
            json!({"operation": "listUsers", "fields": {"id": 1}}),
            "`fields` has to be a list",
        ),
        (
            json!({"operation": "listUsers", "fields": [1]}),
            "`fields` has to be a list",
        ),
        (
            json!({"operation": "listUsers", "cursor": 7}),
            "`cursor` has to be a text",
        ),
        (
            json!({"operation": "getUser", "arguments": {"userId": "x".repeat(5_000)}}),
            "longer than",
        ),
        (
            json!({"operation": "getUser", "arguments": {"userId": ".."}}),
            "cannot be",
        ),
    ] {
        let told = client.call("okta_call", arguments).await.bad();
        assert!(told["error"].as_str().unwrap().contains(problem), "{told}");
    }
    let told = client
        .call("okta_search", json!({"intent": "x", "limit": -5}))
        .await
        .bad();
    assert!(
        told["error"].as_str().unwrap().contains("a whole number"),
        "{told}"
    );
    assert!(world.org.journal().is_empty());
    let found = client
        .call("okta_search", json!({"intent": "qqqq zzzz"}))
        .await
        .good();
    assert_eq!(found["operations"], json!([]));
    assert!(found["note"].is_string());
}
