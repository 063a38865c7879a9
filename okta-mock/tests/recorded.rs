//! What Okta does in its recorded traffic, where a likely guess would be another.
#![allow(clippy::unwrap_used)]

mod support;

use base64::{Engine, prelude::BASE64_STANDARD};
use data_encoding::BASE32_NOPAD;
use okta_mock::{Limits, Org};
use reqwest::Method;
use ring::hmac;
use serde_json::{Value, json};
use support::{World, error, id};

async fn world() -> World {
    World::of(Org::builder().limits(Limits::none()).start().await.unwrap())
}

async fn created(world: &World, path: &str, body: Value) -> Value {
    let (status, answer) = world.post(path, &body).await;
    assert!((200..300).contains(&status), "{path} {status} {answer}");
    answer
}

async fn user(world: &World, name: &str, department: &str) -> String {
    let login = format!("{}@example.org", name.to_lowercase());
    let body = json!({
        "profile": { "firstName": name, "lastName": "Byron", "login": login, "email": login,
            "department": department },
        "credentials": { "password": { "value": "Nanosecond-11" } },
    });
    id(&created(world, "/api/v1/users", body).await).to_owned()
}

async fn app(world: &World, label: &str, mode: &str) -> String {
    let body = json!({ "label": label, "signOnMode": mode });
    id(&created(world, "/api/v1/apps", body).await).to_owned()
}

/// What an authenticator app shows (RFC 6238), from a secret as it is typed in.
fn one_time_code(secret: &str, seconds: i64) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = hmac::sign(&key, &(seconds / 30).to_be_bytes());
    let at = usize::from(tag.as_ref()[19] & 0xf);
    let word = u32::from_be_bytes(tag.as_ref()[at..at + 4].try_into().unwrap());
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

#[tokio::test]
async fn codes_of_a_real_authenticator_app_are_accepted() {
    let world = world().await;
    let user = user(&world, "Ada", "Mathematics").await;
    for provider in ["GOOGLE", "OKTA"] {
        let body = json!({ "factorType": "token:software:totp", "provider": provider });
        let factors = format!("/api/v1/users/{user}/factors");
        let factor = created(&world, &factors, body).await;
        let activation = &factor["_embedded"]["activation"];
        assert_eq!(activation["encoding"], "base32");
        let secret = activation["sharedSecret"].as_str().unwrap();
        let own = format!("{factors}/{}", id(&factor));
        let now = world.org.clock().now().timestamp();
        let wrong = json!({ "passCode": one_time_code(secret, now - 3600) });
        let activate = format!("{own}/lifecycle/activate");
        assert_eq!(error(&world.post(&activate, &wrong).await).1, "E0000068");
        let right = json!({ "passCode": one_time_code(secret, now) });
        let active = created(&world, &activate, right).await;
        assert_eq!(active["status"], "ACTIVE");
        assert!(!active.to_string().contains(secret));
        let now = world.org.clock().now().timestamp();
        let right = json!({ "passCode": one_time_code(secret, now) });
        let verified = created(&world, &format!("{own}/verify"), right).await;
        assert_eq!(verified["factorResult"], "SUCCESS");
        assert_eq!(world.post(&format!("{own}/verify"), &wrong).await.0, 403);
    }
}

#[tokio::test]
async fn a_rule_that_acts_again_lets_go_of_those_who_changed() {
    let world = world().await;
    let (stays, leaves) = (
        user(&world, "Ada", "Mathematics").await,
        user(&world, "Grace", "Mathematics").await,
    );
    let group = created(
        &world,
        "/api/v1/groups",
        json!({ "profile": { "name": "M" } }),
    )
    .await;
    let rule = json!({ "type": "group_rule", "name": "Mathematicians",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0",
            "value": "user.department==\"Mathematics\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [id(&group)] } } });
    let rule = created(&world, "/api/v1/groups/rules", rule).await;
    let own = format!("/api/v1/groups/rules/{}", id(&rule));
    let members = async || {
        let members = world
            .all(&format!("/api/v1/groups/{}/users", id(&group)))
            .await;
        members
            .iter()
            .map(|user| id(user).to_owned())
            .collect::<Vec<_>>()
    };
    let (activate, deactivate) = (
        format!("{own}/lifecycle/activate"),
        format!("{own}/lifecycle/deactivate"),
    );
    world.post(&activate, &Value::Null).await;
    assert_eq!(members().await, [stays.clone(), leaves.clone()]);
    world.post(&deactivate, &Value::Null).await;
    let moved = json!({ "profile": { "department": "Navy" } });
    world.post(&format!("/api/v1/users/{leaves}"), &moved).await;
    assert_eq!(members().await.len(), 2, "a rule at rest does nothing");
    world.post(&activate, &Value::Null).await;
    assert_eq!(members().await, [stays]);
}

#[tokio::test]
async fn group_rules_are_searched_by_keyword() {
    let world = world().await;
    let group = created(
        &world,
        "/api/v1/groups",
        json!({ "profile": { "name": "K" } }),
    )
    .await;
    for (name, department) in [("Sales staff", "Sales"), ("Navy", "Fleet")] {
        let rule = json!({ "type": "group_rule", "name": name,
            "conditions": { "expression": { "type": "urn:okta:expression:1.0",
                "value": format!("user.department==\"{department}\"") } },
            "actions": { "assignUserToGroups": { "groupIds": [id(&group)] } } });
        created(&world, "/api/v1/groups/rules", rule).await;
    }
    for (search, expected) in [
        ("staff", vec!["Sales staff"]),
        ("FLEET", vec!["Navy"]),
        ("nothing%20like%20it", vec![]),
    ] {
        let rules = world
            .all(&format!("/api/v1/groups/rules?search={search}"))
            .await;
        let names: Vec<_> = rules
            .iter()
            .map(|rule| rule["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, expected, "{search}");
    }
    let named = world
        .all("/api/v1/groups/rules?search=staff&expand=groupIdToGroupNameMap")
        .await;
    assert_eq!(
        named[0]["_embedded"]["groupIdToGroupNameMap"][id(&group)],
        "K"
    );
}

#[tokio::test]
async fn assignments_of_an_app_are_looked_up_by_name() {
    let world = world().await;
    let app = app(&world, "Diary", "BOOKMARK").await;
    for name in ["Ada", "Grace"] {
        let user = user(&world, name, "Mathematics").await;
        created(
            &world,
            &format!("/api/v1/apps/{app}/users"),
            json!({ "id": user }),
        )
        .await;
    }
    for name in ["Analysts", "Compilers"] {
        let group = json!({ "profile": { "name": name } });
        let group = created(&world, "/api/v1/groups", group).await;
        let path = format!("/api/v1/apps/{app}/groups/{}", id(&group));
        assert_eq!(world.put(&path, &json!({})).await.0, 200);
    }
    for (kind, q, expected) in [
        ("users", "gra", 1),
        ("users", "ada@example", 1),
        ("users", "byron", 2),
        ("users", "nobody", 0),
        ("groups", "comp", 1),
        ("groups", "", 2),
        ("groups", "nothing", 0),
    ] {
        let found = world.all(&format!("/api/v1/apps/{app}/{kind}?q={q}")).await;
        assert_eq!(found.len(), expected, "{kind} {q}");
    }
}

#[tokio::test]
async fn apps_and_their_users_take_attributes_of_any_type() {
    let world = world().await;
    let body = json!({ "label": "Painted", "signOnMode": "BOOKMARK",
        "profile": { "color": "blue", "floors": 3, "tags": ["a"], "more": { "x": 1 } } });
    let app = created(&world, "/api/v1/apps", body.clone()).await;
    assert_eq!(app["profile"], body["profile"]);
    let user = user(&world, "Ada", "Mathematics").await;
    let body = json!({ "id": user, "profile": { "color": "blue", "level": 2 } });
    let users = format!("/api/v1/apps/{}/users", id(&app));
    assert_eq!(created(&world, &users, body).await["profile"]["level"], 2);
}

#[tokio::test]
async fn certificate_requests_are_pkcs10() {
    let world = world().await;
    let app = app(&world, "Signed", "SAML_2_0").await;
    let provider = json!({ "type": "OIDC", "name": "Signed" });
    let provider = created(&world, "/api/v1/idps", provider).await;
    let body = json!({
        "subject": { "countryName": "CA", "localityName": "Toronto",
            "organizationName": "Okta, Inc.", "organizationalUnitName": "Dev",
            "commonName": "SP Issuer" },
        "subjectAltNames": { "dnsNames": ["dev.example.org"] },
    });
    for owner in [
        format!("/api/v1/apps/{app}"),
        format!("/api/v1/idps/{}", id(&provider)),
    ] {
        let csrs = format!("{owner}/credentials/csrs");
        let csr = created(&world, &csrs, body.clone()).await;
        let der = BASE64_STANDARD
            .decode(csr["csr"].as_str().unwrap())
            .unwrap();
        assert_eq!(der[..2], [0x30, 0x82], "a sequence");
        for part in ["SP Issuer", "Toronto", "dev.example.org"] {
            let found = der
                .windows(part.len())
                .any(|window| window == part.as_bytes());
            assert!(found, "{part}");
        }
        read_with_openssl(csr["csr"].as_str().unwrap());
        assert_eq!(world.all(&csrs).await[0]["csr"], csr["csr"]);
    }
    let nowhere = json!({ "subjectAltNames": { "dnsNames": ["not a host \u{e9}"] } });
    let csrs = format!("/api/v1/apps/{app}/credentials/csrs");
    assert_eq!(world.post(&csrs, &nowhere).await.0, 400);
}

/// Where openssl is there, it says that the request is well-formed and signed.
fn read_with_openssl(csr: &str) {
    let file = std::env::temp_dir().join(format!("okta-mock-csr-{}.pem", std::process::id()));
    let pem =
        format!("-----BEGIN CERTIFICATE REQUEST-----\n{csr}\n-----END CERTIFICATE REQUEST-----\n");
    std::fs::write(&file, pem).unwrap();
    let read = std::process::Command::new("openssl")
        .args(["req", "-verify", "-noout", "-subject", "-in"])
        .arg(&file)
        .output();
    std::fs::remove_file(&file).unwrap();
    if let Ok(read) = read {
        let said = String::from_utf8_lossy(&read.stdout).into_owned();
        assert!(
            read.status.success(),
            "{}",
            String::from_utf8_lossy(&read.stderr)
        );
        assert!(said.contains("SP Issuer"), "{said}");
    }
}

#[tokio::test]
async fn metadata_of_saml_apps_is_xml_for_the_keys_that_they_have() {
    let world = world().await;
    let app = app(&world, "Signed", "SAML_2_0").await;
    let kid =
        world.get(&format!("/api/v1/apps/{app}")).await.1["credentials"]["signing"]["kid"].clone();
    let metadata = format!("/api/v1/apps/{app}/sso/saml/metadata?kid=");
    let kid = kid.as_str().unwrap();
    for (kid, accept, status, kind, expected) in [
        (kid, "*/*", 200, "text/xml", "EntityDescriptor"),
        (kid, "text/xml", 200, "text/xml", "EntityDescriptor"),
        (kid, "application/xml", 200, "text/xml", "EntityDescriptor"),
        ("unknown", "text/xml", 404, "application/json", "E0000007"),
        (
            "unknown",
            "application/json",
            400,
            "application/json",
            "E0000019",
        ),
    ] {
        let url = format!("{}{metadata}{kid}", world.org.url());
        let answer = world
            .http
            .request(Method::GET, url)
            .header("Authorization", format!("SSWS {}", world.org.token()))
            .header("Accept", accept)
            .send()
            .await
            .unwrap();
        let found = answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(found.starts_with(kind), "{accept} {found}");
        assert_eq!(answer.status().as_u16(), status, "{accept}");
        let text = answer.text().await.unwrap();
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn certificates_of_keys_are_real() {
    let world = world().await;
    let app = app(&world, "Signed", "SAML_2_0").await;
    let keys = world
        .all(&format!("/api/v1/apps/{app}/credentials/keys"))
        .await;
    let der = BASE64_STANDARD
        .decode(keys[0]["x5c"][0].as_str().unwrap())
        .unwrap();
    let url_safe = base64::prelude::BASE64_URL_SAFE_NO_PAD;
    let thumbprint = ring::digest::digest(&ring::digest::SHA256, &der);
    assert_eq!(keys[0]["x5t#S256"], url_safe.encode(thumbprint));
    let modulus = url_safe.decode(keys[0]["n"].as_str().unwrap()).unwrap();
    assert_eq!(modulus.len(), 256);
    let found = der.windows(256).any(|window| window == modulus);
    assert!(found, "the certificate is of the key");
}

#[tokio::test]
async fn empty_texts_of_profiles_and_settings_come_back_null() {
    let world = world().await;
    let group = json!({ "profile": { "name": "Blank", "description": "" } });
    let group = created(&world, "/api/v1/groups", group).await;
    assert_eq!(group["profile"]["description"], Value::Null);
    let user = user(&world, "Ada", "").await;
    let (_, found) = world.get(&format!("/api/v1/users/{user}")).await;
    assert_eq!(found["profile"]["department"], Value::Null);
    let app = json!({ "label": "Blank", "name": "template_swa", "signOnMode": "BROWSER_PLUGIN",
        "accessibility": { "errorRedirectUrl": "" },
        "settings": { "app": { "url": "https://example.org", "checkbox": "" } } });
    let app = created(&world, "/api/v1/apps", app).await;
    assert_eq!(app["accessibility"]["errorRedirectUrl"], Value::Null);
    assert_eq!(app["settings"]["app"]["checkbox"], Value::Null);
    assert_eq!(app["settings"]["app"]["url"], "https://example.org");
}

#[tokio::test]
async fn mappings_refuse_attributes_that_their_target_does_not_have() {
    let world = world().await;
    let app = app(&world, "Mapped", "OPENID_CONNECT").await;
    let of_app = world.all(&format!("/api/v1/mappings?targetId={app}")).await;
    let to_users = world.all(&format!("/api/v1/mappings?sourceId={app}")).await;
    let body = |name: &str| json!({ "properties": { name: { "expression": "user.login" } } });
    for (mapping, good, bad) in [
        (id(&of_app[0]), "given_name", "firstName"),
        (id(&to_users[0]), "firstName", "given_name"),
    ] {
        let own = format!("/api/v1/mappings/{mapping}");
        let changed = created(&world, &own, body(good)).await;
        assert_eq!(changed["properties"][good]["pushStatus"], "DONT_PUSH");
        let answer = world.post(&own, &body(bad)).await;
        let cause = format!("Invalid target field {bad}");
        assert_eq!(error(&answer), (400, "E0000001", vec![cause.as_str()]));
        assert_eq!(
            answer.1["errorSummary"],
            "Api validation failed: updateMapping"
        );
        let cleared = created(&world, &own, json!({ "properties": { good: null } })).await;
        assert!(cleared["properties"].get(good).is_none());
    }
    let unknown = "/api/v1/mappings/prm0000000000000000";
    assert_eq!(
        error(&world.post(unknown, &body("login")).await).1,
        "E0000007"
    );
    assert_eq!(
        error(&world.post(unknown, &body("nowhere")).await).1,
        "E0000001"
    );
}

#[tokio::test]
async fn only_apps_of_the_catalogue_provision() {
    let world = world().await;
    let own = app(&world, "Own", "BOOKMARK").await;
    let catalogue = json!({ "label": "Other org", "name": "okta_org2org",
        "signOnMode": "SAML_2_0" });
    let catalogue = created(&world, "/api/v1/apps", catalogue).await;
    let (own, catalogue) = (
        format!("/api/v1/apps/{own}"),
        format!("/api/v1/apps/{}", id(&catalogue)),
    );
    for feature in ["features", "features/USER_PROVISIONING"] {
        let answer = world.get(&format!("{own}/{feature}")).await;
        assert_eq!(
            error(&answer),
            (400, "E0000001", vec!["Provisioning is not supported."])
        );
        assert_eq!(world.get(&format!("{catalogue}/{feature}")).await.0, 200);
    }
    let unknown = world.get(&format!("{own}/features/UNHEARD_OF")).await;
    assert_eq!(error(&unknown).1, "E0000007");
    let connection = format!("{own}/connections/default");
    let expected = json!({ "status": "UNKNOWN", "profile": { "authScheme": "UNKNOWN" } });
    assert_eq!(world.get(&connection).await.1, expected);
    let activate = format!("{connection}/lifecycle/activate");
    assert_eq!(world.post(&activate, &Value::Null).await.0, 204);
    assert_eq!(world.get(&connection).await.1, expected);

    let connection = format!("{catalogue}/connections/default");
    let (_, before) = world.get(&connection).await;
    assert_eq!(
        (&before["status"], &before["authScheme"]),
        (&json!("DISABLED"), &json!("TOKEN"))
    );
    assert!(before["_links"]["activate"].is_object());
    let profile = json!({ "profile": { "authScheme": "TOKEN", "token": "top-secret" } });
    let after = created(&world, &format!("{connection}?activate=true"), profile).await;
    assert_eq!(after["status"], "ENABLED");
    assert!(after["_links"]["deactivate"].is_object());
    assert!(!after.to_string().contains("top-secret"));
    let change = json!({ "create": { "lifecycleCreate": { "status": "ENABLED" } } });
    let feature = format!("{catalogue}/features/USER_PROVISIONING");
    let (_, changed) = world.put(&feature, &change).await;
    let create = |feature: &Value| feature["capabilities"]["create"]["lifecycleCreate"].clone();
    assert_eq!(create(&changed)["status"], "ENABLED");
    assert_eq!(create(&world.get(&feature).await.1)["status"], "ENABLED");
}

#[tokio::test]
async fn tokens_of_unknown_clients_are_not_found() {
    let world = world().await;
    let me = "/api/v1/users/me/clients";
    let server = "/api/v1/authorizationServers/default/clients";
    let client = app(&world, "Known", "OPENID_CONNECT").await;
    for clients in [me, server] {
        let unknown = world.get(&format!("{clients}/0oaUnknown/tokens")).await;
        assert_eq!(error(&unknown).1, "E0000007");
        let summary = unknown.1["errorSummary"].as_str().unwrap();
        assert!(
            summary.ends_with("0oaUnknown (PublicClientApp)"),
            "{summary}"
        );
        let known = world.get(&format!("{clients}/{client}/tokens")).await;
        assert_eq!(known, (200, json!([])));
    }
    let unknown = world.delete(&format!("{server}/0oaUnknown/tokens")).await;
    assert_eq!(unknown.0, 404);
}

#[tokio::test]
async fn apps_are_signed_on_to_by_the_policy_that_they_are_given() {
    let world = world().await;
    let app = app(&world, "Guarded", "BOOKMARK").await;
    let policy = json!({ "type": "ACCESS_POLICY", "name": "Guards" });
    let policy = created(&world, "/api/v1/policies", policy).await;
    let put = |policy: &str| format!("/api/v1/apps/{app}/policies/{policy}");
    assert_eq!(world.put(&put(id(&policy)), &Value::Null).await.0, 204);
    let (_, found) = world.get(&format!("/api/v1/apps/{app}")).await;
    let href = found["_links"]["accessPolicy"]["href"].as_str().unwrap();
    assert!(href.ends_with(id(&policy)), "{href}");
    assert_eq!(world.put(&put("rst0"), &Value::Null).await.0, 404);
}

#[tokio::test]
async fn apps_are_expanded_by_one_user_and_nothing_else() {
    let world = world().await;
    let app = app(&world, "Expanded", "BOOKMARK").await;
    let user = user(&world, "Ada", "Mathematics").await;
    created(
        &world,
        &format!("/api/v1/apps/{app}/users"),
        json!({ "id": user }),
    )
    .await;
    let filter = format!("filter=user.id%20eq%20%22{user}%22&expand=user/{user}");
    let apps = world.all(&format!("/api/v1/apps?{filter}")).await;
    assert_eq!(apps[0]["_embedded"]["user"]["id"], user.as_str());
    let malformed = world.get("/api/v1/apps?expand=user/id,group/id").await;
    assert_eq!(
        error(&malformed),
        (400, "E0000001", vec!["Expand query is malformed."])
    );
}
