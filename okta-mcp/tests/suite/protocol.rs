//! What clients of every protocol version see.
use std::time::Duration;

use crate::support::{Answer, NEWEST, Setup, params};
use okta_mcp::{engine::Settings, tools};
use okta_mock::Fault;
use rmcp::model::{GetPromptRequestParams, ProtocolVersion, ReadResourceRequestParams};
use serde_json::{Value, json};

#[tokio::test]
async fn the_list_of_tools_is_small_and_always_the_same() {
    let world = Setup::default().start().await;
    let bytes = |tools: &[rmcp::model::Tool]| serde_json::to_string(tools).unwrap();
    let four = tools::all(&world.engine);
    let text = bytes(&four);
    // Four bytes a token, which is more tokens than models make of JSON.
    let tokens = text.len().div_ceil(4);
    println!("tools/list: {} bytes, {tokens} tokens", text.len());
    assert!(tokens <= 2_000, "{tokens}");
    assert_eq!(four.len(), 4);
    for version in [
        ProtocolVersion::V_2024_11_05,
        ProtocolVersion::V_2025_06_18,
        NEWEST,
    ] {
        let client = world.client_of(version, Answer::Accept).await;
        let listed = client.running.list_all_tools().await.unwrap();
        assert_eq!(bytes(&listed), text);
    }
    let again = Setup::default().start().await;
    assert_eq!(bytes(&tools::all(&again.engine)), text);
}

#[tokio::test]
async fn annotations_are_true() {
    let read_only = Setup::default().start().await;
    let open = Setup::open().start().await;
    let hint = |world: &crate::support::World, name: &str| {
        let tools = tools::all(&world.engine);
        let tool = tools.into_iter().find(|tool| tool.name == name).unwrap();
        let hints = tool.annotations.unwrap();
        (
            hints.read_only_hint.unwrap(),
            hints.destructive_hint.unwrap(),
        )
    };
    for name in ["okta_search", "okta_describe", "okta_status"] {
        assert_eq!(hint(&open, name), (true, false));
    }
    assert_eq!(hint(&read_only, "okta_call"), (true, false));
    assert_eq!(hint(&open, "okta_call"), (false, true));
}

#[tokio::test]
async fn every_tool_works_in_every_version() {
    let world = Setup::default().start().await;
    for version in [
        ProtocolVersion::V_2024_11_05,
        ProtocolVersion::V_2025_03_26,
        ProtocolVersion::V_2025_06_18,
        ProtocolVersion::V_2025_11_25,
        NEWEST,
    ] {
        let client = world.client_of(version, Answer::Accept).await;
        for (tool, arguments) in [
            ("okta_search", json!({"intent": "who has MFA"})),
            ("okta_describe", json!({"operation": "createUser"})),
            ("okta_call", json!({"operation": "listGroups"})),
            ("okta_status", json!({})),
        ] {
            let answered = client.call(tool, arguments).await;
            assert!(answered.bytes <= 8192, "{tool}: {}", answered.bytes);
            answered.good();
        }
        client
            .try_call("okta_nothing", json!({}))
            .await
            .unwrap_err();
    }
}

#[tokio::test]
async fn resources_and_prompts() {
    let world = Setup::default().start().await;
    let client = world.client().await;
    client.okta("listGroups", json!({})).await.good();
    let resources = client.running.list_all_resources().await.unwrap();
    let uris: Vec<&str> = resources
        .iter()
        .map(|resource| resource.uri.as_str())
        .collect();
    assert_eq!(uris, ["okta://audit", "okta://operations"]);
    let read = async |uri: &str| {
        let result = client
            .running
            .read_resource(ReadResourceRequestParams::new(uri))
            .await
            .unwrap();
        serde_json::to_value(&result.contents[0]).unwrap()["text"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let audit = read("okta://audit").await;
    let line: Value = serde_json::from_str(audit.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&line["operation"], &line["outcome"]),
        (&json!("listGroups"), &json!("done"))
    );
    assert!(line["requestId"].is_string() && line["time"].is_string());
    assert!(read("okta://operations").await.lines().count() > 340);
    let one: Value = serde_json::from_str(&read("okta://operations/getUser").await).unwrap();
    assert_eq!(one["operation"], "getUser");
    client
        .running
        .read_resource(ReadResourceRequestParams::new("okta://nothing"))
        .await
        .unwrap_err();

    let prompts = client.running.list_all_prompts().await.unwrap();
    assert_eq!(prompts.len(), 4);
    for prompt in prompts {
        let arguments: serde_json::Map<String, Value> = prompt
            .arguments
            .unwrap()
            .into_iter()
            .map(|argument| (argument.name, json!("Ada")))
            .collect();
        let request = GetPromptRequestParams::new(prompt.name).with_arguments(arguments);
        let got = client.running.get_prompt(request).await.unwrap();
        assert!(
            serde_json::to_string(&got.messages)
                .unwrap()
                .contains("Ada")
        );
    }
}

#[tokio::test]
async fn long_calls_tell_how_far_they_are() {
    let world = Setup {
        users: 2_000,
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client().await;
    let call = json!({"operation": "listUsers", "count": true});
    client
        .running
        .call_tool(params("okta_call", call))
        .await
        .unwrap();
    assert!(client.asker.progress() > 3, "{}", client.asker.progress());
}

#[tokio::test]
async fn a_cancelled_call_stops_asking_okta() {
    let world = Setup {
        users: 100_000,
        ..Setup::default()
    }
    .start()
    .await;
    world.org.fail(okta_mock::Faults::new().percent(
        "listUsers",
        100.0,
        Fault::delay(Duration::from_millis(30)),
    ));
    let client = world.client().await;
    let call = client.running.call_tool(params(
        "okta_call",
        json!({"operation": "listUsers", "count": true}),
    ));
    assert!(
        tokio::time::timeout(Duration::from_millis(300), call)
            .await
            .is_err()
    );
    tokio::time::sleep(Duration::from_millis(300)).await;
    let sent = world.org.journal().of("listUsers").len();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(world.org.journal().of("listUsers").len(), sent);
    assert!(sent < 50, "{sent}");
    let audit = world.engine.audit.recent();
    assert!(audit.contains("\"cancelled\""), "{audit}");
}

#[tokio::test]
async fn a_rate_limit_and_a_refusal_say_what_to_do() {
    let world = Setup {
        settings: Settings::default(),
        ..Setup::default()
    }
    .start()
    .await;
    let client = world.client().await;
    world.org.fail_next("listGroups", Fault::status(403));
    let refused = client.okta("listGroups", json!({})).await.bad();
    assert_eq!(refused["status"], 403);
    assert_eq!(refused["code"], "E0000006");
    assert!(
        refused["do"].as_str().unwrap().contains("okta.groups.read"),
        "{refused}"
    );
    assert!(refused["requestId"].is_string());
}
