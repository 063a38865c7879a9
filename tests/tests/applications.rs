//! A program that goes through all kinds of applications, changes one setting of each and
//! writes it back: nothing else changes.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../okta-api/tests/support/mod.rs"]
mod support;

use futures::TryStreamExt;
use okta_api::{Client, Field, types::*};
use serde_json::{Value, json};
use support::{Org, Reply};

/// What every application has, with nulls, unknown properties and links of all forms.
fn application(mode: Value, name: &str, own: Value) -> Value {
    let mut application = json!({
        "id": format!("0oa{name}"),
        "name": name,
        "label": format!("The {name}"),
        "status": "ACTIVE",
        "created": "2024-02-29T23:59:59.000Z",
        "lastUpdated": "2025-01-01T00:00:00.001Z",
        "accessibility": {"selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null},
        "visibility": {
            "autoLaunch": false, "autoSubmitToolbar": false,
            "hide": {"iOS": false, "web": false}, "appLinks": {format!("{name}_link"): true},
        },
        "features": [],
        "licensing": null,
        "orn": "orn:okta:idp:00o1:apps:x",
        "universalLogout": {"status": "DISABLED", "protocol": null},
        "signOnMode": mode,
        "_links": {
            "self": {"href": "https://acme.okta.com/api/v1/apps/1"},
            "logo": [{"name": "medium", "href": "https://acme.okta.com/m.png"}],
            "uploadLogo": {"href": "https://acme.okta.com/l", "hints": {"allow": ["POST"]}},
        },
        "_embedded": {"user": {"id": "00u1", "n": [1, 2.5, null]}},
    });
    let all = application.as_object_mut().unwrap();
    all.extend(own.as_object().unwrap().clone());
    application
}

fn settings(app: Value) -> Value {
    json!({
        "credentials": {
            "scheme": "EDIT_USERNAME_AND_PASSWORD",
            "userNameTemplate": {"template": "${source.login}", "type": "BUILT_IN", "userSuffix": null},
            "revealPassword": true, "signing": {}, "password": {},
        },
        "settings": {
            "app": app,
            "notifications": {"vpn": {"network": {"connection": "DISABLED"}, "message": null, "helpUrl": null}},
            "manualProvisioning": false,
            "implicitAssignment": false,
            "notes": {"admin": null, "enduser": "Ask \"Ada\" first: ünïcode"},
        },
    })
}

fn served() -> Vec<Value> {
    let sign_on = json!({
        "defaultRelayState": "", "ssoAcsUrl": "https://sp/acs", "audience": "urn:sp",
        "responseSigned": true, "assertionSigned": true, "slo": {"enabled": false},
        "attributeStatements": [
            {"type": "GROUP", "name": "groups", "filterType": "REGEX", "filterValue": ".*"},
            {"type": "EXPRESSION", "name": "mail", "values": ["user.email"], "namespace": null},
        ],
        "acsEndpoints": [{"url": "https://sp/acs", "index": 0}], "configuredAttributeStatements": [],
        "assertionEncryption": {"enabled": false}, "spCertificate": null,
    });
    let with_sign_on = |mut own: Value, sign_on: &Value| {
        own["settings"]["signOn"] = sign_on.clone();
        own
    };
    vec![
        application(
            json!("AUTO_LOGIN"),
            "acme_autologin_1",
            with_sign_on(
                settings(json!({})),
                &json!({"loginUrl": "https://old", "redirectUrl": null, "extra": [{}]}),
            ),
        ),
        application(
            json!("BASIC_AUTH"),
            "template_basic_auth",
            settings(json!({"url": "https://old", "authURL": "https://auth", "realm": 7})),
        ),
        application(
            json!("BOOKMARK"),
            "bookmark",
            settings(json!({"requestIntegration": false, "url": "https://old"})),
        ),
        application(
            json!("BROWSER_PLUGIN"),
            "template_swa",
            settings(json!({"buttonField": "#old", "url": "https://x", "checkbox": null})),
        ),
        application(
            json!("BROWSER_PLUGIN"),
            "template_swa3field",
            settings(json!({"targetURL": "https://x", "extraFieldSelector": ".old", "new": {}})),
        ),
        application(
            json!("OPENID_CONNECT"),
            "oidc_client",
            json!({
                "credentials": {
                    "oauthClient": {
                        "autoKeyRotation": true, "client_id": "0oax", "pkce_required": true,
                        "token_endpoint_auth_method": "client_secret_jwt", "client_secret": "s3cret",
                    },
                    "userNameTemplate": {"template": "${source.login}", "type": "BUILT_IN"},
                },
                "profile": {"tier": 3, "owners": ["ada"], "none": null},
                "settings": {"app": {}, "oauthClient": {
                    "client_uri": null, "logo_uri": null, "redirect_uris": ["https://old/cb"],
                    "response_types": ["code", "fax"], "grant_types": [], "application_type": "cli",
                    "jwks": {"keys": [{"kty": "RSA", "e": "AQAB", "n": "x", "x5c": ["y"]}]},
                    "refresh_token": {"rotation_type": "ROTATE", "leeway": 30},
                    "idp_initiated_login": {"mode": "DISABLED", "default_scope": []},
                    "dpop_bound_access_tokens": false, "wildcard_redirect": "DISABLED",
                }},
            }),
        ),
        application(
            json!("SAML_2_0"),
            "acme_saml_1",
            with_sign_on(settings(json!({"region": "eu", "flags": [true]})), &sign_on),
        ),
        application(
            json!("SAML_2_0"),
            "okta_org2org",
            with_sign_on(
                settings(json!({"baseUrl": "https://old", "acsUrl": null})),
                &sign_on,
            ),
        ),
        application(
            json!("SECURE_PASSWORD_STORE"),
            "template_sps",
            settings(json!({"url": "https://x", "optionalField1": "old", "optionalField2": ""})),
        ),
        application(
            json!("WS_FEDERATION"),
            "template_wsfed",
            settings(json!({"siteURL": "https://old", "wReplyOverride": false, "realm": "urn:r"})),
        ),
        application(
            json!("BROWSER_PLUGIN"),
            "acme_intranet",
            settings(json!({"tenant": "old"})),
        ),
        application(json!("QUANTUM"), "acme_q", settings(json!({"qubits": 7}))),
        application(json!(null), "acme_null", settings(json!({"x": [null]}))),
    ]
}

/// The program: one setting of each kind. Returns where it changed, and to what.
fn change(application: &mut Application) -> (&'static str, Value) {
    const URL: &str = "https://new.example.com";
    // An inner macro is not worth it: the way to each setting is what is shown here.
    match application {
        Application::AutoLogin(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings.sign_on.get_or_insert_default().unwrap().login_url = URL.into();
            ("/settings/signOn/loginUrl", json!(URL))
        }
        Application::BasicAuth(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings.app.get_or_insert_default().unwrap().url = URL.into();
            ("/settings/app/url", json!(URL))
        }
        Application::Bookmark(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings.app.get_or_insert_default().unwrap().url = URL.into();
            ("/settings/app/url", json!(URL))
        }
        Application::Swa(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings.app.get_or_insert_default().unwrap().button_field = "#new".into();
            ("/settings/app/buttonField", json!("#new"))
        }
        Application::SwaThreeField(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings
                .app
                .get_or_insert_default()
                .unwrap()
                .extra_field_selector = Field::Null;
            ("/settings/app/extraFieldSelector", json!(null))
        }
        Application::OpenIdConnect(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            let client = settings.oauth_client.get_or_insert_default().unwrap();
            client.redirect_uris = vec![URL.to_owned()].into();
            ("/settings/oauthClient/redirect_uris", json!([URL]))
        }
        Application::Saml(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            let sign_on = settings.sign_on.get_or_insert_default().unwrap();
            sign_on.assertion_signed = false.into();
            ("/settings/signOn/assertionSigned", json!(false))
        }
        Application::Org2Org(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings.app.get_or_insert_default().unwrap().base_url = URL.into();
            ("/settings/app/baseUrl", json!(URL))
        }
        Application::SecurePasswordStore(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings
                .app
                .get_or_insert_default()
                .unwrap()
                .optional_field1 = "new".into();
            ("/settings/app/optionalField1", json!("new"))
        }
        Application::WsFederation(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            settings.app.get_or_insert_default().unwrap().site_url = URL.into();
            ("/settings/app/siteURL", json!(URL))
        }
        Application::BrowserPlugin(app) => {
            let settings = app.settings.get_or_insert_default().unwrap();
            let free = &mut settings
                .app
                .get_or_insert_default()
                .unwrap()
                .additional_properties;
            free.insert("tenant", json!("new"));
            ("/settings/app/tenant", json!("new"))
        }
        // A kind that this version does not know, or none: what all kinds have in common.
        other => {
            *other.label_mut() = "New label".into();
            ("/label", json!("New label"))
        }
    }
}

/// Sends every application back with one change; returns the changed places.
async fn program(client: &Client) -> Vec<(&'static str, Value)> {
    let mut changes = Vec::new();
    let mut applications = client.list_applications().stream();
    while let Some(mut application) = applications.try_next().await.unwrap() {
        changes.push(change(&mut application));
        let id = application.id().unwrap().to_owned();
        client
            .replace_application(id, application)
            .send()
            .await
            .unwrap();
    }
    changes
}

#[tokio::test]
async fn only_the_changed_setting_differs() {
    let org = Org::start(|seen| match seen.method.as_str() {
        "GET" => Reply::json(json!(served()).to_string()),
        _ => Reply::json(String::from_utf8_lossy(&seen.body)),
    })
    .await;
    let changes = program(&org.client()).await;

    let served = served();
    assert_eq!(changes.len(), served.len());
    let sent: Vec<_> = org
        .seen()
        .into_iter()
        .filter(|r| r.method == "PUT")
        .collect();
    assert_eq!(sent.len(), served.len());
    let mut places = std::collections::HashSet::new();
    for ((request, (place, new)), mut expected) in sent.iter().zip(changes).zip(served) {
        let id = expected["id"].as_str().unwrap();
        assert_eq!(request.path, format!("/api/v1/apps/{id}"));
        assert!(request.query.is_empty());
        let setting = expected.pointer_mut(place).unwrap();
        assert_ne!(*setting, new, "{place} was not changed");
        *setting = new;
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body, expected, "{place}");
        places.insert((place, expected["signOnMode"].to_string()));
    }
    // Every kind went its own way through the program.
    assert_eq!(places.len(), 13);
}

#[tokio::test]
async fn a_new_application_says_what_kind_it_is() {
    let org = Org::scripted(vec![Reply::json("{}")]).await;
    let client = org.client();
    let label = || Field::from("New");
    let mut expected = Vec::new();
    macro_rules! create {
        ($($kind:ident => $mode:literal, $name:expr;)*) => {$(
            let new = $kind { label: label(), ..Default::default() };
            assert_eq!(Application::from(new.clone()).sign_on_mode().as_ref().unwrap(), $mode);
            client.create_application(new).send().await.unwrap();
            expected.push(match $name {
                None::<&str> => json!({"label": "New", "signOnMode": $mode}),
                Some(name) => json!({"label": "New", "signOnMode": $mode, "name": name}),
            });
        )*};
    }
    create! {
        AutoLoginApplication => "AUTO_LOGIN", None;
        BasicAuthApplication => "BASIC_AUTH", None;
        BookmarkApplication => "BOOKMARK", None;
        BrowserPluginApplication => "BROWSER_PLUGIN", None;
        SwaApplication => "BROWSER_PLUGIN", Some("template_swa");
        SwaThreeFieldApplication => "BROWSER_PLUGIN", Some("template_swa3field");
        OpenIdConnectApplication => "OPENID_CONNECT", None;
        SamlApplication => "SAML_2_0", None;
        Org2OrgApplication => "SAML_2_0", Some("okta_org2org");
        SecurePasswordStoreApplication => "SECURE_PASSWORD_STORE", None;
        WsFederationApplication => "WS_FEDERATION", None;
    }
    let sent: Vec<Value> = org
        .seen()
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    assert_eq!(sent, expected);
}
