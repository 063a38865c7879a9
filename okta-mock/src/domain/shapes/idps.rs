//! Identity providers:
//! <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/IdentityProvider/>.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{
    domain::links::link,
    world::{json::fill, state::text},
};

/// Where the social providers are: type, protocol, address to sign in, address of tokens.
const SOCIAL: &[(&str, &str, &str, &str)] = &[
    (
        "AMAZON",
        "OAUTH2",
        "https://www.amazon.com/ap/oa",
        "https://api.amazon.com/auth/o2/token",
    ),
    (
        "APPLE",
        "OIDC",
        "https://appleid.apple.com/auth/authorize",
        "https://appleid.apple.com/auth/token",
    ),
    (
        "FACEBOOK",
        "OAUTH2",
        "https://www.facebook.com/v11.0/dialog/oauth",
        "https://graph.facebook.com/v11.0/oauth/access_token",
    ),
    (
        "GITHUB",
        "OAUTH2",
        "https://github.com/login/oauth/authorize",
        "https://github.com/login/oauth/access_token",
    ),
    (
        "GOOGLE",
        "OIDC",
        "https://accounts.google.com/o/oauth2/auth",
        "https://www.googleapis.com/oauth2/v3/token",
    ),
    (
        "LINKEDIN",
        "OAUTH2",
        "https://www.linkedin.com/uas/oauth2/authorization",
        "https://www.linkedin.com/uas/oauth2/accessToken",
    ),
    (
        "MICROSOFT",
        "OIDC",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    ),
];

/// Completes an identity provider by its type.
pub(super) fn complete(idp: &mut Map<String, Value>, _: Making<'_>) {
    let kind = idp.get("type").and_then(Value::as_str).unwrap_or_default();
    let saml = kind == "SAML2";
    let mut defaults = json!({
        "issuerMode": "ORG_URL",
        "policy": {
            "provisioning": {
                "action": "AUTO",
                "profileMaster": false,
                "groups": { "action": "NONE" },
                "conditions": {
                    "deprovisioned": { "action": "NONE" },
                    "suspended": { "action": "NONE" },
                },
            },
            "accountLink": { "filter": null, "action": "AUTO" },
            "subject": {
                "userNameTemplate": {
                    "template": if saml { "idpuser.subjectNameId" } else { "idpuser.email" },
                },
                "filter": null,
                "matchType": "USERNAME",
                "matchAttribute": null,
            },
            "maxClockSkew": 0,
            "mapAMRClaims": false,
        },
    });
    if let Some((_, protocol, sign_in, tokens)) = SOCIAL.iter().find(|(known, ..)| *known == kind) {
        defaults["protocol"] = json!({
            "type": protocol,
            "endpoints": {
                "authorization": { "url": sign_in, "binding": "HTTP-REDIRECT" },
                "token": { "url": tokens, "binding": "HTTP-POST" },
            },
        });
    } else if saml {
        defaults["protocol"] = json!({
            "type": "SAML2",
            "endpoints": { "acs": { "binding": "HTTP-POST", "type": "INSTANCE" } },
            "algorithms": {
                "request": { "signature": { "algorithm": "SHA-256", "scope": "REQUEST" } },
                "response": { "signature": { "algorithm": "SHA-256", "scope": "ANY" } },
            },
            "settings": { "honorPersistentNameId": true, "participateSlo": false },
        });
    }
    fill(idp, defaults);
}

/// Those that speak OAuth link to where users sign in, the others to their metadata.
pub(super) fn links(idp: &Value, own: &str, base: &str) -> Value {
    let id = text(idp, "id");
    if !matches!(
        text(idp, "type"),
        "SAML2" | "X509" | "AgentlessDSSO" | "IWA"
    ) {
        let mut authorize = link(
            format!(
                "{base}/oauth2/v1/authorize?idp={id}&client_id={{clientId}}&response_type={{responseType}}&response_mode={{responseMode}}&scope={{scopes}}&redirect_uri={{redirectUri}}&state={{state}}&nonce={{nonce}}"
            ),
            &["GET"],
        );
        authorize["templated"] = true.into();
        let back = format!("{base}/oauth2/v1/authorize/callback");
        return json!({ "authorize": authorize, "clientRedirectUri": link(back, &["POST"]) });
    }
    let verb = match text(idp, "status") {
        "ACTIVE" => "deactivate",
        _ => "activate",
    };
    let mut links = json!({
        "users": link(format!("{own}/users"), &["GET"]),
        verb: link(format!("{own}/lifecycle/{verb}"), &["POST"]),
    });
    if text(idp, "type") == "SAML2" {
        for (name, href, method) in [
            ("metadata", format!("{own}/metadata.xml"), "GET"),
            ("acs", format!("{base}/sso/saml2/{id}"), "POST"),
        ] {
            links[name] = link(href, &[method]);
            links[name]["type"] = "application/xml".into();
        }
    }
    links
}

/// What Okta calls the profile that a provider's users have.
pub(super) fn profile_name(kind: &str) -> String {
    match kind {
        "OIDC" => "oidc_idp".to_owned(),
        "SAML2" => "saml_idp".to_owned(),
        kind => kind.to_ascii_lowercase(),
    }
}
