//! What a description alone tells of operations that no handler knows, and what clients of
//! Okta expect of some that came later: an excerpt of a description, made by hand.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::{World, error, id};

/// Operations: a method, a path below `/api/v1/`, the schema of the body and that of the
/// answer (empty for none), and the status of a success.
const OPERATIONS: &[(&str, &str, &str, &str, u16)] = &[
    ("get", "sources/{sourceId}/sessions", "", "[Session]", 200),
    (
        "post",
        "sources/{sourceId}/sessions",
        "Session",
        "Session",
        201,
    ),
    (
        "get",
        "sources/{sourceId}/sessions/{sessionId}",
        "",
        "Session",
        200,
    ),
    ("get", "groups", "", "[Anything]", 200),
    ("get", "groups/{groupId}/owners", "", "[Owner]", 200),
    ("post", "groups/{groupId}/owners", "Owner", "Owner", 201),
    ("delete", "groups/{groupId}/owners/{ownerId}", "", "", 204),
    ("get", "things", "", "[Thing]", 200),
    ("post", "things", "Thing", "Thing", 200),
    ("get", "things/{thingId}", "", "Thing", 200),
    ("post", "things/{thingId}", "Thing", "Thing", 200),
    ("put", "things/{thingId}", "Thing", "Thing", 200),
    ("get", "things/{thingId}/look", "", "Thing", 200),
    ("put", "things/{thingId}/look", "Thing", "Thing", 200),
    ("delete", "things/{thingId}/look", "", "", 204),
    ("get", "agentPools", "", "[Anything]", 200),
    ("get", "agentPools/{poolId}/updates", "", "[Anything]", 200),
    (
        "post",
        "agentPools/{poolId}/updates",
        "Anything",
        "Anything",
        201,
    ),
    (
        "get",
        "agentPools/{poolId}/updates/settings",
        "",
        "Anything",
        200,
    ),
    (
        "post",
        "agentPools/{poolId}/updates/settings",
        "Anything",
        "Anything",
        200,
    ),
    (
        "get",
        "authorizationServers/{id}/associatedServers",
        "",
        "[Anything]",
        200,
    ),
    (
        "post",
        "authorizationServers/{id}/associatedServers",
        "Anything",
        "[Anything]",
        200,
    ),
    (
        "delete",
        "authorizationServers/{id}/associatedServers/{other}",
        "",
        "",
        204,
    ),
    ("post", "authorizationServers", "Anything", "Anything", 201),
    ("get", "authorizationServers", "", "[Anything]", 200),
    ("get", "org/captcha", "", "Anything", 200),
    ("put", "org/captcha", "Anything", "Anything", 200),
    ("delete", "org/captcha", "", "", 204),
    ("get", "meta/uischemas", "", "[Anything]", 200),
    ("delete", "meta/uischemas/{id}", "", "", 204),
    ("get", "principal-rate-limits", "", "[Anything]", 200),
    (
        "post",
        "apps/{appId}/credentials/jwks",
        "Anything",
        "Anything",
        201,
    ),
    ("get", "apps", "", "[Anything]", 200),
    ("post", "policies", "Anything", "Anything", 200),
    ("get", "policies/{policyId}", "", "Anything", 200),
    ("delete", "policies/{policyId}", "", "", 204),
    ("post", "policies/{policyId}/clone", "", "Anything", 200),
    (
        "post",
        "policies/{policyId}/mappings",
        "Anything",
        "Anything",
        200,
    ),
    ("get", "policies/{policyId}/rules", "", "[Anything]", 200),
    ("get", "brands", "", "[Anything]", 200),
    ("get", "brands/{brandId}/pages/error", "", "Anything", 200),
    (
        "get",
        "brands/{brandId}/pages/error/customized",
        "",
        "Page",
        200,
    ),
    (
        "put",
        "brands/{brandId}/pages/error/customized",
        "Page",
        "Page",
        200,
    ),
    (
        "put",
        "brands/{brandId}/pages/sign-in/preview",
        "Page",
        "Page",
        200,
    ),
    (
        "delete",
        "brands/{brandId}/pages/error/customized",
        "",
        "",
        204,
    ),
    (
        "get",
        "brands/{brandId}/pages/sign-in/widget-versions",
        "",
        "[Text]",
        200,
    ),
    ("get", "iam/resource-sets", "", "Sets", 200),
    ("post", "iam/resource-sets", "Anything", "Anything", 200),
    (
        "get",
        "iam/resource-sets/{setId}/resources",
        "",
        "Resources",
        200,
    ),
    (
        "post",
        "iam/resource-sets/{setId}/resources",
        "Anything",
        "Anything",
        200,
    ),
];

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn description() -> Value {
    let mut paths = json!({});
    for (method, path, body, answer, status) in OPERATIONS {
        let content = |name: &str| {
            let schema = match name.strip_prefix('[') {
                Some(name) => json!({
                    "type": "array", "items": reference(name.trim_end_matches(']')) }),
                None => reference(name),
            };
            json!({ "application/json": { "schema": schema } })
        };
        let mut response = json!({ "description": "" });
        if !answer.is_empty() {
            response["content"] = content(answer);
        }
        let mut operation = json!({
            "operationId": format!("{method} {path}"), "tags": ["Described"],
            "responses": { status.to_string(): response },
        });
        if !body.is_empty() {
            operation["requestBody"] = json!({ "content": content(body) });
        }
        paths[format!("/api/v1/{path}")][*method] = operation;
    }
    let only_okta = json!({ "type": "string", "readOnly": true });
    let text = json!({ "type": "string" });
    let list = |name: &str| {
        json!({ "type": "object", "properties": {
            name: { "type": "array", "items": reference("Anything") }, "_links": {} } })
    };
    json!({ "openapi": "3.0.3", "paths": paths, "components": { "schemas": {
        "Anything": { "type": "object", "properties": {
            "id": only_okta, "name": text, "label": text } },
        "Text": text,
        "Page": { "type": "object", "properties": { "pageContent": text,
            "widgetCustomizations": { "type": "object", "properties": {
                "helpLabel": text, "showUserIdentifier": { "type": "boolean" } } } } },
        "Sets": list("resource-sets"),
        "Resources": list("resources"),
        "Session": { "type": "object", "properties": {
            "id": only_okta, "sourceId": text, "secret": only_okta, "note": text,
            "status": { "type": "string", "enum": ["CLOSED", "CREATED"] } } },
        "Owner": { "type": "object", "properties": { "id": text, "type": text } },
        "Thing": { "type": "object", "required": ["name", "size"], "properties": {
            "id": only_okta, "name": text, "size": { "type": "integer" }, "color": text } },
    } } })
}

async fn world() -> World {
    World::described(&description()).await
}

async fn first(world: &World, list: &str) -> String {
    id(&world.get(&format!("/api/v1/{list}")).await.1[0]).to_owned()
}

#[tokio::test]
async fn a_new_member_has_what_only_okta_sets_and_what_it_belongs_to() {
    let world = world().await;
    let sessions = "/api/v1/sources/0oa1/sessions";
    let (status, session) = world.post(sessions, &json!({})).await;
    assert_eq!(status, 201, "the status of the description");
    assert_eq!(session["sourceId"], "0oa1");
    assert_eq!(session["status"], "CREATED");
    assert!(session["secret"].is_string());
    assert!(session.get("note").is_none(), "nobody gave it");
    let (_, another) = world.post(sessions, &json!({})).await;
    assert_ne!(session["secret"], another["secret"]);
    let own = format!("{sessions}/{}", id(&session));
    assert_eq!(world.get(&own).await.1["secret"], session["secret"]);
}

#[tokio::test]
async fn what_stands_for_something_else_has_its_id() {
    let world = world().await;
    let owners = format!("/api/v1/groups/{}/owners", first(&world, "groups").await);
    let user = json!({ "id": "00u1", "type": "USER" });
    assert_eq!(world.post(&owners, &user).await.1["id"], "00u1");
    assert_eq!(world.delete(&format!("{owners}/00u1")).await.0, 204);
}

#[tokio::test]
async fn a_part_is_taken_where_a_part_is_changed() {
    let world = world().await;
    let things = "/api/v1/things";
    let refused = world.post(things, &json!({ "name": "t" })).await;
    let blank = ["size: The field cannot be left blank"];
    assert_eq!(error(&refused).2, blank);
    let body = json!({ "name": "t", "size": 1 });
    let (_, thing) = world.post(things, &body).await;
    let own = format!("{things}/{}", id(&thing));
    let (_, changed) = world.post(&own, &json!({ "color": "red" })).await;
    assert_eq!(
        (&changed["name"], &changed["color"]),
        (&"t".into(), &"red".into())
    );
    let refused = world.put(&own, &json!({ "name": "t" })).await;
    assert_eq!(error(&refused).2, blank);
}

#[tokio::test]
async fn settings_that_were_deleted_are_gone() {
    let world = world().await;
    let body = json!({ "name": "t", "size": 1 });
    let thing = world.post("/api/v1/things", &body).await.1;
    let look = format!("/api/v1/things/{}/look", id(&thing));
    assert_eq!(world.put(&look, &body).await.0, 200);
    assert_eq!(world.delete(&look).await.0, 204);
    assert_eq!(world.get(&look).await.0, 404);
    assert_eq!(world.put(&look, &body).await.0, 200);
    assert_eq!(world.get(&look).await.1["size"], 1);
}

#[tokio::test]
async fn what_an_update_of_agents_is_of_follows_from_the_pool() {
    let world = world().await;
    let pool = first(&world, "agentPools").await;
    let updates = format!("/api/v1/agentPools/{pool}/updates");
    let (status, update) = world.post(&updates, &json!({ "enabled": true })).await;
    assert_eq!((status, &update["agentType"]), (201, &"AD".into()));
    let settings = format!("{updates}/settings");
    let changes = json!({ "continueOnError": true });
    let (_, changed) = world.post(&settings, &changes).await;
    assert_eq!(changed["continueOnError"], true);
    assert_eq!(changed["poolId"], pool.as_str());

    // As recorded: nobody asks whether there is a pool before listing, or making, updates.
    let nowhere = "/api/v1/agentPools/nowhere/updates";
    assert_eq!(world.get(nowhere).await, (200, json!([])));
    let refused = world.post(nowhere, &json!({ "enabled": true })).await;
    let causes = ["name", "agentType", "agentList"];
    let causes = causes.map(|name| format!("errors in the field: {name}"));
    assert_eq!(error(&refused).0, 400);
    assert_eq!(error(&refused).2, causes);
    let settings = world.get(&format!("{nowhere}/settings")).await;
    assert_eq!(error(&settings).1, "E0000007");
}

#[tokio::test]
async fn servers_trust_servers() {
    let world = world().await;
    let servers = "/api/v1/authorizationServers";
    let body = json!({ "name": "s", "audiences": ["api://s"] });
    let server = world.post(servers, &body).await.1;
    let trusted = first(&world, "authorizationServers").await;
    let associated = format!("{servers}/{}/associatedServers", id(&server));
    let body = json!({ "trusted": [trusted] });
    let (_, answer) = world.post(&associated, &body).await;
    assert_eq!(id(&answer[0]), trusted);
    assert!(answer[0]["audiences"].is_array(), "the server itself");
    assert_eq!(world.get(&associated).await.1, answer);
    let strangers = format!("{associated}?trusted=false");
    assert_eq!(world.get(&strangers).await.1, json!([]));
    let one = format!("{associated}/{trusted}");
    assert_eq!(world.delete(&one).await.0, 204);
    assert_eq!(world.get(&associated).await.1, json!([]));
    assert_eq!(id(&world.get(&strangers).await.1[0]), trusted);
    let nobody = world
        .post(&associated, &json!({ "trusted": ["ausx"] }))
        .await;
    assert_eq!(error(&nobody).1, "E0000007");
}

#[tokio::test]
async fn an_org_shows_no_captcha_until_it_is_told() {
    let world = world().await;
    let shown = "/api/v1/org/captcha";
    let none = |settings: &Value| {
        assert_eq!(settings["captchaId"], Value::Null);
        assert_eq!(settings["enabledPages"], json!([]));
    };
    none(&world.get(shown).await.1);
    let (_, told) = world.put(shown, &json!({ "captchaId": "cap1" })).await;
    assert_eq!(told["captchaId"], "cap1");
    assert_eq!(world.delete(shown).await.0, 204);
    none(&world.get(shown).await.1);
}

#[tokio::test]
async fn some_refusals_are_as_recorded() {
    let world = world().await;
    let gone = world.delete("/api/v1/meta/uischemas/nobody").await;
    assert_eq!(gone.0, 204);
    let limits = "/api/v1/principal-rate-limits";
    for filter in ["", "?filter=principalId%20eq%20%22x%22"] {
        let refused = world.get(&format!("{limits}{filter}")).await;
        let summary = "Api validation failed: principalRateLimitMediated";
        assert_eq!(refused.1["errorSummary"], summary);
    }
    let keys = format!(
        "/api/v1/apps/{}/credentials/jwks",
        first(&world, "apps").await
    );
    let key = json!({ "kty": "RSA", "use": "sig", "kid": "k", "n": "AQAB", "e": "AQAB" });
    let short = world.post(&keys, &key).await;
    assert!(error(&short).2[0].contains("2,048"), "{}", short.1);
}

#[tokio::test]
async fn a_policy_is_copied_with_its_rules() {
    let world = world().await;
    let body = json!({ "type": "ACCESS_POLICY", "name": "p", "status": "ACTIVE" });
    let (_, policy) = world.post("/api/v1/policies", &body).await;
    let own = format!("/api/v1/policies/{}", id(&policy));
    let (_, copy) = world.post(&format!("{own}/clone"), &Value::Null).await;
    assert_eq!(copy["name"], "[cloned] p");
    assert_ne!(copy["id"], policy["id"]);
    let copied = format!("/api/v1/policies/{}", id(&copy));
    let rules = world.get(&format!("{copied}/rules")).await.1;
    assert_eq!(rules.as_array().unwrap().len(), 1);
    let mapping = json!({ "resourceId": "0oa1", "resourceType": "ACCESS_POLICY" });
    let mapped = world.post(&format!("{own}/mappings"), &mapping).await;
    assert_eq!(error(&mapped).0, 400);
    assert_eq!(world.delete(&copied).await.0, 204);
    assert_eq!(world.get(&own).await.0, 200);
}

#[tokio::test]
async fn a_brand_shows_okta_s_pages_until_it_has_its_own() {
    let world = world().await;
    let pages = format!("/api/v1/brands/{}/pages", first(&world, "brands").await);
    let all = format!("{pages}/error?expand=default,customized,customizedUrl");
    let (_, page) = world.get(&all).await;
    let html = page["_embedded"]["default"]["pageContent"]
        .as_str()
        .unwrap();
    assert!(html.contains("<html>") && html.contains("{{errorSummary}}"));
    let own = format!("{pages}/error/customized");
    assert_eq!(world.get(&own).await.0, 404);
    let body = json!({ "pageContent": "<html></html>" });
    let (_, customized) = world.put(&own, &body).await;
    assert_eq!(customized["pageContent"], body["pageContent"]);
    let embedded = &world.get(&all).await.1["_embedded"];
    assert_eq!(embedded["customized"], customized);
    assert!(embedded["customizedUrl"].as_str().unwrap().ends_with(&own));
    assert_eq!(world.delete(&own).await.0, 204);
    assert_eq!(world.get(&own).await.0, 404);
    let preview = format!("{pages}/sign-in/preview");
    let body = json!({ "widgetCustomizations": {} });
    assert_eq!(
        world.put(&preview, &body).await.1,
        json!({ "pageContent": null, "widgetCustomizations": {
            "helpLabel": null, "showUserIdentifier": true } })
    );
    let (_, versions) = world.get(&format!("{pages}/sign-in/widget-versions")).await;
    assert!(versions.as_array().unwrap().contains(&"^7".into()));
}

#[tokio::test]
async fn what_lies_in_a_resource_set_is_named() {
    let world = world().await;
    let sets = "/api/v1/iam/resource-sets";
    let (_, all) = world.get(sets).await;
    assert_eq!(all["resource-sets"][0]["id"], "WORKFLOWS_IAM_POLICY");
    let body = json!({ "label": "s", "resources": [] });
    let set = world.post(sets, &body).await.1;
    let resources = format!("{sets}/{}/resources", id(&set));
    let app = first(&world, "apps").await;
    let base = world.org.url();
    for (path, end) in [
        ("users", ":users".to_owned()),
        ("groups/00g1", ":groups:00g1".to_owned()),
        (
            "groups/00g1/users",
            ":groups:00g1:contained_users".to_owned(),
        ),
        (&format!("apps/{app}"), format!(":{app}")),
    ] {
        let url = format!("{base}/api/v1/{path}");
        let conditions = json!({ "Exclude": { "okta:ORN": [] } });
        let body = json!({ "resourceOrnOrUrl": url, "conditions": conditions });
        let (_, added) = world.post(&resources, &body).await;
        assert!(added["orn"].as_str().unwrap().ends_with(&end), "{added}");
        assert_eq!(added["conditions"], conditions);
    }
    let (_, list) = world.get(&resources).await;
    let link = list["_links"]["resource-set"]["href"].as_str().unwrap();
    assert!(link.ends_with(id(&set)), "{list}");
}
