//! Applications, each assigned to a group.

use serde_json::{Map, Value, json};

use super::seeding::Seeding;
use crate::{
    data::{App, app, instant_of, slug, timestamp},
    domain::furnish,
    world::state::{APPS, GROUPS, text},
};

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let seed = seeding.seed;
    let state = &mut seeding.state;
    let groups: Vec<String> = state
        .store
        .values(GROUPS)
        .filter(|group| text(group, "type") == "OKTA_GROUP")
        .map(|group| text(&group, "id").to_owned())
        .collect();
    for n in 0..u64::from(seeding.size.apps) {
        let app = app(n);
        let id = state.seeded_id("0oa", n);
        let time = timestamp(instant_of(seed, "app", n));
        let value = Map::from_iter([
            ("id".to_owned(), id.clone().into()),
            ("settings".to_owned(), settings(&app)),
            ("credentials".to_owned(), credentials(&app)),
            ("label".to_owned(), app.label.into()),
            ("name".to_owned(), app.name.into()),
            ("signOnMode".to_owned(), app.sign_on_mode.into()),
            ("status".to_owned(), "ACTIVE".into()),
            ("created".to_owned(), time.clone().into()),
            ("lastUpdated".to_owned(), time.clone().into()),
        ]);
        furnish::add(state, &id, value, seeding.now, seeding.base);
        let group = usize::try_from(n)
            .ok()
            .and_then(|n| groups.get(n.checked_rem(groups.len())?));
        if let Some(group) = group {
            let assignment =
                json!({ "id": group, "lastUpdated": time, "priority": 0, "profile": {} });
            state
                .store
                .insert(&format!("{APPS}/{id}/groups"), group, assignment);
        }
    }
}

/// Where an application is and how one gets in.
fn settings(app: &App) -> Value {
    let place = format!("https://{}.example.com", slug(&app.label));
    if app.is_service {
        return json!({ "oauthClient": {
            "application_type": "service",
            "grant_types": ["client_credentials"],
            "response_types": ["token"],
            "jwks": { "keys": [service_key()] },
        } });
    }
    match app.sign_on_mode {
        "OPENID_CONNECT" => json!({ "oauthClient": {
            "redirect_uris": [format!("{place}/callback")],
            "post_logout_redirect_uris": [place],
            "client_uri": place,
        } }),
        "SAML_2_0" => json!({ "signOn": {
            "ssoAcsUrl": format!("{place}/saml/acs"), "recipient": format!("{place}/saml/acs"),
            "destination": format!("{place}/saml/acs"), "audience": place,
        } }),
        "AUTO_LOGIN" => json!({ "signOn": { "loginUrl": format!("{place}/login") } }),
        "BASIC_AUTH" => json!({ "app": { "url": place, "authURL": format!("{place}/auth") } }),
        "SECURE_PASSWORD_STORE" => json!({ "app": {
            "url": place, "usernameField": "#user", "passwordField": "#password",
        } }),
        "BROWSER_PLUGIN" => json!({ "app": {
            "url": place, "usernameField": "#user", "passwordField": "#password",
            "buttonField": "#go",
        } }),
        "WS_FEDERATION" => json!({ "app": {
            "realm": "urn:example:app", "wReplyURL": place, "nameIDFormat":
            "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", "audienceRestriction": place,
            "authnContextClassRef":
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
            "siteURL": place, "usernameAttribute": "username", "wReplyOverride": false,
            "groupValueFormat": "windowsDomainQualifiedName", "attributeStatements": null,
            "groupFilter": null, "groupName": null,
        } }),
        _ => json!({ "app": { "url": place } }),
    }
}

fn credentials(app: &App) -> Value {
    if app.is_service {
        json!({ "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } })
    } else {
        json!({})
    }
}

/// The public key of services: the one of RFC 7517, appendix A.1.
fn service_key() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "kid": "1", "alg": "ES256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    })
}
