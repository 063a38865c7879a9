//! What came after the description that `okta-api` is generated from behaves as recorded: an
//! excerpt of a newer description, made by hand.
#![allow(clippy::unwrap_used)]

mod support;

use okta_mock::Description;
use reqwest::Method;
use serde_json::{Value, json};
use support::{World, error, id};

/// A collection below `/api/v1/`: the parameter of its members, and what may be done with
/// them besides listing, making and reading.
const COLLECTIONS: &[(&str, &str, &[&str])] = &[
    ("agentPools", "poolId", &[]),
    (
        "agentPools/{poolId}/updates",
        "updateId",
        &["post", "delete"],
    ),
    ("api-tokens", "apiTokenId", &["delete"]),
    ("authenticators", "authenticatorId", &["put"]),
    ("behaviors", "behaviorId", &["put", "delete", "lifecycle"]),
    ("brands", "brandId", &["put", "delete"]),
    ("brands/{brandId}/themes", "themeId", &["put"]),
    ("captchas", "captchaId", &["put", "post", "delete"]),
    ("device-assurances", "deviceAssuranceId", &["put", "delete"]),
    ("devices", "deviceId", &["delete"]),
    ("email-domains", "emailDomainId", &["put", "delete"]),
    ("email-servers", "emailServerId", &["patch", "delete"]),
    ("hook-keys", "id", &["put", "delete"]),
    (
        "iam/resource-sets",
        "resourceSetIdOrLabel",
        &["put", "delete"],
    ),
    (
        "iam/resource-sets/{resourceSetIdOrLabel}/bindings",
        "roleIdOrLabel",
        &["delete"],
    ),
    (
        "iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members",
        "memberId",
        &["delete"],
    ),
    (
        "iam/resource-sets/{resourceSetIdOrLabel}/resources",
        "resourceId",
        &["put", "delete"],
    ),
    ("iam/roles", "roleIdOrLabel", &["put", "delete"]),
    (
        "iam/roles/{roleIdOrLabel}/permissions",
        "permissionType",
        &["delete"],
    ),
    ("logStreams", "logStreamId", &["put", "delete", "lifecycle"]),
    ("meta/uischemas", "id", &["put", "delete"]),
    ("principal-rate-limits", "principalRateLimitId", &["put"]),
    ("push-providers", "pushProviderId", &["put", "delete"]),
    (
        "realm-assignments",
        "assignmentId",
        &["put", "delete", "lifecycle"],
    ),
    ("realms", "realmId", &["put", "delete"]),
    ("widgets", "widgetId", &["delete"]),
    ("widgets/{widgetId}/parts", "partId", &["delete"]),
];

/// The collections whose new members are told of by 201.
const CREATED: &[&str] = &[
    "brands",
    "captchas",
    "email-servers",
    "principal-rate-limits",
    "realm-assignments",
];

/// What is one request each: a method, a path, and whether it answers something.
const OTHERS: &[(&str, &str, bool)] = &[
    (
        "post",
        "agentPools/{poolId}/updates/{updateId}/activate",
        true,
    ),
    ("post", "agentPools/{poolId}/updates/{updateId}/pause", true),
    (
        "post",
        "agentPools/{poolId}/updates/{updateId}/resume",
        true,
    ),
    ("post", "agentPools/{poolId}/updates/{updateId}/stop", true),
    ("post", "devices/{deviceId}/lifecycle/activate", false),
    ("post", "devices/{deviceId}/lifecycle/deactivate", false),
    ("post", "devices/{deviceId}/lifecycle/suspend", false),
    ("post", "devices/{deviceId}/lifecycle/unsuspend", false),
    ("get", "devices/{deviceId}/users", true),
    ("post", "email-domains/{emailDomainId}/verify", true),
    ("get", "hook-keys/public/{keyId}", true),
    (
        "patch",
        "iam/resource-sets/{resourceSetIdOrLabel}/resources",
        true,
    ),
    (
        "patch",
        "iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members",
        true,
    ),
    (
        "post",
        "iam/roles/{roleIdOrLabel}/permissions/{permissionType}",
        false,
    ),
    ("get", "authenticators/{authenticatorId}/methods", true),
    (
        "get",
        "authenticators/{authenticatorId}/methods/{methodType}",
        true,
    ),
    (
        "put",
        "authenticators/{authenticatorId}/methods/{methodType}",
        true,
    ),
    (
        "post",
        "authenticators/{authenticatorId}/methods/{methodType}/lifecycle/activate",
        true,
    ),
    (
        "post",
        "authenticators/{authenticatorId}/methods/{methodType}/lifecycle/deactivate",
        true,
    ),
    ("get", "rate-limit-settings/warning-threshold", true),
    ("put", "rate-limit-settings/warning-threshold", true),
    (
        "post",
        "users/{id}/lifecycle/expire_password_with_temp_password",
        true,
    ),
];

fn description() -> Value {
    let secret = json!({ "type": "string", "writeOnly": true });
    let text = json!({ "type": "string" });
    let anything = json!({ "type": "object", "properties": {
        "id": text, "name": text, "label": text, "status": text, "secretKey": secret,
        "password": secret, "configuration": { "type": "object", "properties": {
            "keyId": text, "tokenSigningKey": secret } },
    } });
    let schema = json!({ "$ref": "#/components/schemas/Anything" });
    let mut paths = json!({});
    let mut add = |method: &str, path: &str, schema: Option<Value>| {
        let mut operation = json!({ "operationId": format!("{method} {path}"), "tags": ["Newer"],
            "responses": { "204": { "description": "" } } });
        if let Some(schema) = schema {
            let content = json!({ "application/json": { "schema": schema } });
            let created = method == "post" && CREATED.contains(&path);
            let status = if created { "201" } else { "200" };
            operation["responses"] = json!({ status: { "description": "", "content": content } });
        }
        if matches!(method, "post" | "put" | "patch") && !path.contains("lifecycle") {
            let content = json!({ "application/json": { "schema": {
                "$ref": "#/components/schemas/Anything" } } });
            operation["requestBody"] = json!({ "content": content });
        }
        paths[format!("/api/v1/{path}")][method] = operation;
    };
    for (collection, id, more) in COLLECTIONS {
        let list = match collection.split('/').next_back() {
            Some(name) if collection.starts_with("iam/") => {
                json!({ "type": "object", "properties": {
                    name: { "type": "array", "items": schema.clone() }, "_links": {} } })
            }
            _ => json!({ "type": "array", "items": schema.clone() }),
        };
        add("get", collection, Some(list));
        add("post", collection, Some(schema.clone()));
        let member = format!("{collection}/{{{id}}}");
        add("get", &member, Some(schema.clone()));
        for what in *more {
            match *what {
                "lifecycle" => {
                    for verb in ["activate", "deactivate"] {
                        let path = format!("{member}/lifecycle/{verb}");
                        add("post", &path, Some(schema.clone()));
                    }
                }
                "delete" => add("delete", &member, None),
                method => add(method, &member, Some(schema.clone())),
            }
        }
    }
    for (method, path, answers) in OTHERS {
        let list = path.ends_with("/methods") || path.ends_with("/users");
        let schema = match list {
            true => json!({ "type": "array", "items": schema.clone() }),
            false => schema.clone(),
        };
        add(method, path, answers.then_some(schema));
    }
    json!({ "openapi": "3.0.3", "paths": paths,
        "components": { "schemas": { "Anything": anything } } })
}

async fn world() -> World {
    World::described(&description()).await
}

async fn ask(world: &World, method: Method, path: &str, body: Value) -> (u16, Value) {
    let body = (!body.is_null()).then_some(&body);
    world.answer(method, &format!("/api/v1/{path}"), body).await
}

async fn post(world: &World, path: &str, body: Value) -> (u16, Value) {
    ask(world, Method::POST, path, body).await
}

async fn get(world: &World, path: &str) -> (u16, Value) {
    ask(world, Method::GET, path, Value::Null).await
}

async fn delete(world: &World, path: &str) -> u16 {
    ask(world, Method::DELETE, path, Value::Null).await.0
}

#[tokio::test]
async fn a_resource_set_holds_resources_and_binds_roles_to_members() {
    let world = world().await;
    let sets = "iam/resource-sets";
    let refused = post(&world, sets, json!({ "description": "d" })).await;
    let expected = (400, "E0000001", vec!["label: Label must be specified"]);
    assert_eq!(error(&refused), expected);
    let app = "orn:okta:idp:00o1:apps:bookmark:0oa1";
    let body = json!({ "label": "Sales", "description": "d", "resources": [app] });
    let (status, set) = post(&world, sets, body.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(
        post(&world, sets, body).await.0,
        400,
        "a label is taken once"
    );
    let own = format!("{sets}/{}", id(&set));
    // By its label, too.
    assert_eq!(
        get(&world, &format!("{sets}/Sales")).await.1["id"],
        set["id"]
    );
    let (_, resources) = get(&world, &format!("{own}/resources")).await;
    let resource = &resources["resources"][0];
    assert_eq!(resource["orn"], app);
    let url = |path: &str| format!("{}/api/v1/{path}", world.org.url());
    assert_eq!(resource["_links"]["self"]["href"], url("apps/0oa1"));
    let more = json!({ "additions": [url("groups/00g1")] });
    let resources_path = format!("{own}/resources");
    let added = ask(&world, Method::PATCH, &resources_path, more).await;
    assert_eq!((added.0, &added.1["id"]), (200, &set["id"]));
    let (_, resources) = get(&world, &resources_path).await;
    assert_eq!(resources["resources"].as_array().unwrap().len(), 2);
    let one = format!("{resources_path}/{}", id(&resources["resources"][1]));
    assert_eq!(delete(&world, &one).await, 204);

    let (_, role) = post(
        &world,
        "iam/roles",
        json!({ "label": "Helper", "permissions": ["okta.users.read"] }),
    )
    .await;
    let taken = post(
        &world,
        "iam/roles",
        json!({ "label": "Helper", "permissions": [] }),
    )
    .await;
    let cause = "label: There is already an admin role with this name.";
    assert_eq!(error(&taken).2, [cause]);
    let bindings = format!("{own}/bindings");
    let nobody = post(
        &world,
        &bindings,
        json!({ "role": "cr0nobody", "members": [] }),
    )
    .await;
    let summary = "Not found: Resource not found: cr0nobody (CustomRole)";
    assert_eq!(nobody.1["errorSummary"], summary);
    let members = [url("users/00u1"), url("groups/00g1")];
    let bound = post(
        &world,
        &bindings,
        json!({ "role": role["id"], "members": [members[0]] }),
    )
    .await;
    assert_eq!((bound.0, &bound.1["id"]), (200, &role["id"]));
    let of_role = format!("{bindings}/{}/members", id(&role));
    ask(
        &world,
        Method::PATCH,
        &of_role,
        json!({ "additions": [members[1]] }),
    )
    .await;
    let (_, listed) = get(&world, &of_role).await;
    let hrefs: Vec<&Value> = listed["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| &member["_links"]["self"]["href"])
        .collect();
    assert_eq!(hrefs, [&json!(members[0]), &json!(members[1])]);
    let member = format!("{of_role}/{}", id(&listed["members"][0]));
    assert_eq!(delete(&world, &member).await, 204);
    assert_eq!(
        delete(&world, &format!("{bindings}/{}", id(&role))).await,
        204
    );
    let gone = get(&world, &format!("{sets}/iamnobody/resources")).await;
    let summary = "Not found: Resource not found: iamnobody (IAMPolicy)";
    assert_eq!(gone.1["errorSummary"], summary);
}

#[tokio::test]
async fn a_role_has_permissions_that_come_and_go() {
    let world = world().await;
    let body = json!({ "label": "Reader", "permissions": ["okta.users.read"] });
    let (_, role) = post(&world, "iam/roles", body).await;
    let permissions = format!("iam/roles/{}/permissions", id(&role));
    let apps = format!("{permissions}/okta.apps.read");
    assert_eq!(post(&world, &apps, json!({})).await.0, 204);
    let (_, permission) = get(&world, &apps).await;
    assert_eq!(permission["label"], "okta.apps.read");
    let own = permission["_links"]["role"]["href"].as_str().unwrap();
    assert!(own.ends_with(&format!("/iam/roles/{}", id(&role))), "{own}");
    assert_eq!(delete(&world, &apps).await, 204);
    let (_, left) = get(&world, &permissions).await;
    assert_eq!(left["permissions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn devices_take_the_steps_that_their_status_allows_and_tell_who_uses_them() {
    let world = world().await;
    let (_, devices) = get(&world, "devices").await;
    let active = devices.as_array().unwrap();
    let active = active
        .iter()
        .find(|device| device["status"] == "ACTIVE")
        .unwrap();
    let own = format!("devices/{}", id(active));
    let (_, users) = get(&world, &format!("{own}/users")).await;
    assert_eq!(users[0]["managementStatus"], "NOT_MANAGED");
    assert!(users[0]["user"]["profile"]["login"].is_string());
    for (step, status, now, links) in [
        ("unsuspend", 403, "ACTIVE", ["deactivate", "suspend"]),
        ("suspend", 204, "SUSPENDED", ["deactivate", "unsuspend"]),
        ("suspend", 403, "SUSPENDED", ["deactivate", "unsuspend"]),
        ("unsuspend", 204, "ACTIVE", ["deactivate", "suspend"]),
        ("delete", 403, "ACTIVE", ["deactivate", "suspend"]),
        ("deactivate", 204, "DEACTIVATED", ["activate", "users"]),
        ("activate", 204, "ACTIVE", ["deactivate", "suspend"]),
        ("deactivate", 204, "DEACTIVATED", ["activate", "users"]),
    ] {
        let answer = match step {
            "delete" => delete(&world, &own).await,
            step => {
                let path = format!("{own}/lifecycle/{step}");
                post(&world, &path, Value::Null).await.0
            }
        };
        assert_eq!(answer, status, "{step}");
        let (_, device) = get(&world, &own).await;
        assert_eq!(device["status"], now, "{step}");
        for link in links {
            assert!(device["_links"][link]["href"].is_string(), "{step} {link}");
        }
    }
    assert_eq!(delete(&world, &own).await, 204);
    let refused = get(&world, &format!("{own}/users")).await;
    assert_eq!(error(&refused).1, "E0000007");
}

#[tokio::test]
async fn methods_follow_from_their_authenticator() {
    let world = world().await;
    let (_, authenticators) = get(&world, "authenticators").await;
    let phone = authenticators.as_array().unwrap();
    let phone = phone
        .iter()
        .find(|one| one["key"] == "phone_number")
        .unwrap();
    let methods = format!("authenticators/{}/methods", id(phone));
    let (_, listed) = get(&world, &methods).await;
    let types: Vec<&Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["type"])
        .collect();
    assert_eq!(types, ["sms", "voice"]);
    let voice = format!("{methods}/voice");
    for (verb, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
        let path = format!("{voice}/lifecycle/{verb}");
        assert_eq!(post(&world, &path, Value::Null).await.1["status"], status);
        assert_eq!(get(&world, &voice).await.1["status"], status);
    }
    let body = json!({ "type": "sms", "settings": { "x": 1 } });
    let (_, replaced) = ask(&world, Method::PUT, &voice, body).await;
    assert_eq!(
        (&replaced["type"], &replaced["settings"]["x"]),
        (&json!("voice"), &json!(1))
    );
    assert_eq!(get(&world, &format!("{methods}/push")).await.0, 404);
}

#[tokio::test]
async fn hook_keys_show_their_public_half_only() {
    let world = world().await;
    assert_eq!(post(&world, "hook-keys", json!({})).await.0, 400);
    let (_, key) = post(&world, "hook-keys", json!({ "name": "k" })).await;
    assert_eq!(
        post(&world, "hook-keys", json!({ "name": "k" })).await.0,
        400
    );
    let public = format!("hook-keys/public/{}", key["keyId"].as_str().unwrap());
    let (_, public) = get(&world, &public).await;
    assert_eq!(
        (&public["kty"], &public["kid"]),
        (&json!("RSA"), &key["keyId"])
    );
    assert!(
        public["n"].is_string() && public.get("d").is_none(),
        "{public}"
    );
    assert_eq!(
        delete(&world, &format!("hook-keys/{}", id(&key))).await,
        204
    );
    assert_eq!(get(&world, "hook-keys/public/nobody").await.0, 404);
}

#[tokio::test]
async fn an_update_of_agents_takes_its_steps() {
    let world = world().await;
    let (_, pools) = get(&world, "agentPools").await;
    let updates = format!("agentPools/{}/updates", id(&pools[0]));
    let (_, update) = post(&world, &updates, json!({ "name": "u" })).await;
    let own = format!("{updates}/{}", id(&update));
    for (step, status) in [
        ("activate", "Scheduled"),
        ("pause", "Paused"),
        ("resume", "InProgress"),
        ("stop", "Cancelled"),
    ] {
        let (_, stepped) = post(&world, &format!("{own}/{step}"), json!({})).await;
        assert_eq!(stepped["status"], status, "{step}");
        assert_eq!(get(&world, &own).await.1["status"], status);
    }
    let refused = post(&world, &format!("{updates}/nobody/pause"), json!({})).await;
    assert_eq!(error(&refused).1, "E0000007");
}

#[tokio::test]
async fn an_org_has_one_captcha_and_never_shows_its_secret() {
    let world = world().await;
    let refused = post(&world, "captchas", json!({ "name": "c" })).await;
    assert_eq!(error(&refused).2.len(), 3);
    let body = json!({ "name": "c", "type": "HCAPTCHA", "siteKey": "s", "secretKey": "hidden" });
    let (status, captcha) = post(&world, "captchas", body.clone()).await;
    assert_eq!(status, 201);
    let second = post(&world, "captchas", body.clone()).await;
    assert_eq!((error(&second).0, error(&second).1), (403, "E0000166"));
    let own = format!("captchas/{}", id(&captcha));
    let (_, replaced) = ask(&world, Method::PUT, &own, body.clone()).await;
    for shown in [captcha, replaced, get(&world, &own).await.1] {
        assert!(!shown.to_string().contains("hidden"), "{shown}");
        assert!(shown.get("created").is_none(), "{shown}");
    }
    assert_eq!(delete(&world, &own).await, 204);
    assert_eq!(ask(&world, Method::PUT, &own, body.clone()).await.0, 404);
    assert_eq!(post(&world, "captchas", body).await.0, 201);
}

#[tokio::test]
async fn a_device_assurance_asks_something_and_tells_who_made_it() {
    let world = world().await;
    let body = json!({ "name": "a", "platform": "CHROMEOS" });
    let refused = post(&world, "device-assurances", body).await;
    let cause = "Please select at least one device condition before saving";
    assert_eq!(error(&refused).2, [cause]);
    let body = json!({ "name": "a", "platform": "ANDROID", "jailbreak": false });
    let (_, policy) = post(&world, "device-assurances", body).await;
    for property in [
        "createdBy",
        "createdDate",
        "lastUpdate",
        "lastUpdatedBy",
        "resourceId",
    ] {
        assert!(policy[property].is_string(), "{property}");
    }
    assert_eq!(policy["resourceDisplayName"]["value"], "a");
    let own = format!("device-assurances/{}", id(&policy));
    let body = json!({ "name": "b", "platform": "ANDROID" });
    assert_eq!(ask(&world, Method::PUT, &own, body).await.0, 400);
}

#[tokio::test]
async fn a_token_has_one_rate_limit() {
    let world = world().await;
    let (_, tokens) = get(&world, "api-tokens").await;
    let user = tokens[0]["_links"]["user"]["href"].as_str().unwrap();
    assert!(user.ends_with(tokens[0]["userId"].as_str().unwrap()));
    let limit = |token: &str| json!({ "principalId": token, "principalType": "SSWS_TOKEN" });
    let second = post(&world, "principal-rate-limits", limit(id(&tokens[0]))).await;
    assert_eq!(second.0, 400);
    let summary = "Api validation failed: principalRateLimitMediated";
    assert_eq!(second.1["errorSummary"], summary);
    let nobody = post(&world, "principal-rate-limits", limit("00Tnobody")).await;
    assert_eq!(
        nobody.1["errorSummary"],
        "Not found: Resource not found: 00Tnobody (Token)"
    );
    let (_, limits) = get(
        &world,
        "principal-rate-limits?filter=principalType%20eq%20%22SSWS_TOKEN%22",
    )
    .await;
    assert_eq!(limits[0]["defaultPercentage"], 50);
}

#[tokio::test]
async fn a_new_brand_begins_with_a_theme() {
    let world = world().await;
    let (status, brand) = post(&world, "brands", json!({ "name": "b" })).await;
    assert_eq!(status, 201);
    let (_, themes) = get(&world, &format!("brands/{}/themes", id(&brand))).await;
    assert_eq!(themes.as_array().unwrap().len(), 1);
    let (_, brands) = get(&world, "brands").await;
    let (_, first) = get(&world, &format!("brands/{}/themes", id(&brands[0]))).await;
    assert_ne!(first[0]["id"], themes[0]["id"]);
}

/// Whatever status a body names: it is the lifecycle that changes it.
#[tokio::test]
async fn a_new_member_is_active_and_its_lifecycle_changes_that() {
    let world = world().await;
    for (collection, first) in [
        ("behaviors", "ACTIVE"),
        ("logStreams", "ACTIVE"),
        ("realm-assignments", "INACTIVE"),
    ] {
        let body = json!({ "name": "n", "type": "t", "status": "OTHER" });
        let (_, made) = post(&world, collection, body.clone()).await;
        assert_eq!(made["status"], first, "{collection}");
        assert_eq!(
            post(&world, collection, body.clone()).await.0,
            400,
            "a name is taken once"
        );
        let own = format!("{collection}/{}", id(&made));
        for (verb, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
            let path = format!("{own}/lifecycle/{verb}");
            assert_eq!(post(&world, &path, Value::Null).await.0, 200);
            let (_, now) = ask(&world, Method::PUT, &own, body.clone()).await;
            assert_eq!(now["status"], status, "{collection}");
            let opposite = if status == "ACTIVE" {
                "deactivate"
            } else {
                "activate"
            };
            assert!(now["_links"][opposite]["href"].is_string(), "{now}");
        }
        assert_eq!(delete(&world, &own).await, 204);
        assert_eq!(get(&world, &own).await.0, 404);
    }
}

#[tokio::test]
async fn domains_are_proved_servers_keep_their_password_and_providers_their_key() {
    let world = world().await;
    let (_, domain) = post(&world, "email-domains", json!({ "domain": "acme.org" })).await;
    assert_eq!(domain["validationStatus"], "NOT_STARTED");
    assert_eq!(domain["dnsValidationRecords"][0]["recordType"], "TXT");
    let verify = format!("email-domains/{}/verify", id(&domain));
    let (_, verified) = post(&world, &verify, json!({})).await;
    assert_eq!(verified["validationStatus"], "VERIFIED");
    let body = json!({ "alias": "a", "host": "h", "port": 587, "password": "hidden" });
    let (status, server) = post(&world, "email-servers", body).await;
    assert_eq!(status, 201);
    assert!(!server.to_string().contains("hidden"));
    let refused = post(&world, "push-providers", json!({ "name": "p" })).await;
    let blank = |name: &str| format!("{name}: The field cannot be left blank");
    assert_eq!(
        error(&refused).2,
        [blank("providerType"), blank("configuration")]
    );
    let configuration = json!({ "keyId": "k", "tokenSigningKey": "hidden" });
    let body = json!({ "name": "p", "providerType": "APNS", "configuration": configuration });
    let (_, provider) = post(&world, "push-providers", body).await;
    assert_eq!(provider["configuration"], json!({ "keyId": "k" }));
    assert!(provider["lastUpdatedDate"].is_string() && provider.get("created").is_none());
}

#[tokio::test]
async fn realms_ui_schemas_and_settings_are_kept() {
    let world = world().await;
    let (_, realms) = get(&world, "realms").await;
    assert_eq!(realms[0]["isDefault"], true);
    let (_, realm) = post(&world, "realms", json!({ "profile": { "name": "r" } })).await;
    assert_eq!(
        (&realm["isDefault"], &realm["profile"]["domains"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(realm["_links"]["self"]["method"], "GET");
    let ui = json!({ "uiSchema": { "type": "Group", "elements": [] } });
    let (_, made) = post(&world, "meta/uischemas", ui.clone()).await;
    let own = format!("meta/uischemas/{}", id(&made));
    assert_eq!(get(&world, &own).await.1["uiSchema"], ui["uiSchema"]);
    let refused = get(&world, "meta/uischemas/nobody").await;
    let summary = "Not found: Resource not found: nobody (UISchemaEntity)";
    assert_eq!(refused.1["errorSummary"], summary);
    let threshold = "rate-limit-settings/warning-threshold";
    ask(
        &world,
        Method::PUT,
        threshold,
        json!({ "warningThreshold": 30 }),
    )
    .await;
    assert_eq!(get(&world, threshold).await.1["warningThreshold"], 30);
}

/// A collection that nobody here has heard of has a member, and so has one below it.
#[tokio::test]
async fn every_collection_has_a_member_from_the_start() {
    let world = world().await;
    let (_, widgets) = get(&world, "widgets").await;
    assert_eq!(widgets.as_array().unwrap().len(), 1);
    let own = format!("widgets/{}", id(&widgets[0]));
    assert_eq!(get(&world, &own).await.1, widgets[0]);
    let (_, parts) = get(&world, &format!("{own}/parts")).await;
    let part = format!("{own}/parts/{}", id(&parts[0]));
    assert_eq!(get(&world, &part).await.0, 200);
    assert_eq!(delete(&world, &part).await, 204);
    assert_eq!(get(&world, &part).await.0, 404);
}

#[test]
fn what_okta_publishes_is_told_how_to_be_corrected() {
    let mut published = description();
    published["components"]["schemas"]["Child"] =
        json!({ "allOf": [{ "$ref": "#/components/schemas/Anything" }] });
    let refused = Description::load(&published).unwrap_err().to_string();
    assert!(
        refused.contains("cargo xtask regen --spec FILE --crate DIR"),
        "{refused}"
    );
}
