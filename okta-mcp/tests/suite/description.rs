//! Operations of another release: whatever the generator emits can be found, described and
//! called.

use okta_mcp::{catalogue::Catalogue, org::Scopes};
use serde_json::json;

use crate::support::{Answer, NEWEST, Setup};

/// A release with operations that this program was not built with.
fn newer() -> Catalogue {
    let operation = |id: &str, summary: &str, class: &str| {
        json!({
            "operationId": id, "summary": summary, "tags": ["Realm"], "x-okta-class": class,
            "security": [{"apiToken": []}, {"oauth2": ["okta.realms.manage"]}],
            "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Realm"}}}}},
        })
    };
    let mut create = operation("createRealm", "Create a realm", "write");
    create["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Realm"}}}});
    let mut get = operation("getRealm", "Retrieve a realm", "read");
    let id =
        json!([{"name": "realmId", "in": "path", "required": true, "schema": {"type": "string"}}]);
    get["parameters"] = id.clone();
    let mut delete = operation("deleteRealm", "Delete a realm", "destroy");
    delete["parameters"] = id.clone();
    let mut unknown = operation(
        "transmogrifyRealm",
        "Transmogrify a realm",
        "not-invented-yet",
    );
    unknown["parameters"] = id;
    create["x-okta-lifecycle"] =
        json!({"lifecycle": "GA", "isGenerallyAvailable": true, "SKUs": []});
    get["x-okta-lifecycle"] = json!({"lifecycle": "EA", "isGenerallyAvailable": false, "SKUs": []});
    delete["x-okta-lifecycle"] =
        json!({"lifecycle": "GA", "isGenerallyAvailable": true, "SKUs": ["Okta Identity Engine"]});
    unknown["deprecated"] = json!(true);
    let mut bindings = operation("listRealmBindings", "List bindings", "read");
    bindings["responses"]["200"]["content"]["application/json"]["schema"] = json!({
        "type": "object",
        "properties": {"bindings": {"type": "array", "items": {"$ref": "#/components/schemas/Realm"}}, "_links": {"type": "object"}},
    });
    bindings["security"] = json!([{"oauth2": ["okta.realms.read", "okta.roles.read"]}]);
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "Okta", "version": "2031.01.0"},
        "paths": {
            "/api/v1/realms": {"post": create},
            "/api/v1/realms/{realmId}": {"get": get, "delete": delete},
            "/api/v1/realms/{realmId}/transmogrify": {"post": unknown},
            "/api/v1/realms/bindings": {"get": bindings},
        },
        "components": {"schemas": {"Realm": {"type": "object", "properties": {
            "id": {"type": "string", "readOnly": true},
            "profile": {"type": "object", "properties": {"name": {"type": "string"}}},
        }}}},
    });
    Catalogue::from_json(&document.to_string()).unwrap()
}

#[tokio::test]
async fn a_newer_release_is_served_like_the_built_in_one() {
    let setup = Setup {
        catalogue: Some(newer()),
        allow: vec!["realms:write"],
        ..Setup::default()
    };
    let world = setup.start().await;
    let client = world.client_of(NEWEST, Answer::Decline).await;
    let found = client
        .call("okta_search", json!({"intent": "make a new realm"}))
        .await
        .good();
    assert_eq!(found["operations"][0]["operation"], "createRealm");
    let described = client
        .call("okta_describe", json!({"operation": "createRealm"}))
        .await
        .good();
    assert_eq!(described["body"]["profile"]["name"], "string");
    assert_eq!(described["scopes"], json!(["okta.realms.manage"]));
    // The embedded org does not know realms, but it is asked.
    let told = client
        .call(
            "okta_call",
            json!({"operation": "createRealm", "body": {"profile": {"name": "x"}}}),
        )
        .await
        .bad();
    assert_eq!(told["status"], 404, "{told}");
    assert_eq!(world.writes(), ["POST /api/v1/realms"]);
    // What is not opened, and what is of no class that is known here, is not done.
    for operation in ["deleteRealm", "transmogrifyRealm"] {
        let told = client.okta(operation, json!({"realmId": "r"})).await.bad();
        assert!(
            told["error"].as_str().unwrap().contains("destroy"),
            "{told}"
        );
    }
    assert_eq!(world.writes().len(), 1);
    let status = client.call("okta_status", json!({})).await.good();
    assert_eq!(status["description"]["release"], "2031.01.0");
}

#[test]
fn a_list_in_an_envelope_is_a_list() {
    let catalogue = newer();
    let bindings = catalogue.find("listRealmBindings").unwrap();
    assert_eq!(bindings.envelope.as_deref(), Some("bindings"));
    assert!(bindings.is_list());
}

#[test]
fn scopes_that_are_needed_together_are_all_needed() {
    let catalogue = newer();
    let bindings = catalogue.find("listRealmBindings").unwrap();
    for (granted, missing) in [
        (vec!["okta.realms.read", "okta.roles.manage"], None),
        (vec!["okta.realms.manage"], Some("okta.roles.read")),
        (vec!["okta.roles.read"], Some("okta.realms.read")),
    ] {
        assert_eq!(Scopes::of(granted).missing(bindings), missing);
    }
}

#[test]
fn what_some_orgs_do_not_have_can_be_left_out() {
    let catalogue = newer().generally_available().unwrap();
    let ids: Vec<&str> = catalogue
        .operations()
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(ids, ["createRealm", "listRealmBindings"]);
    assert!(catalogue.find("createRealm").is_some());
    assert!(catalogue.find("getRealm").is_none());
}

#[test]
fn a_file_that_describes_nothing_is_refused() {
    for text in ["{}", "[]", "{\"paths\": {}}", "not json"] {
        assert!(Catalogue::from_json(text).is_err(), "{text}");
    }
}
