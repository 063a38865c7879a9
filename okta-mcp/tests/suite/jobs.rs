//! The tools for jobs, and the flows that people do with them.
use crate::support::{Answer, NEWEST, Setup, World};
use okta_mcp::engine::Settings;
use serde_json::{Value, json};

async fn world() -> World {
    let mut setup = Setup::open();
    setup.settings = Settings {
        toolsets: vec!["all".into()],
        ..Settings::default()
    };
    setup.start().await
}

/// A user of the org who is not the token's own.
async fn somebody(world: &World) -> Value {
    let users = world
        .org
        .client()
        .request(http::Method::GET, "/api/v1/users");
    let users = users
        .query("search", "status eq \"ACTIVE\"")
        .send()
        .await
        .unwrap()
        .into_inner();
    users[2].clone()
}

#[tokio::test]
async fn toolsets_add_their_tools_and_only_them() {
    let names = |toolsets: &[&str]| -> Vec<String> {
        let toolsets: Vec<String> = toolsets.iter().map(|name| (*name).to_owned()).collect();
        okta_mcp::jobs::tools(&toolsets)
            .into_iter()
            .map(|tool| tool.name.into_owned())
            .collect()
    };
    assert_eq!(names(&[]), Vec::<String>::new());
    assert_eq!(names(&["groups"]), ["okta_group_members"]);
    assert_eq!(names(&["all"]).len(), 10);
    assert!(okta_mcp::jobs::check(&["poeple".into()]).is_err());
}

#[tokio::test]
async fn onboarding_creates_adds_assigns_and_verifies() {
    let world = world().await;
    let client = world.client().await;
    let group = client
        .call(
            "okta_call",
            json!({"operation": "addGroup", "body": {"profile": {"name": "Pilots"}}}),
        )
        .await
        .good();
    assert_eq!(group["value"]["profile"]["name"], "Pilots");
    let apps = client
        .okta("listApplications", json!({"limit": 1}))
        .await
        .good();
    let app = apps["items"][0]["label"].clone();

    let created = client
        .call("okta_create_user", json!({
            "profile": {"firstName": "Amelia", "lastName": "Earhart", "email": "amelia@example.com"},
            "groups": ["Pilots"], "activate": true,
        }))
        .await
        .good();
    assert_eq!(
        created["user"]["login"], "amelia@example.com",
        "{created:#}"
    );
    let assigned = client
        .call(
            "okta_assign_app",
            json!({"app": app, "users": ["amelia@example.com"]}),
        )
        .await
        .good();
    assert_eq!(assigned["steps"][0]["done"], true, "{assigned:#}");

    let found = client
        .call("okta_find_user", json!({"who": "Amelia Earhart"}))
        .await
        .good();
    assert_eq!(
        found["users"][0]["login"], "amelia@example.com",
        "{found:#}"
    );
    let members = client
        .call("okta_group_members", json!({"group": "Pilots"}))
        .await
        .good();
    assert_eq!(members["count"], 1);
    let who = client
        .call("okta_who_has_app", json!({"app": app}))
        .await
        .good();
    assert!(who.to_string().contains("amelia@example.com"), "{who:#}");
}

#[tokio::test]
async fn a_user_type_that_does_not_exist_is_told_with_the_options() {
    let world = world().await;
    let client = world.client().await;
    let call = json!({"profile": {"firstName": "A", "lastName": "B", "email": "a@example.com"}, "userType": "Robot"});
    let told = client.call("okta_create_user", call).await.bad();
    let option = &told["options"][0];
    assert!(
        option["label"].is_string() && option["value"].is_string(),
        "{told:#}"
    );
    assert_eq!(world.writes(), Vec::<String>::new());
    let label = option["label"].clone();
    let call = json!({"profile": {"firstName": "A", "lastName": "B", "email": "a@example.com"}, "userType": label});
    client.call("okta_create_user", call).await.good();
}

#[tokio::test]
async fn an_update_merges_and_says_what_changed() {
    let world = world().await;
    let client = world.client().await;
    let person = somebody(&world).await;
    let login = person["profile"]["login"].as_str().unwrap();
    let updated = client
        .call(
            "okta_update_user",
            json!({"who": login, "profile": {"title": "Captain"}}),
        )
        .await
        .good();
    assert!(
        updated["changes"][0]
            .as_str()
            .unwrap()
            .starts_with("title: "),
        "{updated:#}"
    );
    let after = client
        .okta("getUser", json!({"userId": login}))
        .await
        .good();
    assert_eq!(after["value"]["profile"]["title"], "Captain");
    assert_eq!(
        after["value"]["profile"]["firstName"],
        person["profile"]["firstName"]
    );
    // Once is enough.
    let writes = world.writes().len();
    client
        .call(
            "okta_update_user",
            json!({"who": login, "profile": {"title": "Captain"}}),
        )
        .await
        .good();
    assert_eq!(world.writes().len(), writes);
    client
        .call(
            "okta_update_user",
            json!({"who": login, "profile": {"password": "x"}}),
        )
        .await
        .bad();
}

#[tokio::test]
async fn members_come_and_go_by_name() {
    let world = world().await;
    let client = world.client().await;
    let person = somebody(&world).await;
    let login = person["profile"]["login"].as_str().unwrap();
    client
        .call(
            "okta_call",
            json!({"operation": "addGroup", "body": {"profile": {"name": "Pilots"}}}),
        )
        .await
        .good();
    let added = client
        .call(
            "okta_group_members",
            json!({"group": "Pilots", "add": [login]}),
        )
        .await
        .good();
    assert_eq!(added["steps"][0]["done"], true, "{added:#}");
    let again = client
        .call(
            "okta_group_members",
            json!({"group": "Pilots", "add": [login]}),
        )
        .await
        .good();
    assert_eq!(again["unchanged"].as_array().unwrap().len(), 1, "{again:#}");
    let asked = client.asker.questions().len();
    let removed = client
        .call(
            "okta_group_members",
            json!({"group": "Pilots", "remove": [login]}),
        )
        .await
        .good();
    assert_eq!(removed["steps"][0]["done"], true, "{removed:#}");
    assert_eq!(
        client.asker.questions().len(),
        asked + 1,
        "a removal needs a person"
    );
    let everyone = client
        .call(
            "okta_group_members",
            json!({"group": "Everyone", "remove": [login]}),
        )
        .await
        .bad();
    assert!(
        everyone["error"]
            .as_str()
            .unwrap()
            .contains("does not let change"),
        "{everyone}"
    );
}

#[tokio::test]
async fn offboarding_is_planned_confirmed_and_done() {
    let world = world().await;
    let person = somebody(&world).await;
    let (id, login) = (
        person["id"].as_str().unwrap(),
        person["profile"]["login"].as_str().unwrap(),
    );
    let client = world.client_of(NEWEST, Answer::Decline).await;

    let plan = client
        .call("okta_offboard_user", json!({"who": login}))
        .await
        .good();
    let steps: Vec<&str> = plan["plan"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step.as_str().unwrap())
        .collect();
    assert!(steps[0].contains("sessions"), "{steps:?}");
    assert_eq!(steps.last(), Some(&"deactivate the account"));
    assert!(steps.iter().any(|step| step.contains("group")), "{steps:?}");
    assert_eq!(world.writes(), Vec::<String>::new());

    client
        .call("okta_offboard_user", json!({"who": login, "apply": true}))
        .await
        .bad();
    assert_eq!(world.writes(), Vec::<String>::new());
    let question = client.asker.questions().remove(0);
    for step in &steps {
        assert!(question.contains(step), "{step} is not in {question}");
    }

    *client.asker.answer.lock().unwrap() = Answer::Accept;
    let done = client
        .call("okta_offboard_user", json!({"who": login, "apply": true}))
        .await
        .good();
    assert_eq!(done["failed"], 0, "{done:#}");
    assert_eq!(world.writes().len(), steps.len());
    assert_eq!(done["user"]["status"], "DEPROVISIONED");
    let groups = client
        .okta("listUserGroups", json!({"userId": id}))
        .await
        .good();
    let left: Vec<&Value> = groups["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| &group["type"])
        .collect();
    assert!(left.iter().all(|kind| **kind != "OKTA_GROUP"), "{groups:#}");
}

#[tokio::test]
async fn failed_sign_ins_of_a_month_are_counted_by_actor() {
    let world = world().await;
    let client = world.client().await;
    let found = client
        .call(
            "okta_search_log",
            json!({"failedSignIns": true, "hours": 24 * 31}),
        )
        .await
        .good();
    assert!(found["count"].as_u64().unwrap() > 0, "{found:#}");
    let sum: u64 = found["byActor"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g["count"].as_u64().unwrap())
        .sum();
    assert!(sum <= found["count"].as_u64().unwrap());
    assert_eq!(found["byOutcome"][0]["value"], "FAILURE");
    assert_eq!(found["byOutcome"].as_array().unwrap().len(), 1);
    client
        .call("okta_search_log", json!({"hours": 24 * 200}))
        .await
        .bad();
}

#[tokio::test]
async fn what_changed_lately_leaves_sign_ins_out() {
    let world = world().await;
    let client = world.client().await;
    client
        .call(
            "okta_call",
            json!({"operation": "addGroup", "body": {"profile": {"name": "Pilots"}}}),
        )
        .await
        .good();
    let changes = client
        .call("okta_recent_changes", json!({"hours": 1}))
        .await
        .good();
    assert!(changes.to_string().contains("Pilots"), "{changes:#}");
    assert!(
        !changes.to_string().contains("user.session.start"),
        "{changes:#}"
    );
}

#[tokio::test]
async fn who_has_a_second_factor() {
    let world = world().await;
    let client = world.client().await;
    let overview = client.call("okta_mfa_overview", json!({})).await.good();
    let people = overview["people"].as_u64().unwrap();
    assert!(people > 5, "{overview:#}");
    assert!(
        !overview["byFactor"].as_object().unwrap().is_empty(),
        "{overview:#}"
    );
    assert!(overview["withoutCount"].as_u64().unwrap() <= people);
    let login = somebody(&world).await["profile"]["login"].clone();
    let one = client
        .call("okta_mfa_overview", json!({"who": login}))
        .await
        .good();
    assert_eq!(one["people"], 1);
}

#[tokio::test]
async fn a_policy_change_that_is_declined_changes_nothing() {
    let world = world().await;
    let client = world.client_of(NEWEST, Answer::Decline).await;
    let policies = client
        .okta("listPolicies", json!({"type": "OKTA_SIGN_ON"}))
        .await
        .good();
    let policy = &policies["items"][0];
    let call = json!({
        "operation": "replacePolicy",
        "arguments": {"policyId": policy["id"]},
        "body": {"type": "OKTA_SIGN_ON", "name": "Anything goes"},
    });
    let told = client.call("okta_call", call).await.bad();
    assert!(
        told["error"].as_str().unwrap().contains("declined"),
        "{told}"
    );
    assert!(client.asker.questions()[0].contains("Anything goes"));
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_name_that_two_people_have_is_asked_about() {
    let world = world().await;
    let client = world.client().await;
    for email in ["sam1@example.com", "sam2@example.com"] {
        let call =
            json!({"profile": {"firstName": "Samantha", "lastName": "Twin", "email": email}});
        client.call("okta_create_user", call).await.good();
    }
    let told = client
        .call("okta_offboard_user", json!({"who": "Samantha Twin"}))
        .await
        .bad();
    assert_eq!(told["candidates"].as_array().unwrap().len(), 2, "{told:#}");
    client
        .call("okta_offboard_user", json!({"who": "Nobody At All"}))
        .await
        .bad();
}
