//! What Okta adds to new resources of each kind, as its recorded traffic shows.
#![allow(clippy::unwrap_used)]

mod support;

use okta_mock::{Limits, Org};
use serde_json::{Value, json};
use support::World;

async fn world() -> World {
    World::of(Org::builder().limits(Limits::none()).start().await.unwrap())
}

async fn created(world: &World, path: &str, body: Value) -> Value {
    let (status, answer) = world.post(path, &body).await;
    assert!((200..300).contains(&status), "{path} {status} {answer}");
    answer
}

async fn read(world: &World, path: &str) -> Value {
    let (status, answer) = world.get(path).await;
    assert_eq!(status, 200, "{path} {answer}");
    answer
}

/// The names of an object's members, in order.
fn names(object: &Value) -> Vec<&str> {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, _)| name.as_str()).collect()
}

#[track_caller]
fn has(value: &Value, paths: &[&str]) {
    for path in paths {
        let found = path
            .split('.')
            .try_fold(value, |value, name| value.get(name));
        assert!(found.is_some(), "{path} is missing in {value}");
    }
}

#[tokio::test]
async fn identity_providers_of_every_type_have_their_policy_links_and_mapping() {
    let world = world().await;
    for kind in [
        "APPLE",
        "FACEBOOK",
        "GOOGLE",
        "LINKEDIN",
        "MICROSOFT",
        "OIDC",
        "SAML2",
    ] {
        let client = json!({ "client": { "client_id": "c", "client_secret": "s" } });
        let body = json!({
            "type": kind, "name": kind,
            "protocol": { "scopes": ["openid"], "credentials": client },
            "policy": { "subject": { "userNameTemplate": { "template": "idpuser.email" } } },
        });
        let provider = created(&world, "/api/v1/idps", body).await;
        has(
            &provider,
            &[
                "issuerMode",
                "policy.provisioning.conditions.suspended.action",
                "policy.accountLink.filter",
                "policy.subject.filter",
                "policy.subject.matchType",
                "policy.subject.matchAttribute",
                "policy.maxClockSkew",
                "protocol.credentials",
            ],
        );
        let expected: &[&str] = match kind {
            "SAML2" => &["acs", "deactivate", "metadata", "users"],
            _ => &["authorize", "clientRedirectUri"],
        };
        assert_eq!(names(&provider["_links"]), expected, "{kind}");
        if !matches!(kind, "OIDC" | "SAML2") {
            has(&provider, &["protocol.endpoints.authorization.url"]);
        }
        let id = provider["id"].as_str().unwrap();
        let mappings = world.all(&format!("/api/v1/mappings?sourceId={id}")).await;
        assert_eq!(mappings.len(), 1, "{kind}");
        has(
            &mappings[0],
            &[
                "source._links.schema",
                "target._links.schema",
                "_links.self",
            ],
        );
        assert_eq!(mappings[0]["target"]["type"], "user");
        assert!(mappings[0].get("properties").is_none(), "lists are short");
        let own = format!("/api/v1/mappings/{}", mappings[0]["id"].as_str().unwrap());
        has(&read(&world, &own).await, &["properties.email.expression"]);
        let own_path = format!("/api/v1/idps/{id}");
        assert_eq!(world.delete(&own_path).await.0, 204);
        assert_eq!(
            world.get(&own).await.0,
            404,
            "{kind}: the mapping goes, too"
        );
    }
}

#[tokio::test]
async fn hooks_tell_their_state_and_keep_their_secrets() {
    let world = world().await;
    let channel = json!({ "type": "HTTP", "version": "1.0.0", "config": {
        "uri": "https://example.com/hook",
        "authScheme": { "type": "HEADER", "key": "Authorization", "value": "top-secret" },
    } });
    let body = json!({
        "name": "Joins", "channel": channel,
        "events": { "type": "EVENT_TYPE", "items": ["user.lifecycle.create"] },
    });
    let hook = created(&world, "/api/v1/eventHooks", body).await;
    assert_eq!(hook["verificationStatus"], "UNVERIFIED");
    assert_eq!(
        hook["createdBy"],
        read(&world, "/api/v1/users/me").await["id"]
    );
    has(
        &hook,
        &["description", "events.filter", "channel.config.headers"],
    );
    let inline = json!({
        "name": "Tokens", "type": "com.okta.oauth2.tokens.transform", "version": "1.0.0",
        "channel": channel,
    });
    let inline = created(&world, "/api/v1/inlineHooks", inline).await;
    for (hook, path, trial) in [
        (&hook, "/api/v1/eventHooks", "verify"),
        (&inline, "/api/v1/inlineHooks", "execute"),
    ] {
        assert_eq!(hook["channel"]["config"]["method"], "POST");
        assert!(!hook.to_string().contains("top-secret"), "{hook}");
        let mut links = names(&hook["_links"]);
        links.sort_unstable();
        let mut expected = vec!["deactivate", trial, "self"];
        expected.sort_unstable();
        assert_eq!(links, expected);
        let own = format!("{path}/{}", hook["id"].as_str().unwrap());
        let stopped = created(&world, &format!("{own}/lifecycle/deactivate"), Value::Null).await;
        assert_eq!(names(&stopped["_links"]), ["activate", "delete", "self"]);
    }
}

#[tokio::test]
async fn verifying_an_event_hook_answers_that_hook() {
    let world = world().await;
    let mut hooks = Vec::new();
    for name in ["First", "Second"] {
        let body = json!({
            "name": name,
            "events": { "type": "EVENT_TYPE", "items": ["user.lifecycle.create"] },
            "channel": { "type": "HTTP", "version": "1.0.0",
                "config": { "uri": "https://example.com/hook" } },
        });
        hooks.push(created(&world, "/api/v1/eventHooks", body).await);
    }
    for hook in hooks {
        let own = format!("/api/v1/eventHooks/{}", hook["id"].as_str().unwrap());
        let verified = created(&world, &format!("{own}/lifecycle/verify"), Value::Null).await;
        assert_eq!(verified["name"], hook["name"]);
        assert_eq!(verified["verificationStatus"], "VERIFIED");
        assert_eq!(read(&world, &own).await, verified);
    }
}

#[tokio::test]
async fn policies_of_every_type_have_a_default_with_its_settings_and_rule() {
    let world = world().await;
    for (kind, name, rule, settings) in [
        ("ACCESS_POLICY", "Any two factors", "Catch-all Rule", false),
        (
            "IDP_DISCOVERY",
            "Idp Discovery Policy",
            "Default Rule",
            false,
        ),
        ("MFA_ENROLL", "Default Policy", "Default Rule", true),
        ("OKTA_SIGN_ON", "Default Policy", "Default Rule", false),
        ("PASSWORD", "Default Policy", "Default Rule", true),
        (
            "PROFILE_ENROLLMENT",
            "Default Policy",
            "Catch-all Rule",
            false,
        ),
    ] {
        let policies = world.all(&format!("/api/v1/policies?type={kind}")).await;
        let policy = policies.last().unwrap();
        assert_eq!(
            (policy["name"].as_str(), &policy["system"]),
            (Some(name), &json!(true))
        );
        assert_eq!(policy.get("settings").is_some(), settings, "{kind}");
        assert_eq!(names(&policy["_links"]), ["rules", "self"], "{kind}");
        let own = format!("/api/v1/policies/{}/rules", policy["id"].as_str().unwrap());
        let rules = world.all(&own).await;
        assert_eq!(rules.len(), 1, "{kind}");
        assert_eq!(rules[0]["name"], rule, "{kind}");
        has(&rules[0], &["conditions", "actions", "system"]);
        assert_eq!(names(&rules[0]["_links"]), ["self"], "{kind}");
    }
}

#[tokio::test]
async fn new_policies_of_applications_catch_everybody_last() {
    let world = world().await;
    for kind in ["ACCESS_POLICY", "PROFILE_ENROLLMENT"] {
        let body = json!({ "type": kind, "name": "Mine", "description": "" });
        let policy = created(&world, "/api/v1/policies", body).await;
        assert_eq!(
            (&policy["priority"], &policy["system"]),
            (&json!(1), &json!(false))
        );
        assert!(policy["_links"]["mappings"].is_object());
        let rules = format!("/api/v1/policies/{}/rules", policy["id"].as_str().unwrap());
        let rule = json!({ "name": "Staff", "type": kind });
        let rule = created(&world, &rules, rule).await;
        assert_eq!(rule["priority"], 1);
        let found = world.all(&rules).await;
        let order: Vec<_> = found
            .iter()
            .map(|rule| (rule["name"].as_str().unwrap(), rule["priority"].as_i64()))
            .collect();
        assert_eq!(order, [("Staff", Some(1)), ("Catch-all Rule", Some(99))]);
        let last = format!("{rules}/{}", found[1]["id"].as_str().unwrap());
        assert_eq!(world.delete(&last).await.0, 403);
    }
}

#[tokio::test]
async fn new_rules_say_what_they_leave_open() {
    let world = world().await;
    for (kind, rule, conditions) in [
        ("OKTA_SIGN_ON", "SIGN_ON", "authContext.authType"),
        ("PASSWORD", "PASSWORD", "people.users.exclude"),
        ("MFA_ENROLL", "MFA_ENROLL", "network.connection"),
    ] {
        let body = json!({ "type": kind, "name": "Mine" });
        let policy = created(&world, "/api/v1/policies", body).await;
        has(&policy, &["conditions.people.groups.include"]);
        let rules = format!("/api/v1/policies/{}/rules", policy["id"].as_str().unwrap());
        let rule = created(&world, &rules, json!({ "name": "R", "type": rule })).await;
        has(&rule["conditions"], &[conditions]);
    }
    let policies = "/api/v1/authorizationServers/default/policies";
    let policy = world.all(policies).await.remove(0);
    let rules = format!("{policies}/{}/rules", policy["id"].as_str().unwrap());
    let body = json!({ "name": "Mine", "type": "RESOURCE_ACCESS", "conditions": {
        "people": { "groups": { "include": ["EVERYONE"] } },
        "grantTypes": { "include": ["client_credentials"] }, "scopes": { "include": ["*"] },
    } });
    let rule = created(&world, &rules, body).await;
    has(&rule, &["conditions.people.users.include", "actions.token"]);
}

#[tokio::test]
async fn authenticators_have_their_settings_and_methods() {
    let world = world().await;
    let mut keys = Vec::new();
    for authenticator in world.all("/api/v1/authenticators").await {
        let key = authenticator["key"].as_str().unwrap().to_owned();
        has(
            &authenticator,
            &["_links.methods.href", "_links.self.hints"],
        );
        let has_settings = !matches!(key.as_str(), "okta_password" | "webauthn");
        assert_eq!(
            authenticator.get("settings").is_some(),
            has_settings,
            "{key}"
        );
        let stops = authenticator["_links"].get("deactivate").is_some();
        let active = authenticator["status"] == "ACTIVE";
        assert_eq!(stops, active && key != "okta_password", "{key}");
        let own = format!(
            "/api/v1/authenticators/{}",
            authenticator["id"].as_str().unwrap()
        );
        let body = json!({ "key": key, "type": authenticator["type"], "name": "Renamed" });
        let (status, renamed) = world.put(&own, &body).await;
        assert_eq!((status, &renamed["name"]), (200, &json!("Renamed")));
        assert_eq!(
            renamed.get("settings"),
            authenticator.get("settings"),
            "{key}"
        );
        keys.push(key);
    }
    assert!(keys.contains(&"okta_email".to_owned()), "{keys:?}");
}

#[tokio::test]
async fn schemas_say_what_attributes_must_be_like() {
    let world = world().await;
    let schema = read(&world, "/api/v1/meta/schemas/user/default").await;
    let attributes = &schema["definitions"]["base"]["properties"];
    for name in ["login", "firstName", "lastName", "email"] {
        has(&attributes[name], &["required", "minLength"]);
    }
    for (name, format) in [
        ("countryCode", "country-code"),
        ("email", "email"),
        ("locale", "locale"),
        ("preferredLanguage", "language-code"),
        ("profileUrl", "uri"),
        ("secondEmail", "email"),
        ("timezone", "timezone"),
    ] {
        assert_eq!(attributes[name]["format"], format, "{name}");
    }
    has(&schema, &["description", "_links.self", "_links.type"]);
    let kind = read(&world, schema["_links"]["type"]["href"].as_str().unwrap()).await;
    assert_eq!(
        kind["_links"]["schema"]["href"],
        schema["_links"]["self"]["href"]
    );
    assert_eq!(kind["_links"]["self"]["method"], "GET");

    let group = read(&world, "/api/v1/meta/schemas/group/default").await;
    has(
        &group,
        &["description", "definitions.base.properties.name.required"],
    );

    let body = json!({ "definitions": { "custom": { "properties": {
        "badge": { "title": "Badge", "type": "string" },
    } } } });
    for path in [
        "/api/v1/meta/schemas/user/default",
        "/api/v1/meta/schemas/group/default",
    ] {
        let schema = created(&world, path, body.clone()).await;
        has(
            &schema["definitions"]["custom"]["properties"]["badge"],
            &["mutability", "scope", "permissions", "master"],
        );
    }
}

#[tokio::test]
async fn new_settings_of_the_org_tell_who_made_them_and_for_what() {
    let world = world().await;
    let me = read(&world, "/api/v1/users/me").await["id"].clone();
    let origin = json!({ "name": "Shop", "origin": "https://shop.example.com",
        "scopes": [{ "type": "CORS" }] });
    let origin = created(&world, "/api/v1/trustedOrigins", origin).await;
    assert_eq!((&origin["createdBy"], &origin["lastUpdatedBy"]), (&me, &me));

    let zone = json!({ "type": "IP", "name": "Office",
        "gateways": [{ "type": "CIDR", "value": "192.0.2.0/24" }] });
    let zone = created(&world, "/api/v1/zones", zone).await;
    assert_eq!(
        (&zone["usage"], &zone["system"]),
        (&json!("POLICY"), &json!(false))
    );
    let zone = json!({ "type": "DYNAMIC", "name": "Abroad" });
    has(
        &created(&world, "/api/v1/zones", zone).await,
        &["asns", "locations", "proxyType", "usage", "system"],
    );

    let kind = json!({ "name": "contractor", "displayName": "Contractor" });
    let kind = created(&world, "/api/v1/meta/types/user", kind).await;
    assert_eq!((&kind["createdBy"], &kind["default"]), (&me, &json!(false)));
    let schema = kind["_links"]["schema"]["href"].as_str().unwrap();
    read(&world, schema).await;

    let (_, domains) = world.get("/api/v1/domains").await;
    let brand = &world.all("/api/v1/brands").await[0];
    assert_eq!(domains["domains"][0]["brandId"], brand["id"]);
    has(&domains["domains"][0], &["_links.brand", "_links.self"]);
    has(brand, &["defaultApp.appInstanceId"]);
    let feature = &world.all("/api/v1/features").await[0];
    has(feature, &["stage.state", "_links.helpDoc"]);
    let contacts = read(&world, "/api/v1/org/contacts").await;
    has(&contacts[0], &["_links.billing.href"]);
}

#[tokio::test]
async fn users_and_groups_have_their_links() {
    let world = world().await;
    let group = &world.all("/api/v1/groups").await[0];
    has(
        group,
        &[
            "_links.apps",
            "_links.owners",
            "_links.users",
            "_links.logo",
        ],
    );
    let body = json!({
        "profile": { "firstName": "Ada", "lastName": "Byron", "login": "ada@example.org",
            "email": "ada@example.org" },
        "credentials": { "password": { "value": "Nanosecond-11" } },
    });
    let staged = created(&world, "/api/v1/users?activate=false", body).await;
    has(
        &staged,
        &[
            "realmId",
            "_links.activate",
            "_links.resetFactors",
            "_links.schema",
        ],
    );
    let own = format!("/api/v1/users/{}", staged["id"].as_str().unwrap());
    created(&world, &format!("{own}/lifecycle/activate"), Value::Null).await;
    has(
        &read(&world, &own).await,
        &["_links.suspend", "_links.deactivate"],
    );
    created(
        &world,
        &format!("{own}/lifecycle/expire_password"),
        Value::Null,
    )
    .await;
    has(
        &read(&world, &own).await,
        &[
            "_links.suspend",
            "_links.expirePassword",
            "_links.changeRecoveryQuestion",
        ],
    );
}
