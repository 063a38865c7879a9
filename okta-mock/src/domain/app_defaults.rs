//! What Okta adds to a new application, by its way to sign on.

use serde_json::{Map, Value, json};

use super::app_settings;
use crate::{
    data::Rng,
    world::json::{clear_blanks, fill},
};

/// Sign-on modes that a request may ask for.
pub(crate) const SIGN_ON_MODES: &[&str] = &[
    "AUTO_LOGIN",
    "BASIC_AUTH",
    "BOOKMARK",
    "BROWSER_PLUGIN",
    "MFA_AS_SERVICE",
    "OPENID_CONNECT",
    "SAML_1_1",
    "SAML_2_0",
    "SECURE_PASSWORD_STORE",
    "WS_FEDERATION",
];

/// The kinds of applications that Okta has for everybody, by `name`.
const TEMPLATES: &[&str] = &[
    "bookmark",
    "oidc_client",
    "template_basic_auth",
    "template_sps",
    "template_swa",
    "template_swa3field",
    "template_wsfed",
];

/// Whether an application is one of an org's own making: neither one of Okta's templates
/// nor of its catalogue.
pub(crate) fn is_own(name: &str) -> bool {
    name.starts_with(ORG)
}

/// Whether an application is of Okta's catalogue, which knows how to provision users.
pub(crate) fn is_of_catalogue(name: &str) -> bool {
    !is_own(name) && !TEMPLATES.contains(&name)
}

/// What names of an org's own applications begin with: its subdomain.
const ORG: &str = "example_";

/// Whether an application has a key of its own, because others trust what it signs.
pub(crate) fn signs(app: &Map<String, Value>) -> bool {
    let mode = app.get("signOnMode").and_then(Value::as_str);
    let mode = mode.unwrap_or_else(|| mode_of(app.get("name").and_then(Value::as_str)));
    matches!(mode, "SAML_2_0" | "SAML_1_1" | "WS_FEDERATION")
}

/// How the dashboard names the link to an application.
pub(crate) fn app_link(name: &str) -> String {
    if is_own(name) || name == "oidc_client" {
        format!("{name}_link")
    } else {
        "login".to_owned()
    }
}

/// Adds what is missing to a new application. `id`, `status` and the times are there.
/// `kid` is the org's key that applications sign with.
pub(crate) fn complete(app: &mut Map<String, Value>, id: &str, kid: &str, rng: &mut Rng) {
    let label = app.get("label").and_then(Value::as_str).unwrap_or_default();
    let mode = match app.get("signOnMode").and_then(Value::as_str) {
        Some(mode) => mode.to_owned(),
        None => mode_of(app.get("name").and_then(Value::as_str)).to_owned(),
    };
    let name = match app.get("name").and_then(Value::as_str) {
        Some(name) => name.to_owned(),
        None => name_of(&mode).map_or_else(
            || {
                let slug: String = label
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .collect::<String>()
                    .to_lowercase();
                format!("{ORG}{slug}_1")
            },
            str::to_owned,
        ),
    };
    let is_client = mode == "OPENID_CONNECT";
    fill(
        app,
        json!({
            "name": name,
            "signOnMode": mode,
            "accessibility": {
                "selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null,
            },
            "visibility": {
                "autoLaunch": false,
                "autoSubmitToolbar": false,
                // What is no application to go to does not show on the dashboard.
                "hide": { "iOS": is_client, "web": is_client },
                "appLinks": { app_link(&name): true },
            },
            "features": [],
            "credentials": {
                "userNameTemplate": { "template": "${source.login}", "type": "BUILT_IN" },
                "signing": {},
            },
            "universalLogout": null,
            "settings": {
                "app": {},
                "notifications": { "vpn": {
                    "network": { "connection": "DISABLED" }, "message": null, "helpUrl": null,
                } },
                "manualProvisioning": false,
                "implicitAssignment": false,
                "emOptInStatus": "NONE",
                "notes": { "admin": null, "enduser": null },
            },
            "orn": format!("orn:okta:idp:example:apps:{name}:{id}"),
        }),
    );
    match mode.as_str() {
        "OPENID_CONNECT" => client(app, id, kid, rng),
        "SAML_2_0" | "SAML_1_1" => {
            fill(
                app,
                json!({
                    "credentials": { "signing": { "kid": kid } },
                    "settings": { "signOn": app_settings::saml(is_own(&name)) },
                }),
            );
        }
        "WS_FEDERATION" => fill(
            app,
            json!({
                "credentials": { "signing": { "kid": kid } },
                "settings": app_settings::sign_in(&mode, &name),
            }),
        ),
        "AUTO_LOGIN" | "BASIC_AUTH" | "BROWSER_PLUGIN" | "SECURE_PASSWORD_STORE" => {
            fill(
                app,
                json!({ "credentials": {
                    "scheme": "EDIT_USERNAME_AND_PASSWORD",
                    "revealPassword": false,
                } }),
            );
            fill(
                app,
                json!({ "settings": app_settings::sign_in(&mode, &name) }),
            );
        }
        "BOOKMARK" => fill(
            app,
            json!({
                "universalLogout": { "status": "UNSUPPORTED" },
                "settings": { "app": { "requestIntegration": false, "url": null } },
            }),
        ),
        _ => {}
    }
    hide_password(app);
    for part in [
        &["accessibility"][..],
        &["settings", "app"],
        &["settings", "notes"],
    ] {
        let (first, rest) = part.split_first().unwrap_or((&"", &[]));
        let place = rest
            .iter()
            .fold(app.get_mut(*first), |place, name| place?.get_mut(*name));
        if let Some(Value::Object(place)) = place {
            clear_blanks(place);
        }
    }
}

/// What an OAuth client has, by the kind of application that it is.
fn client(app: &mut Map<String, Value>, id: &str, kid: &str, rng: &mut Rng) {
    let given = |settings: &str, name: &str| {
        let given = app[settings]
            .get("oauthClient")
            .and_then(|client| client.get(name));
        given.and_then(Value::as_str).map(str::to_owned)
    };
    let kind = given("settings", "application_type").unwrap_or_else(|| "web".to_owned());
    let (usual, grants, responses) = match kind.as_str() {
        "browser" | "native" => ("none", json!(["authorization_code"]), json!(["code"])),
        "service" => (
            "client_secret_basic",
            json!(["client_credentials"]),
            json!(["token"]),
        ),
        _ => (
            "client_secret_basic",
            json!(["authorization_code"]),
            json!(["code"]),
        ),
    };
    let method = given("credentials", "token_endpoint_auth_method");
    let method = method.unwrap_or_else(|| usual.to_owned());
    let client_id = given("credentials", "client_id").unwrap_or_else(|| id.to_owned());
    let mut client = json!({
        "client_id": client_id,
        "autoKeyRotation": true,
        "token_endpoint_auth_method": method,
        "pkce_required": usual == "none",
    });
    if method.starts_with("client_secret") {
        client["client_secret"] = rng.text(64).into();
    }
    fill(
        app,
        json!({
            "credentials": { "oauthClient": client, "signing": { "kid": kid } },
            "settings": { "oauthClient": {
                "client_uri": null,
                "logo_uri": null,
                "redirect_uris": [],
                "response_types": responses,
                "grant_types": grants,
                "application_type": kind,
                "consent_method": "TRUSTED",
                "issuer_mode": "DYNAMIC",
                "idp_initiated_login": { "mode": "DISABLED", "default_scope": [] },
                "wildcard_redirect": "DISABLED",
                "dpop_bound_access_tokens": false,
                "participate_slo": false,
            } },
        }),
    );
    // Whoever may refresh tokens is told how.
    let settings = &app["settings"]["oauthClient"];
    let refreshes = settings["grant_types"]
        .as_array()
        .is_some_and(|grants| grants.iter().any(|grant| grant == "refresh_token"));
    if refreshes {
        fill(
            app,
            json!({ "settings": { "oauthClient": {
                "refresh_token": { "rotation_type": "STATIC", "leeway": 0 },
            } } }),
        );
    }
}

/// A shared password is taken over and never shown.
fn hide_password(app: &mut Map<String, Value>) {
    let credentials = app.get_mut("credentials").and_then(Value::as_object_mut);
    if let Some(credentials) = credentials
        && credentials.contains_key("password")
    {
        credentials.insert("password".to_owned(), json!({}));
    }
}

fn mode_of(name: Option<&str>) -> &'static str {
    match name {
        Some("oidc_client") => "OPENID_CONNECT",
        Some("bookmark") => "BOOKMARK",
        Some("template_basic_auth") => "BASIC_AUTH",
        Some("template_swa" | "template_swa3field") => "BROWSER_PLUGIN",
        Some("template_sps") => "SECURE_PASSWORD_STORE",
        Some("template_wsfed") => "WS_FEDERATION",
        Some(_) => "SAML_2_0",
        None => "AUTO_LOGIN",
    }
}

fn name_of(mode: &str) -> Option<&'static str> {
    match mode {
        "OPENID_CONNECT" => Some("oidc_client"),
        "BOOKMARK" => Some("bookmark"),
        "BASIC_AUTH" => Some("template_basic_auth"),
        "BROWSER_PLUGIN" => Some("template_swa"),
        "SECURE_PASSWORD_STORE" => Some("template_sps"),
        "WS_FEDERATION" => Some("template_wsfed"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_get_secrets_only_where_they_use_them() {
        for (method, secret) in [
            ("client_secret_post", true),
            ("none", false),
            ("private_key_jwt", false),
        ] {
            let app = json!({
                "label": "x",
                "name": "oidc_client",
                "credentials": {"oauthClient": {"token_endpoint_auth_method": method}},
            });
            let mut app = app.as_object().cloned().unwrap_or_default();
            complete(&mut app, "0oa1", "kid1", &mut Rng::new(1));
            assert_eq!(app["signOnMode"], "OPENID_CONNECT");
            let client = &app["credentials"]["oauthClient"];
            assert_eq!(client["client_id"], "0oa1");
            assert_eq!(client.get("client_secret").is_some(), secret, "{method}");
        }
    }

    #[test]
    fn names_and_modes_make_each_other() {
        for (given, mode, name) in [
            (
                json!({"label": "My App", "signOnMode": "SAML_2_0"}),
                "SAML_2_0",
                "example_myapp_1",
            ),
            (
                json!({"label": "x", "name": "bookmark"}),
                "BOOKMARK",
                "bookmark",
            ),
            (
                json!({"label": "x", "name": "salesforce"}),
                "SAML_2_0",
                "salesforce",
            ),
            (
                json!({"label": "x", "signOnMode": "BASIC_AUTH"}),
                "BASIC_AUTH",
                "template_basic_auth",
            ),
        ] {
            let mut app = given.as_object().cloned().unwrap_or_default();
            complete(&mut app, "0oa1", "kid1", &mut Rng::new(1));
            assert_eq!(
                (app["signOnMode"].as_str(), app["name"].as_str()),
                (Some(mode), Some(name))
            );
        }
    }
}
