//! What administrators do with an org, from beginning to end.
#![allow(clippy::unwrap_used)]

mod support;

use okta_mock::{Limits, Org};
use serde_json::{Value, json};
use support::{World, error};

async fn world() -> World {
    World::of(Org::builder().limits(Limits::none()).start().await.unwrap())
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

fn person(login: &str, department: &str) -> Value {
    json!({
        "profile": {
            "firstName": "Grace", "lastName": "Hopper", "login": login, "email": login,
            "department": department,
        },
        "credentials": { "password": { "value": "Nanosecond-11" } },
    })
}

async fn group(world: &World, name: &str) -> String {
    let body = json!({"profile": {"name": name}});
    let (status, group) = world.post("/api/v1/groups", &body).await;
    assert_eq!(status, 200, "{group}");
    id(&group)
}

async fn bookmark(world: &World, label: &str) -> String {
    let body = json!({
        "name": "bookmark", "label": label, "signOnMode": "BOOKMARK",
        "settings": {"app": {"url": "https://example.com", "requestIntegration": false}},
    });
    let (status, app) = world.post("/api/v1/apps", &body).await;
    assert_eq!(status, 200, "{app}");
    id(&app)
}

#[tokio::test]
async fn onboarding_and_offboarding() {
    let world = world().await;
    let (_, user) = world
        .post("/api/v1/users", &person("grace@example.com", "Navy"))
        .await;
    let user = id(&user);
    let group = group(&world, "Compilers").await;
    let app = bookmark(&world, "Manual").await;
    let own = bookmark(&world, "Diary").await;
    let null = Value::Null;
    assert_eq!(
        world
            .put(&format!("/api/v1/groups/{group}/users/{user}"), &null)
            .await
            .0,
        204
    );
    let path = format!("/api/v1/apps/{app}/groups/{group}");
    assert_eq!(world.put(&path, &json!({})).await.0, 200);
    let body = json!({"id": user, "credentials": {"userName": "grace"}});
    let (status, assigned) = world
        .post(&format!("/api/v1/apps/{own}/users"), &body)
        .await;
    assert_eq!((status, &assigned["scope"]), (200, &json!("USER")));

    let (_, through) = world.get(&format!("/api/v1/apps/{app}/users/{user}")).await;
    assert_eq!(through["scope"], "GROUP");
    assert_eq!(
        world.all(&format!("/api/v1/apps/{app}/users")).await.len(),
        1
    );
    let tiles = world.get(&format!("/api/v1/users/{user}/appLinks")).await.1;
    assert_eq!(tiles.as_array().unwrap().len(), 2);
    let filter = format!("/api/v1/apps?filter=user.id%20eq%20%22{user}%22");
    assert_eq!(world.all(&filter).await.len(), 2);
    let groups = world.all(&format!("/api/v1/users/{user}/groups")).await;
    let names: Vec<&Value> = groups
        .iter()
        .map(|group| &group["profile"]["name"])
        .collect();
    assert_eq!(names, ["Everyone", "Compilers"]);

    let sign_in = json!({"username": "grace@example.com", "password": "Nanosecond-11"});
    let token = world.post("/api/v1/authn", &sign_in).await.1["sessionToken"].clone();
    let (_, session) = world
        .post("/api/v1/sessions", &json!({"sessionToken": token}))
        .await;
    let session = format!("/api/v1/sessions/{}", id(&session));
    let factor = json!({"factorType": "sms", "provider": "OKTA", "profile": {"phoneNumber": "+14155550100"}});
    let factors = format!("/api/v1/users/{user}/factors");
    let (_, factor) = world
        .post(&format!("{factors}?activate=true"), &factor)
        .await;
    assert_eq!(factor["status"], "ACTIVE");

    assert_eq!(world.get(&session).await.0, 200);
    assert_eq!(
        world
            .delete(&format!("/api/v1/users/{user}/sessions"))
            .await
            .0,
        204
    );
    assert_eq!(world.get(&session).await.0, 404);
    assert_eq!(
        world.delete(&format!("{factors}/{}", id(&factor))).await.0,
        204
    );
    assert_eq!(
        world
            .delete(&format!("/api/v1/groups/{group}/users/{user}"))
            .await
            .0,
        204
    );
    assert_eq!(
        world
            .get(&format!("/api/v1/apps/{app}/users/{user}"))
            .await
            .0,
        404
    );
    assert_eq!(
        world
            .delete(&format!("/api/v1/apps/{own}/users/{user}"))
            .await
            .0,
        204
    );
    let deactivate = format!("/api/v1/users/{user}/lifecycle/deactivate");
    assert_eq!(world.post(&deactivate, &null).await, (200, json!({})));
    assert_eq!(world.delete(&format!("/api/v1/users/{user}")).await.0, 204);
    assert_eq!(world.get(&format!("/api/v1/users/{user}")).await.0, 404);
}

#[tokio::test]
async fn a_group_rule_follows_departments() {
    let world = world().await;
    let group = group(&world, "Sailors").await;
    let rule = |value: &str| {
        json!({
            "type": "group_rule", "name": "Sailors by department",
            "conditions": {"expression": {"value": value, "type": "urn:okta:expression:1.0"}},
            "actions": {"assignUserToGroups": {"groupIds": [group]}},
        })
    };
    let refused = world
        .post("/api/v1/groups/rules", &rule("user.department =="))
        .await;
    assert_eq!(error(&refused).1, "E0000001");
    let good = rule("user.department==\"Navy\" AND String.startsWith(user.lastName, \"Hop\")");
    let (status, created) = world.post("/api/v1/groups/rules", &good).await;
    assert_eq!((status, &created["status"]), (200, &json!("INACTIVE")));
    let url = format!("/api/v1/groups/rules/{}", id(&created));
    world
        .post("/api/v1/users", &person("grace@example.com", "Navy"))
        .await;
    let members = async || {
        world
            .all(&format!("/api/v1/groups/{group}/users"))
            .await
            .len()
    };
    assert_eq!(members().await, 0);
    let activate = format!("{url}/lifecycle/activate");
    assert_eq!(world.post(&activate, &Value::Null).await.0, 204);
    assert_eq!(members().await, 1);
    world
        .post("/api/v1/users", &person("later@example.com", "Navy"))
        .await;
    assert_eq!(members().await, 2);
    let moved = json!({"profile": {"department": "Army"}});
    world.post("/api/v1/users/grace", &moved).await;
    assert_eq!(members().await, 1);
    assert_eq!(world.put(&url, &good).await.0, 400);
    assert_eq!(
        world.delete(&format!("{url}?removeUsers=true")).await.0,
        202
    );
    assert_eq!(members().await, 0);
}

#[tokio::test]
async fn groups_that_are_not_the_orgs_own_are_left_alone() {
    let world = world().await;
    let user = id(&world.get("/api/v1/users/me").await.1);
    for (filter, count) in [("BUILT_IN", 1), ("APP_GROUP", 1)] {
        let path = format!("/api/v1/groups?filter=type%20eq%20%22{filter}%22");
        let groups = world.all(&path).await;
        assert_eq!(groups.len(), count);
        let url = format!("/api/v1/groups/{}", id(&groups[0]));
        let body = json!({"profile": {"name": "Mine"}});
        assert_eq!(error(&world.put(&url, &body).await).1, "E0000060");
        let path = format!("{url}/users/{user}");
        assert_eq!(error(&world.put(&path, &Value::Null).await).1, "E0000060");
    }
    let first = world.all("/api/v1/groups?limit=5").await;
    let twice = json!({"profile": {"name": first[0]["profile"]["name"]}});
    let refused = world.post("/api/v1/groups", &twice).await;
    assert_eq!(
        error(&refused).2,
        ["name: An object with this field already exists in the current organization"]
    );
}

#[tokio::test]
async fn saml_and_oidc_apps_with_a_group() {
    let world = world().await;
    let group = group(&world, "Partners").await;
    let saml = json!({
        "label": "Partner portal", "signOnMode": "SAML_2_0", "visibility": {"hide": {"web": true}},
        "settings": {"signOn": {"ssoAcsUrl": "https://example.com/acs", "audience": "https://example.com"}},
    });
    let oidc = json!({
        "name": "oidc_client", "label": "Partner API", "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_post"}},
        "settings": {"oauthClient": {"redirect_uris": ["https://example.com/cb"],
            "response_types": ["code"], "grant_types": ["authorization_code"],
            "application_type": "web"}},
    });
    for body in [saml, oidc] {
        let (status, app) = world.post("/api/v1/apps?activate=false", &body).await;
        assert_eq!((status, &app["status"]), (200, &json!("INACTIVE")), "{app}");
        let url = format!("/api/v1/apps/{}", id(&app));
        let mode = app["signOnMode"].as_str().unwrap();
        if mode == "SAML_2_0" {
            assert_eq!(
                app["visibility"]["hide"],
                json!({"web": true, "iOS": false})
            );
            let kid = app["credentials"]["signing"]["kid"].as_str().unwrap();
            let path = format!("{url}/sso/saml/metadata?kid={kid}");
            let xml = world.send(reqwest::Method::GET, &path, None).await;
            assert!(xml.text().await.unwrap().contains("EntityDescriptor"));
        } else {
            assert_eq!(app["credentials"]["oauthClient"]["client_id"], app["id"]);
            assert!(app["credentials"]["oauthClient"]["client_secret"].is_string());
        }
        let activate = world
            .post(&format!("{url}/lifecycle/activate"), &Value::Null)
            .await;
        assert_eq!(activate, (200, json!({})));
        let assigned = world
            .put(&format!("{url}/groups/{group}"), &Value::Null)
            .await;
        assert_eq!(assigned.0, 200);
        assert_eq!(error(&world.delete(&url).await).1, "E0000056");
        world
            .post(&format!("{url}/lifecycle/deactivate"), &Value::Null)
            .await;
        assert_eq!(world.delete(&url).await.0, 204);
        assert_eq!(world.get(&format!("{url}/groups")).await.0, 404);
    }
    let unknown = json!({"label": "x", "signOnMode": "TELEPATHY"});
    assert_eq!(
        error(&world.post("/api/v1/apps", &unknown).await).2,
        ["signOnMode: The field has an invalid value"]
    );
}

#[tokio::test]
async fn an_authorization_server_with_scope_claim_policy_and_rule() {
    let world = world().await;
    let body =
        json!({"name": "Orders", "description": "For orders", "audiences": ["api://orders"]});
    let (status, server) = world.post("/api/v1/authorizationServers", &body).await;
    assert_eq!(status, 201);
    let url = format!("/api/v1/authorizationServers/{}", id(&server));
    let scope = json!({"name": "orders:read"});
    assert_eq!(world.post(&format!("{url}/scopes"), &scope).await.0, 201);
    assert_eq!(world.post(&format!("{url}/scopes"), &scope).await.0, 400);
    let claim = json!({"name": "team", "claimType": "RESOURCE", "value": "user.department",
        "valueType": "EXPRESSION"});
    assert_eq!(world.post(&format!("{url}/claims"), &claim).await.0, 201);
    let bad = json!({"name": "x", "claimType": "GUESS"});
    assert_eq!(
        error(&world.post(&format!("{url}/claims"), &bad).await).2,
        ["claimType: The field has an invalid value"]
    );
    let policy = json!({"name": "All", "description": "All clients",
        "type": "OAUTH_AUTHORIZATION_POLICY", "priority": 1,
        "conditions": {"clients": {"include": ["ALL_CLIENTS"]}}});
    let (status, policy) = world.post(&format!("{url}/policies"), &policy).await;
    assert_eq!(status, 201);
    let rules = format!("{url}/policies/{}/rules", id(&policy));
    let rule = json!({"name": "Services", "priority": 1, "type": "RESOURCE_ACCESS",
        "conditions": {"grantTypes": {"include": ["client_credentials"]}, "scopes": {"include": ["*"]}},
        "actions": {"token": {"accessTokenLifetimeMinutes": 60}}});
    let (status, rule) = world.post(&rules, &rule).await;
    assert_eq!((status, &rule["type"]), (201, &json!("RESOURCE_ACCESS")));
    let rule = format!("{rules}/{}/lifecycle/deactivate", id(&rule));
    assert_eq!(world.post(&rule, &Value::Null).await.0, 204);
    assert_eq!(world.all(&rules).await[0]["status"], "INACTIVE");
    let rotate = format!("{url}/credentials/lifecycle/keyRotate");
    let (_, keys) = world.post(&rotate, &json!({"use": "sig"})).await;
    let statuses: Vec<&Value> = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["status"])
        .collect();
    assert_eq!(statuses, ["ACTIVE", "EXPIRED"]);
    assert_eq!(world.delete(&url).await.0, 204);
    assert_eq!(world.get(&rules).await.0, 404);
    assert_eq!(
        world.get("/api/v1/authorizationServers/default").await.1["name"],
        "default"
    );
}

#[tokio::test]
async fn sign_on_policies_keep_their_order() {
    let world = world().await;
    let group = group(&world, "Contractors").await;
    let create = async |name: &str, priority: u32| {
        let body = json!({"type": "OKTA_SIGN_ON", "name": name, "priority": priority,
            "conditions": {"people": {"groups": {"include": [group]}}}});
        let (status, policy) = world.post("/api/v1/policies", &body).await;
        assert_eq!(status, 200, "{policy}");
        id(&policy)
    };
    let strict = create("Strict", 1).await;
    create("Stricter", 1).await;
    create("Mild", 9).await;
    let order = async || {
        let policies = world.all("/api/v1/policies?type=OKTA_SIGN_ON").await;
        let names = policies
            .iter()
            .map(|policy| policy["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(
        order().await,
        ["Stricter", "Strict", "Mild", "Default Policy"]
    );
    let rule = json!({"type": "SIGN_ON", "name": "Ask for a factor",
        "actions": {"signon": {"access": "ALLOW", "requireFactor": true,
            "factorPromptMode": "ALWAYS"}}});
    let rules = format!("/api/v1/policies/{strict}/rules");
    let (status, rule) = world.post(&rules, &rule).await;
    assert_eq!((status, &rule["priority"]), (200, &json!(1)));
    assert_eq!(
        world.delete(&format!("/api/v1/policies/{strict}")).await.0,
        204
    );
    assert_eq!(order().await, ["Stricter", "Mild", "Default Policy"]);
    assert_eq!(world.get(&rules).await.0, 404);
    assert_eq!(error(&world.get("/api/v1/policies").await).1, "E0000028");
}

#[tokio::test]
async fn factors_are_enrolled_activated_and_verified() {
    let world = world().await;
    let (_, user) = world
        .post("/api/v1/users", &person("grace@example.com", "Navy"))
        .await;
    let factors = format!("/api/v1/users/{}/factors", id(&user));
    let totp = json!({"factorType": "token:software:totp", "provider": "GOOGLE"});
    let (_, totp) = world.post(&factors, &totp).await;
    assert_eq!(totp["status"], "PENDING_ACTIVATION");
    assert!(totp["_embedded"]["activation"]["sharedSecret"].is_string());
    let url = format!("{factors}/{}", id(&totp));
    let activate = format!("{url}/lifecycle/activate");
    let wrong = world.post(&activate, &json!({"passCode": "000000"})).await;
    assert_eq!(error(&wrong).1, "E0000068");
    let right = json!({"passCode": "123456"});
    assert_eq!(world.post(&activate, &right).await.1["status"], "ACTIVE");
    let (status, verified) = world.post(&format!("{url}/verify"), &right).await;
    assert_eq!(
        (status, &verified["factorResult"]),
        (200, &json!("SUCCESS"))
    );
    let question = json!({"factorType": "question", "provider": "OKTA",
        "profile": {"question": "disliked_food", "answer": "mayonnaise"}});
    let (_, question) = world.post(&factors, &question).await;
    assert_eq!(question["status"], "ACTIVE");
    assert!(!question.to_string().contains("mayonnaise"));
    let push = json!({"factorType": "push", "provider": "OKTA"});
    let (_, push) = world.post(&format!("{factors}?activate=true"), &push).await;
    let (_, waiting) = world
        .post(&format!("{factors}/{}/verify", id(&push)), &json!({}))
        .await;
    let poll = waiting["_links"]["poll"]["href"].as_str().unwrap();
    assert_eq!(world.get(poll).await.1["factorResult"], "SUCCESS");
    let (_, catalog) = world.get(&format!("{factors}/catalog")).await;
    let active = catalog
        .as_array()
        .unwrap()
        .iter()
        .filter(|kind| kind["status"] == "ACTIVE");
    assert_eq!(active.count(), 3);
}

#[tokio::test]
async fn an_audit_of_failed_sign_ins() {
    let world = world().await;
    let filter =
        "eventType%20eq%20%22user.session.start%22%20and%20outcome.result%20eq%20%22FAILURE%22";
    let path = format!(
        "/api/v1/logs?since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&limit=3&filter={filter}"
    );
    let before = world.all(&path).await.len();
    assert!(before > 3);
    let wrong = json!({"username": "nobody@example.com", "password": "x"});
    world.post("/api/v1/authn", &wrong).await;
    let events = world.all(&path).await;
    assert_eq!(events.len(), before + 1);
    let last = events.last().unwrap();
    assert_eq!(last["actor"]["alternateId"], "nobody@example.com");
    assert_eq!(last["outcome"]["reason"], "VERIFICATION_ERROR");
    // Without an end there is always more to come.
    let response = world
        .send(
            reqwest::Method::GET,
            "/api/v1/logs?q=nothing-like-this",
            None,
        )
        .await;
    let next = support::next_link(&response).unwrap();
    assert_eq!(world.get(&next).await.1, json!([]));
    world
        .post(
            "/api/v1/groups",
            &json!({"profile": {"name": "nothing-like-this"}}),
        )
        .await;
    let found = world.get(&next).await.1;
    assert_eq!(found[0]["eventType"], "group.lifecycle.create");
    assert_eq!(
        error(&world.get("/api/v1/logs?since=yesterday").await).1,
        "E0000030"
    );
}

#[tokio::test]
async fn secrets_of_a_service_account_are_rotated() {
    let world = world().await;
    let body = json!({"name": "oidc_client", "label": "Robot", "signOnMode": "OPENID_CONNECT",
        "settings": {"oauthClient": {"application_type": "service",
            "grant_types": ["client_credentials"], "response_types": ["token"]}}});
    let (_, app) = world.post("/api/v1/apps", &body).await;
    let secrets = format!("/api/v1/apps/{}/credentials/secrets", id(&app));
    let old = world.all(&secrets).await.remove(0);
    assert_eq!(
        old["client_secret"],
        app["credentials"]["oauthClient"]["client_secret"]
    );
    let (status, new) = world.post(&secrets, &json!({})).await;
    assert_eq!((status, &new["status"]), (201, &json!("ACTIVE")));
    assert_ne!(old["client_secret"], new["client_secret"]);
    assert_eq!(world.post(&secrets, &json!({})).await.0, 400);
    let old = format!("{secrets}/{}", id(&old));
    assert_eq!(world.delete(&old).await.0, 400);
    let deactivate = format!("{old}/lifecycle/deactivate");
    assert_eq!(
        world.post(&deactivate, &Value::Null).await.1["status"],
        "INACTIVE"
    );
    assert_eq!(world.delete(&old).await.0, 204);
    assert_eq!(world.all(&secrets).await.len(), 1);
}

#[tokio::test]
async fn roles_and_linked_objects() {
    let world = world().await;
    let users = world.all("/api/v1/users").await;
    let (boss, worker) = (id(&users[3]), id(&users[4]));
    let roles = format!("/api/v1/users/{boss}/roles");
    let role = json!({"type": "USER_ADMIN"});
    let (status, assigned) = world.post(&roles, &role).await;
    assert_eq!((status, &assigned["id"]), (201, &json!("KVJUKUS7IFCE2SKO")));
    assert_eq!(error(&world.post(&roles, &role).await).1, "E0000090");
    let group = group(&world, "Targets").await;
    let targets = format!("{roles}/KVJUKUS7IFCE2SKO/targets/groups");
    assert_eq!(
        world
            .put(&format!("{targets}/{group}"), &Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(id(&world.all(&targets).await[0]), group);
    assert_eq!(
        world.delete(&format!("{roles}/KVJUKUS7IFCE2SKO")).await.0,
        204
    );
    assert_eq!(world.get(&targets).await.0, 404);

    let link = format!("/api/v1/users/{worker}/linkedObjects/manager/{boss}");
    assert_eq!(world.put(&link, &Value::Null).await.0, 204);
    let (_, managers) = world
        .get(&format!("/api/v1/users/{worker}/linkedObjects/manager"))
        .await;
    assert!(managers.to_string().contains(&boss));
    let (_, workers) = world
        .get(&format!("/api/v1/users/{boss}/linkedObjects/subordinate"))
        .await;
    assert!(workers.to_string().contains(&worker));
}
