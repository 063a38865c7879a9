//! What Okta adds to new applications of each kind, as its recorded traffic shows.
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
            "acsEndpoints allowMultipleAcsEndpoints assertionEncryption assertionSigned attributeStatements audience authnContextClassRef defaultRelayState destination digestAlgorithm honorForceAuthn idpIssuer inlineHooks recipient requestCompressed responseSigned samlSignedRequestEnabled signatureAlgorithm slo spIssuer ssoAcsUrl subjectNameIdFormat subjectNameIdTemplate",
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
