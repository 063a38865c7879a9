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

async fn app(world: &World, mode: &str, name: Option<&str>) -> Value {
    let mut body = json!({ "label": format!("A {mode}"), "signOnMode": mode });
    if let Some(name) = name {
        body["name"] = name.into();
        body["label"] = format!("A {name}").into();
    }
    created(world, "/api/v1/apps", body).await
}

#[tokio::test]
async fn apps_of_every_mode_have_what_all_have() {
    let world = world().await;
    for (mode, name) in [
        ("AUTO_LOGIN", None),
        ("BASIC_AUTH", None),
        ("BOOKMARK", None),
        ("BROWSER_PLUGIN", Some("template_swa")),
        ("BROWSER_PLUGIN", Some("template_swa3field")),
        ("OPENID_CONNECT", None),
        ("SAML_2_0", None),
        ("SAML_2_0", Some("okta_org2org")),
        ("SECURE_PASSWORD_STORE", None),
        ("WS_FEDERATION", None),
    ] {
        let app = app(&world, mode, name).await;
        has(
            &app,
            &[
                "accessibility.selfService",
                "credentials.userNameTemplate.template",
                "credentials.signing",
                "features",
                "orn",
                "settings.app",
                "settings.emOptInStatus",
                "settings.implicitAssignment",
                "settings.manualProvisioning",
                "settings.notes.admin",
                "settings.notifications.vpn.network.connection",
                "universalLogout",
                "visibility.hide.iOS",
                "_links.accessPolicy.href",
                "_links.appLinks",
                "_links.groups.href",
                "_links.logo",
                "_links.policies.hints",
                "_links.profileEnrollment.href",
                "_links.uploadLogo.hints",
                "_links.users.href",
            ],
        );
        let link = names(&app["visibility"]["appLinks"])[0].to_owned();
        assert_eq!(app["_links"]["appLinks"][0]["name"], link, "{mode}");
        for policy in ["accessPolicy", "profileEnrollment"] {
            let href = app["_links"][policy]["href"].as_str().unwrap();
            assert_eq!(read(&world, href).await["system"], true, "{policy}");
        }
    }
}

#[tokio::test]
async fn apps_have_the_settings_of_their_kind() {
    let world = world().await;
    for (mode, name, settings, expected) in [
        ("AUTO_LOGIN", None, "signOn", "loginUrl redirectUrl"),
        ("BASIC_AUTH", None, "app", "authURL loginUrlRegex url"),
        ("BOOKMARK", None, "app", "requestIntegration url"),
        (
            "BROWSER_PLUGIN",
            Some("template_swa"),
            "app",
            "buttonField checkbox loginUrlRegex passwordField redirectUrl url usernameField",
        ),
        (
            "BROWSER_PLUGIN",
            Some("template_swa3field"),
            "app",
            "buttonSelector extraFieldSelector extraFieldValue loginUrlRegex passwordSelector redirectUrl targetURL userNameSelector",
        ),
        (
            "SAML_2_0",
            Some("okta_org2org"),
            "signOn",
            "attributeStatements audienceOverride defaultRelayState destinationOverride recipientOverride ssoAcsUrlOverride",
        ),
        (
            "SAML_2_0",
            None,
            "signOn",
            "acsEndpoints allowMultipleAcsEndpoints assertionSigned attributeStatements audience authnContextClassRef defaultRelayState destination digestAlgorithm honorForceAuthn idpIssuer inlineHooks recipient requestCompressed responseSigned samlSignedRequestEnabled signatureAlgorithm slo spIssuer ssoAcsUrl subjectNameIdFormat subjectNameIdTemplate",
        ),
    ] {
        let app = app(&world, mode, name).await;
        let mut found = names(&app["settings"][settings]);
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{mode} {name:?}");
    }
}

#[tokio::test]
async fn clients_have_what_their_application_type_needs() {
    let world = world().await;
    for (kind, method, pkce, secrets) in [
        ("web", "client_secret_basic", false, 1),
        ("browser", "none", true, 0),
        ("native", "none", true, 0),
        ("service", "client_secret_basic", false, 1),
    ] {
        let body = json!({
            "name": "oidc_client", "label": kind, "signOnMode": "OPENID_CONNECT",
            "settings": { "oauthClient": { "application_type": kind } },
        });
        let app = created(&world, "/api/v1/apps", body).await;
        let client = &app["credentials"]["oauthClient"];
        assert_eq!(client["token_endpoint_auth_method"], method, "{kind}");
        assert_eq!(client["pkce_required"], pkce, "{kind}");
        has(
            &app["settings"]["oauthClient"],
            &[
                "client_uri",
                "logo_uri",
                "redirect_uris",
                "response_types",
                "grant_types",
                "consent_method",
                "issuer_mode",
                "idp_initiated_login.mode",
                "wildcard_redirect",
                "dpop_bound_access_tokens",
                "participate_slo",
            ],
        );
        let own = format!("/api/v1/apps/{}/credentials", app["id"].as_str().unwrap());
        let listed = world.all(&format!("{own}/secrets")).await;
        assert_eq!(listed.len(), secrets, "{kind}");
        if let Some(secret) = listed.first() {
            assert_eq!(secret["client_secret"], client["client_secret"]);
            assert_eq!(names(&secret["_links"]), ["deactivate"]);
        }
        assert_eq!(app["_links"]["clientCredentials"][0]["name"], "secrets");
    }
    let body = json!({
        "name": "oidc_client", "label": "named", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "client_id": "my-client", "client_secret": "x" } },
        "settings": { "oauthClient": { "grant_types": ["authorization_code", "refresh_token"] } },
    });
    let named = created(&world, "/api/v1/apps", body).await;
    assert_eq!(
        named["credentials"]["oauthClient"]["client_id"],
        "my-client"
    );
    let refresh = &named["settings"]["oauthClient"]["refresh_token"];
    assert_eq!(names(refresh), ["leeway", "rotation_type"]);
}

#[tokio::test]
async fn new_apps_have_the_key_that_they_sign_with() {
    let world = world().await;
    let mut kids = Vec::new();
    for (mode, name) in [
        ("OPENID_CONNECT", None),
        ("SAML_2_0", None),
        ("SAML_2_0", Some("okta_org2org")),
    ] {
        let app = app(&world, mode, name).await;
        let keys = format!(
            "/api/v1/apps/{}/credentials/keys",
            app["id"].as_str().unwrap()
        );
        let keys = world.all(&keys).await;
        assert_eq!(keys.len(), 1, "{mode}");
        assert_eq!(
            keys[0]["kid"], app["credentials"]["signing"]["kid"],
            "{mode}"
        );
        kids.push(keys[0]["kid"].clone());
    }
    assert_ne!(
        kids[1], kids[2],
        "those that others trust have keys of their own"
    );
    let bookmark = app(&world, "BOOKMARK", None).await;
    let keys = format!(
        "/api/v1/apps/{}/credentials/keys",
        bookmark["id"].as_str().unwrap()
    );
    assert_eq!(
        world.all(&keys).await[0]["kid"],
        kids[0],
        "the others the org's"
    );
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
async fn users_of_clients_have_the_claims_of_openid() {
    let world = world().await;
    let app = app(&world, "OPENID_CONNECT", None).await;
    let path = format!(
        "/api/v1/meta/schemas/apps/{}/default",
        app["id"].as_str().unwrap()
    );
    let schema = read(&world, &path).await;
    let base = &schema["definitions"]["base"];
    has(
        &base["properties"],
        &[
            "userName.externalName",
            "name.description",
            "given_name",
            "family_name",
            "middle_name",
            "email",
            "picture",
            "birthdate",
            "zoneinfo",
            "phone_number",
            "street_address.externalName",
            "formatted",
        ],
    );
    assert_eq!(base["required"], json!(["userName", "name"]));
    assert_eq!(schema["name"], "oidc_client");
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

#[tokio::test]
async fn grants_name_the_application_and_the_client() {
    let world = world().await;
    let app = app(&world, "OPENID_CONNECT", None).await;
    let grants = format!("/api/v1/apps/{}/grants", app["id"].as_str().unwrap());
    let body = json!({ "scopeId": "okta.users.read", "issuer": world.org.url() });
    let grant = created(&world, &grants, body).await;
    assert_eq!(grant["_embedded"]["scope"]["id"], "okta.users.read");
    let listed = world.all(&grants).await.remove(0);
    for grant in [&grant, &listed] {
        assert_eq!(grant["_links"]["app"]["title"], app["label"]);
        has(grant, &["_links.client.title", "_links.self.hints"]);
    }
    assert!(listed.get("_embedded").is_none());
}
