//! What Okta adds to a new application, by its way to sign on.

use serde_json::{Map, Value, json};

use crate::{data::Rng, world::json::fill};

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

/// Adds what is missing to a new application. `id`, `status` and the times are there.
pub(crate) fn complete(app: &mut Map<String, Value>, id: &str, rng: &mut Rng) {
    let label = app.get("label").and_then(Value::as_str).unwrap_or_default();
    let mode = match app.get("signOnMode").and_then(Value::as_str) {
        Some(mode) => mode.to_owned(),
        None => mode_of(app.get("name").and_then(Value::as_str)).to_owned(),
    };
    let name = name_of(&mode).map_or_else(
        || {
            let slug: String = label
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_lowercase();
            format!("example_{slug}_1")
        },
        str::to_owned,
    );
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
                "hide": { "iOS": false, "web": false },
                "appLinks": { "login": true },
            },
            "features": [],
            "credentials": {
                "userNameTemplate": { "template": "${source.login}", "type": "BUILT_IN" },
                "signing": {},
            },
            "settings": {
                "app": {},
                "notifications": { "vpn": {
                    "network": { "connection": "DISABLED" }, "message": null, "helpUrl": null,
                } },
                "implicitAssignment": false,
                "notes": { "admin": null, "enduser": null },
            },
            "orn": format!("orn:okta:idp:example:apps:{name}:{id}"),
        }),
    );
    match mode.as_str() {
        "OPENID_CONNECT" => {
            let method = app["credentials"]["oauthClient"]["token_endpoint_auth_method"]
                .as_str()
                .unwrap_or("client_secret_basic")
                .to_owned();
            let mut client = json!({
                "client_id": id,
                "autoKeyRotation": true,
                "token_endpoint_auth_method": method,
            });
            if method.starts_with("client_secret") {
                client["client_secret"] = rng.text(64).into();
            }
            fill(
                app,
                json!({
                    "credentials": { "oauthClient": client },
                    "settings": { "oauthClient": {
                        "application_type": "web",
                        "consent_method": "TRUSTED",
                        "grant_types": ["authorization_code"],
                        "issuer_mode": "DYNAMIC",
                        "redirect_uris": [],
                        "response_types": ["code"],
                    } },
                }),
            );
        }
        "SAML_2_0" | "SAML_1_1" | "WS_FEDERATION" => fill(
            app,
            json!({ "credentials": { "signing": { "kid": rng.text(43) } } }),
        ),
        "AUTO_LOGIN" | "BASIC_AUTH" | "BROWSER_PLUGIN" | "SECURE_PASSWORD_STORE" => fill(
            app,
            json!({ "credentials": {
                "scheme": "EDIT_USERNAME_AND_PASSWORD",
                "revealPassword": false,
            } }),
        ),
        _ => {}
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
            complete(&mut app, "0oa1", &mut Rng::new(1));
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
            complete(&mut app, "0oa1", &mut Rng::new(1));
            assert_eq!(
                (app["signOnMode"].as_str(), app["name"].as_str()),
                (Some(mode), Some(name))
            );
        }
    }
}
