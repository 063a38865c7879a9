//! Fail closed: for every protocol version and everything that can become of a question,
//! the org sees a change only after a person said yes.
use std::time::Duration;

use crate::support::{Answer, NEWEST, Session, Setup, World, name_in, params};
use okta_mcp::engine::Settings;
use rmcp::model::{
    CallToolResponse, ElicitResult, ElicitationAction, InputRequest, InputResponses,
    ProtocolVersion,
};
use serde_json::{Value, json};

/// Every version that the protocol had.
fn versions() -> [ProtocolVersion; 5] {
    [
        ProtocolVersion::V_2024_11_05,
        ProtocolVersion::V_2025_03_26,
        ProtocolVersion::V_2025_06_18,
        ProtocolVersion::V_2025_11_25,
        NEWEST,
    ]
}

/// A server where everything is open, and questions time out soon.
async fn world() -> World {
    let mut setup = Setup::open();
    setup.settings = Settings {
        confirm_within: Duration::from_millis(300),
        ..Settings::default()
    };
    setup.start().await
}

/// A call that needs a person, of each class that does: what to call, and on what.
async fn calls(world: &World) -> Vec<(&'static str, Value)> {
    let users = world
        .org
        .client()
        .request(http::Method::GET, "/api/v1/users")
        .send()
        .await
        .unwrap();
    let groups = world
        .org
        .client()
        .request(http::Method::GET, "/api/v1/groups")
        .send()
        .await
        .unwrap();
    // Others than the token's own, and each call its own, for what one does changes what
    // the next may do.
    let active: Vec<&Value> = users
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .filter(|user| user["status"] == "ACTIVE")
        .map(|user| &user["id"])
        .collect();
    let group = groups[1]["id"].clone();
    vec![
        (
            "destroy",
            json!({"operation": "deactivateUser", "arguments": {"userId": active[0]}}),
        ),
        (
            "replace",
            json!({"operation": "replaceGroup", "arguments": {"groupId": group}, "body": {"profile": {"name": "Renamed"}}}),
        ),
        (
            "privilege",
            json!({"operation": "assignRoleToUser", "arguments": {"userId": active[1]}, "body": {"type": "HELP_DESK_ADMIN"}}),
        ),
        (
            "credential",
            json!({"operation": "expirePassword", "arguments": {"userId": active[2]}}),
        ),
    ]
}

#[tokio::test]
async fn only_a_yes_with_the_name_changes_anything() {
    for version in versions() {
        for answer in [
            Answer::Accept,
            Answer::Type("something else".into()),
            Answer::AcceptEmpty,
            Answer::Decline,
            Answer::Cancel,
            Answer::Silence,
            Answer::Fail,
            Answer::NoCapability,
        ] {
            let world = world().await;
            let client = world.client_of(version.clone(), answer.clone()).await;
            for (class, call) in calls(&world).await {
                let before = world.writes().len();
                let case = format!("{version} {answer:?} {class}");
                let called = tokio::time::timeout(
                    Duration::from_secs(2),
                    client.try_call("okta_call", call),
                )
                .await;
                let written = world.writes().len() - before;
                match answer {
                    Answer::Accept => {
                        let result = called.unwrap().unwrap();
                        assert_ne!(result.is_error, Some(true), "{case}: {result:?}");
                        assert_eq!(written, 1, "{case}");
                    }
                    _ => {
                        // A client of the newest version that fails or is silent never
                        // comes back; any other is told that nothing was changed.
                        if let Ok(Ok(result)) = called {
                            assert_eq!(result.is_error, Some(true), "{case}: {result:?}");
                        }
                        assert_eq!(written, 0, "{case}");
                    }
                }
            }
        }
    }
}

/// A question that a client of the newest version was asked, and the state with it.
async fn question(client: &Session, call: &Value) -> (String, String) {
    let response = client
        .running
        .call_tool_once(params("okta_call", call.clone()))
        .await
        .unwrap();
    let CallToolResponse::InputRequired(required) = response else {
        panic!("a question was expected: {response:?}");
    };
    let requests = required.input_requests.unwrap();
    let InputRequest::Elicitation(request) = requests.get("confirm").unwrap() else {
        panic!("a form was expected");
    };
    let text = serde_json::to_value(&request.params).unwrap()["message"]
        .as_str()
        .unwrap()
        .to_owned();
    (text, required.request_state.unwrap())
}

/// The id of the token's own user, whom no call is about.
async fn me(world: &World) -> String {
    let me = world
        .org
        .client()
        .request(http::Method::GET, "/api/v1/users/me");
    me.send().await.unwrap()["id"].as_str().unwrap().to_owned()
}

fn yes(question: &str) -> InputResponses {
    let result = ElicitResult::new(ElicitationAction::Accept)
        .with_content(json!({"name": name_in(question)}));
    InputResponses::from([("confirm".to_owned(), serde_json::to_value(result).unwrap())])
}

/// Sends a call again with an answer; whether it was taken.
async fn retry(
    client: &Session,
    call: &Value,
    responses: Option<InputResponses>,
    state: Option<&str>,
) -> bool {
    let mut params = params("okta_call", call.clone());
    params.input_responses = responses;
    params.request_state = state.map(str::to_owned);
    match client.running.call_tool_once(params).await {
        Ok(CallToolResponse::Complete(result)) => result.is_error != Some(true),
        Ok(_) | Err(_) => false,
    }
}

#[tokio::test]
async fn forged_replayed_and_changed_states_change_nothing() {
    let world = Setup::open().start().await;
    let client = world.client().await;
    let other_client = world.client().await;
    for (class, call) in calls(&world).await {
        let before = world.writes().len();
        let (text, state) = question(&client, &call).await;
        let mut forged = state.clone();
        let last = forged.pop().unwrap();
        forged.push(if last == 'A' { 'B' } else { 'A' });
        let mut changed = call.clone();
        changed["fields"] = json!(["id"]);
        let mut of_another = call.clone();
        let other = me(&world).await;
        if of_another["arguments"].get("userId").is_some() {
            of_another["arguments"]["userId"] = other.into();
        } else {
            of_another["body"]["profile"]["name"] = "Other".into();
        }
        // Nothing of these is a yes to what was asked.
        for (what, call, responses, state) in [
            (
                "a forged state",
                &call,
                Some(yes(&text)),
                Some(forged.as_str()),
            ),
            (
                "a made-up state",
                &call,
                Some(yes(&text)),
                Some("rs1.AAAA.AAAA"),
            ),
            ("an answer without a state", &call, Some(yes(&text)), None),
            (
                "changed arguments",
                &of_another,
                Some(yes(&text)),
                Some(state.as_str()),
            ),
        ] {
            assert!(
                !retry(&client, call, responses, state).await,
                "{class}: {what}"
            );
            assert_eq!(world.writes().len(), before, "{class}: {what}");
        }
        // The state is still good for the request that it belongs to, once.
        assert!(
            retry(&client, &call, Some(yes(&text)), Some(&state)).await,
            "{class}"
        );
        assert_eq!(world.writes().len(), before + 1, "{class}");
        for client in [&client, &other_client] {
            assert!(
                !retry(client, &call, Some(yes(&text)), Some(&state)).await,
                "{class}: replayed"
            );
        }
        assert_eq!(world.writes().len(), before + 1, "{class}: replayed");
        // What the answer looks like does not matter to what was asked about.
        let _ = changed;
    }
}

#[tokio::test]
async fn a_state_is_spent_by_any_answer_and_runs_out() {
    let world = world().await;
    let client = world.client().await;
    let (_, call) = calls(&world).await.remove(0);

    let (text, state) = question(&client, &call).await;
    assert!(!retry(&client, &call, None, Some(&state)).await);
    assert!(
        !retry(&client, &call, Some(yes(&text)), Some(&state)).await,
        "it was spent"
    );

    let (text, state) = question(&client, &call).await;
    tokio::time::sleep(Duration::from_millis(350)).await;
    assert!(
        !retry(&client, &call, Some(yes(&text)), Some(&state)).await,
        "it ran out"
    );
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn what_changed_after_the_question_is_asked_about_again() {
    let world = Setup::open().start().await;
    let client = world.client().await;
    let (_, call) = calls(&world).await.remove(1);
    let (text, state) = question(&client, &call).await;
    let id = call["arguments"]["groupId"].as_str().unwrap();
    world
        .org
        .client()
        .request(http::Method::PUT, &format!("/api/v1/groups/{id}"))
        .json(&json!({"profile": {"name": "Changed meanwhile"}}))
        .send()
        .await
        .unwrap();
    assert!(!retry(&client, &call, Some(yes(&text)), Some(&state)).await);
    assert_eq!(world.writes().len(), 1, "only the change from elsewhere");
}

#[tokio::test]
async fn the_question_shows_what_changes_and_no_secret() {
    let world = Setup::open().start().await;
    let client = world.client_of(NEWEST, Answer::Decline).await;
    let call = calls(&world).await.remove(1).1;
    client.call("okta_call", call).await.bad();
    let user = calls(&world).await.remove(0).1["arguments"]["userId"].clone();
    let change = json!({
        "operation": "replaceUser", "arguments": {"userId": user},
        "body": {"profile": {"login": "x@example.com"}, "credentials": {"password": {"value": "hunter2-secret"}}},
    });
    client.call("okta_call", change).await.bad();
    let questions = client.asker.questions();
    let [group, user] = questions.as_slice() else {
        panic!("{questions:?}")
    };
    assert!(
        group.contains("profile.name:") && group.contains("-> \"Renamed\""),
        "{group}"
    );
    assert!(
        group.contains("profile.description:") && group.contains("is lost"),
        "{group}"
    );
    assert!(
        user.contains("profile.firstName:") && !user.contains("hunter2"),
        "{user}"
    );
}

#[tokio::test]
async fn nobody_is_asked_about_what_is_not_there() {
    let world = Setup::open().start().await;
    let client = world.client().await;
    let gone = client
        .okta("deleteGroup", json!({"groupId": "00gnobodyhomexxxx0h8"}))
        .await
        .bad();
    assert_eq!(gone["status"], 404);
    assert!(client.asker.questions().is_empty());
}

/// The policy file can open and close, but not do away with the person.
#[tokio::test]
async fn a_policy_cannot_replace_the_person() {
    let policy = "rules:\n  - allow: {class: destroy}\n  - allow: {class: write}\n  - ask: {operation: createUser}\n  - deny: {area: apps}\n";
    let world = Setup {
        policy: Some(policy),
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client_of(NEWEST, Answer::Decline).await;
    let (_, removal) = calls(&world).await.remove(0);
    client.call("okta_call", removal).await.bad();
    let person =
        json!({"operation": "createUser", "body": {"profile": {"login": "n@example.com"}}});
    client.call("okta_call", person).await.bad();
    assert_eq!(client.asker.questions().len(), 2);
    // Denied is not even read, and nobody is asked.
    let denied = client.okta("listApplications", json!({})).await.bad();
    assert!(
        denied["error"]
            .as_str()
            .unwrap()
            .contains("policy file denies"),
        "{denied}"
    );
    assert_eq!(client.asker.questions().len(), 2);
    assert_eq!(world.writes(), Vec::<String>::new());
    // A write that the file opens needs nobody.
    let group = json!({"operation": "addGroup", "body": {"profile": {"name": "New"}}});
    client.call("okta_call", group).await.good();
    assert_eq!(world.writes().len(), 1);
}
