//! An org that answers by a description which is newer than the one of `okta-api`: other
//! names for the same operations, lists in envelopes, PATCH.
#![allow(clippy::unwrap_used)]

mod support;

use okta_mock::{Description, NotADescription};
use reqwest::Method;
use serde_json::{Value, json};
use support::World;

/// A description with one of each thing that is newer.
fn newer() -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let answer = |schema: Value| json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}});
    let operation = |id: &str, body: Option<(&str, Value)>, answers: Value| {
        let mut operation = json!({"operationId": id, "tags": ["Newer"], "responses": answers});
        if let Some((content_type, schema)) = body {
            operation["requestBody"] =
                json!({"required": true, "content": {content_type: {"schema": schema}}});
        }
        operation
    };
    let nothing = json!({"204": {"description": ""}});
    let json_of = |name: &str| Some(("application/json", reference(name)));
    let text = json!({"type": "string"});
    let list = |item: Value| json!({"type": "array", "items": item});
    json!({
        "openapi": "3.0.3",
        "paths": {
            "/api/v1/users": {
                "get": operation("findPeople", None, answer(list(reference("Person")))),
            },
            "/api/v1/users/{id}": {
                "get": operation("readPerson", None, answer(reference("Person"))),
            },
            "/api/v1/users/{id}/lifecycle/expire_password_with_temp_password": {
                "post": operation("expire", None, answer(reference("Anything"))),
            },
            "/api/v1/iam/roles": {
                "get": operation("listRoles", None, answer(reference("IamRoles"))),
                "post": operation("createRole", json_of("NewRole"), answer(reference("IamRole"))),
            },
            "/api/v1/iam/roles/{roleIdOrLabel}": {
                "get": operation("getRole", None, answer(reference("IamRole"))),
                "delete": operation("deleteRole", None, nothing.clone()),
            },
            "/api/v1/iam/roles/{roleIdOrLabel}/permissions": {
                "get": operation("listRolePermissions", None, answer(reference("Permissions"))),
            },
            "/api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType}": {
                "post": operation("createRolePermission", None, nothing.clone()),
                "delete": operation("deleteRolePermission", None, nothing.clone()),
            },
            "/api/v1/widgets": {
                "get": operation("listWidgets", None, answer(reference("Widgets"))),
                "post": operation("createWidget", json_of("Widget"), answer(reference("Widget"))),
            },
            "/api/v1/widgets/{widgetId}": {
                "get": operation("getWidget", None, answer(reference("Widget"))),
                "patch": operation(
                    "patchWidget",
                    Some(("application/merge-patch+json", reference("WidgetPatch"))),
                    answer(reference("Widget")),
                ),
                "delete": operation("deleteWidget", None, nothing.clone()),
            },
            "/api/v1/widgets/{widgetId}/lifecycle/activate": {
                "post": operation("activateWidget", None, nothing.clone()),
            },
            "/api/v1/widgets/{widgetId}/lifecycle/deactivate": {
                "post": operation("deactivateWidget", None, nothing),
            },
        },
        "components": {"schemas": {
            "Anything": {"type": "object"},
            "Person": {"type": "object", "properties": {"id": text}},
            "IamRole": {"type": "object", "properties": {"id": text, "label": text}},
            "NewRole": {"type": "object", "required": ["label", "permissions"], "properties": {
                "label": text, "description": text, "permissions": list(text.clone()),
            }},
            "IamRoles": {"type": "object", "properties": {
                "roles": list(reference("IamRole")), "_links": {"type": "object"},
            }},
            "Permission": {"type": "object", "properties": {"label": text}},
            "Permissions": {"type": "object", "properties": {
                "permissions": list(reference("Permission")),
            }},
            "Widget": {"type": "object", "required": ["name"], "properties": {
                "id": {"type": "string", "readOnly": true, "example": "wid1orzg0CHSgPcjZ0g4"},
                "name": text, "note": text, "created": {"type": "string", "readOnly": true},
            }},
            "WidgetPatch": {"type": "object", "properties": {"name": text, "note": text}},
            "Widgets": {"type": "object", "properties": {
                "widgets": list(reference("Widget")), "_links": {"type": "object"},
            }},
        }},
    })
}

async fn world() -> World {
    World::described(&newer()).await
}

async fn send(
    world: &World,
    method: Method,
    path: &str,
    content_type: &str,
    body: Value,
) -> (u16, Value) {
    let mut request = world
        .http
        .request(method, format!("{}{path}", world.org.url()))
        .header("Authorization", format!("SSWS {}", world.org.token()));
    if !body.is_null() {
        request = request
            .header("Content-Type", content_type)
            .body(body.to_string());
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

async fn post(world: &World, path: &str, body: Value) -> (u16, Value) {
    send(world, Method::POST, path, "application/json", body).await
}

async fn get(world: &World, path: &str) -> (u16, Value) {
    send(world, Method::GET, path, "", Value::Null).await
}

#[tokio::test]
async fn what_is_called_otherwise_behaves_as_ever() {
    let world = world().await;
    let (status, people) = get(&world, "/api/v1/users?search=status%20eq%20%22ACTIVE%22").await;
    assert_eq!(status, 200);
    let id = people[0]["id"].as_str().unwrap();
    // A login stands for an id, whatever the parameter is called.
    let login = people[0]["profile"]["login"].as_str().unwrap();
    assert_eq!(
        get(&world, &format!("/api/v1/users/{login}")).await.1["id"],
        id
    );
    let (status, refusal) = get(
        &world,
        "/api/v1/users?filter=profile.department%20eq%20%221%22",
    )
    .await;
    assert_eq!((status, &refusal["errorCode"]), (400, &json!("E0000031")));
    let expire = format!("/api/v1/users/{id}/lifecycle/expire_password_with_temp_password");
    let (status, expired) = post(&world, &expire, Value::Null).await;
    assert!(
        status == 200 && expired["tempPassword"].is_string(),
        "{expired}"
    );
    assert_eq!(
        get(&world, &format!("/api/v1/users/{id}")).await.1["status"],
        "PASSWORD_EXPIRED"
    );
    // What the description does not have is not there.
    assert_eq!(get(&world, "/api/v1/groups").await.0, 404);
    let asked = world.org.journal().of("findPeople");
    assert_eq!(asked.len(), 2, "the journal has the description's names");
}

#[tokio::test]
async fn roles_are_found_by_id_and_by_label_and_listed_in_an_envelope() {
    let world = world().await;
    let role =
        json!({"label": "Auditor", "description": "Reads", "permissions": ["okta.users.read"]});
    let (status, created) = post(&world, "/api/v1/iam/roles", role.clone()).await;
    assert_eq!(status, 200, "{created}");
    let id = created["id"].as_str().unwrap();
    assert!(id.starts_with("cr0"), "{id}");
    assert_eq!(
        post(&world, "/api/v1/iam/roles", role).await.0,
        400,
        "the label is taken"
    );
    // Behind the one that is there from the start.
    assert_eq!(
        get(&world, "/api/v1/iam/roles").await.1["roles"][1]["id"],
        id
    );
    assert_eq!(get(&world, "/api/v1/iam/roles/Auditor").await.1["id"], id);
    let permissions = "/api/v1/iam/roles/Auditor/permissions";
    let more = format!("{permissions}/okta.groups.read");
    assert_eq!(post(&world, &more, Value::Null).await.0, 204);
    let (_, listed) = get(&world, permissions).await;
    let labels: Vec<&Value> = listed["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| &permission["label"])
        .collect();
    assert_eq!(labels, ["okta.users.read", "okta.groups.read"]);
    let delete = async |path: String| send(&world, Method::DELETE, &path, "", Value::Null).await;
    assert_eq!(delete(more).await.0, 204);
    assert_eq!(delete(format!("/api/v1/iam/roles/{id}")).await.0, 204);
    assert_eq!(get(&world, "/api/v1/iam/roles/Auditor").await.0, 404);
    assert_eq!(get(&world, permissions).await.0, 404);
}

#[tokio::test]
async fn every_collection_has_a_store_with_pages_patches_and_a_lifecycle() {
    let world = world().await;
    assert_eq!(
        post(&world, "/api/v1/widgets", json!({"note": "x"}))
            .await
            .0,
        400
    );
    let mut ids = Vec::new();
    for name in ["one", "two", "three"] {
        let (status, widget) = post(
            &world,
            "/api/v1/widgets",
            json!({"name": name, "note": "x"}),
        )
        .await;
        assert_eq!(status, 200, "{widget}");
        ids.push(widget["id"].as_str().unwrap().to_owned());
    }
    assert!(ids[0].starts_with("wid"), "as the example has it: {ids:?}");
    // Two pages, linked in the body, with the one that is there from the start.
    let (_, first) = get(&world, "/api/v1/widgets?limit=2").await;
    assert_eq!(first["widgets"].as_array().unwrap().len(), 2);
    let next = first["_links"]["next"]["href"].as_str().unwrap();
    let next = next.strip_prefix(world.org.url()).unwrap();
    let (_, second) = get(&world, next).await;
    assert_eq!(second["widgets"][0]["name"], "two");
    assert_eq!(second["widgets"][1]["name"], "three");
    assert!(second["_links"].get("next").is_none(), "{second}");

    let path = format!("/api/v1/widgets/{}", ids[0]);
    let patch = "application/merge-patch+json";
    let change = json!({"name": "uno", "note": null});
    let (status, patched) = send(&world, Method::PATCH, &path, patch, change).await;
    assert_eq!(
        (status, &patched["name"]),
        (200, &json!("uno")),
        "{patched}"
    );
    assert!(patched["note"].is_null(), "{patched}");
    let wrong = json!({"name": 1});
    assert_eq!(
        send(&world, Method::PATCH, &path, patch, wrong).await.0,
        400
    );
    for (verb, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
        let step = format!("{path}/lifecycle/{verb}");
        assert_eq!(post(&world, &step, Value::Null).await.0, 204);
        assert_eq!(get(&world, &path).await.1["status"], status);
    }
    assert_eq!(
        send(&world, Method::DELETE, &path, "", Value::Null).await.0,
        204
    );
    assert_eq!(get(&world, &path).await.0, 404);
}

#[test]
fn what_is_no_description_is_refused() {
    let swagger = json!({"swagger": "2.0"});
    assert_eq!(
        Description::load(&swagger).unwrap_err(),
        NotADescription::NoPaths
    );
    let empty = json!({"openapi": "3.0.0", "paths": {"/a": {"get": {}}}});
    assert_eq!(
        Description::load(&empty).unwrap_err(),
        NotADescription::NoOperations
    );
}
