//! What connects an org to others: networks, hooks, identity providers, origins.

use serde_json::{Value, json};

use super::{seeding::Seeding, settings::put};
use crate::{data::timestamp, domain::shapes::mappings, world::state::text};

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let time = timestamp(seeding.now);
    let kinds = [
        ("/api/v1/zones", "nzo", zones()),
        ("/api/v1/eventHooks", "who", event_hooks()),
        ("/api/v1/inlineHooks", "cal", inline_hooks()),
        ("/api/v1/templates/sms", "cst", sms_templates()),
        ("/api/v1/trustedOrigins", "tos", trusted_origins()),
        ("/api/v1/idps", "0oa", identity_providers()),
    ];
    for (collection, prefix, members) in kinds {
        let Value::Array(members) = members else {
            continue;
        };
        for mut member in members {
            member["created"] = time.as_str().into();
            member["lastUpdated"] = time.as_str().into();
            // Templates are never out of use.
            if prefix != "cst" {
                member["status"] = "ACTIVE".into();
            }
            let kind = text(&member, "type").to_owned();
            let id = put(seeding, collection, prefix, member);
            if collection == "/api/v1/idps" {
                mappings::of_provider(&mut seeding.state, &id, &kind);
            }
        }
    }
}

fn zones() -> Value {
    json!([
        { "type": "IP", "name": "LegacyIpZone", "usage": "POLICY", "system": true },
        { "type": "IP", "name": "BlockedIpZone", "usage": "BLOCKLIST", "system": true },
        {
            "type": "IP", "name": "Offices", "usage": "POLICY", "system": false,
            "gateways": [
                { "type": "CIDR", "value": "203.0.113.0/26" },
                { "type": "RANGE", "value": "198.51.100.10-198.51.100.20" },
            ],
            "proxies": [{ "type": "CIDR", "value": "203.0.113.64/28" }],
        },
        {
            "type": "DYNAMIC", "name": "Anonymous proxies", "usage": "BLOCKLIST", "system": false,
            "asns": null, "locations": null,
            "proxyType": "Tor",
        },
    ])
}

fn channel(uri: &str) -> Value {
    json!({
        "type": "HTTP", "version": "1.0.0",
        "config": {
            "uri": uri, "method": "POST",
            "headers": [{ "key": "X-Source", "value": "okta" }],
            "authScheme": { "type": "HEADER", "key": "Authorization" },
        },
    })
}

fn event_hooks() -> Value {
    json!([{
        "name": "Tell the help desk",
        "description": "Opens a ticket when somebody is locked out",
        "events": { "type": "EVENT_TYPE", "items": ["user.account.lock", "user.lifecycle.suspend"] },
        "channel": channel("https://hooks.example.com/okta/events"),
    }])
}

fn inline_hooks() -> Value {
    json!([{
        "name": "Add the cost code to tokens",
        "type": "com.okta.oauth2.tokens.transform",
        "version": "1.0.0",
        "channel": channel("https://hooks.example.com/okta/tokens"),
    }])
}

fn sms_templates() -> Value {
    json!([{
        "name": "Custom", "type": "SMS_VERIFY_CODE",
        "template": "${org.name}: your verification code is ${code}",
        "translations": {
            "de": "${org.name}: Ihr Bestätigungscode ist ${code}",
            "fr": "${org.name} : votre code de vérification est ${code}",
        },
    }])
}

fn trusted_origins() -> Value {
    json!([{
        "name": "Intranet", "origin": "https://intranet.example.com",
        "scopes": [{ "type": "CORS" }, { "type": "REDIRECT" }],
    }])
}

fn identity_providers() -> Value {
    let endpoint = |path: &str, binding: &str| json!({ "url": format!("https://login.partner.example.com/{path}"), "binding": binding });
    json!([
        {
            "type": "SAML2", "name": "Supplier sign-in",
            "protocol": {
                "type": "SAML2",
                "endpoints": {
                    "sso": {
                        "url": "https://sso.supplier.example.com/saml", "binding": "HTTP-POST",
                        "destination": "https://sso.supplier.example.com/saml",
                    },
                    "acs": { "binding": "HTTP-POST", "type": "INSTANCE" },
                },
                "credentials": { "trust": {
                    "issuer": "https://sso.supplier.example.com", "audience": "urn:example:org",
                    "kid": "supplier-signing-key-1",
                } },
            },
        },
        {
            "type": "OIDC", "name": "Partner login",
            "protocol": {
                "type": "OIDC",
                "scopes": ["openid", "profile", "email"],
                "issuer": { "url": "https://login.partner.example.com" },
                "endpoints": {
                    "authorization": endpoint("authorize", "HTTP-REDIRECT"),
                    "token": endpoint("token", "HTTP-POST"),
                    "userInfo": endpoint("userinfo", "HTTP-REDIRECT"),
                    "jwks": endpoint("keys", "HTTP-REDIRECT"),
                },
                "credentials": { "client": { "client_id": "example-at-partner" } },
            },
        },
        {
            "type": "GOOGLE", "name": "Google Workspace",
            "protocol": {
                "type": "OIDC", "scopes": ["openid", "profile", "email"],
                "credentials": { "client": { "client_id": "example.apps.googleusercontent.com" } },
            },
        },
    ])
}
