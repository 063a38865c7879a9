//! Policies and their rules, by type:
//! <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Policy/>.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{
    domain::links::link,
    world::{json::fill, state::text},
};

/// The type of policies and the type that their rules have.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("ACCESS_POLICY", "ACCESS_POLICY"),
    ("IDP_DISCOVERY", "IDP_DISCOVERY"),
    ("MFA_ENROLL", "MFA_ENROLL"),
    ("OAUTH_AUTHORIZATION_POLICY", "RESOURCE_ACCESS"),
    ("OKTA_SIGN_ON", "SIGN_ON"),
    ("PASSWORD", "PASSWORD"),
    ("PROFILE_ENROLLMENT", "PROFILE_ENROLLMENT"),
];

/// Policies that belong to applications: they are not asked in an order, and each has a
/// last rule that catches everybody.
pub(crate) fn belongs_to_apps(kind: &str) -> bool {
    matches!(kind, "ACCESS_POLICY" | "PROFILE_ENROLLMENT")
}

/// What the ids of policies of this type begin with.
pub(crate) fn prefix(kind: &str) -> &'static str {
    if belongs_to_apps(kind) { "rst" } else { "00p" }
}

/// What the ids of their rules begin with.
pub(crate) fn rule_prefix(kind: &str) -> &'static str {
    if belongs_to_apps(kind) { "rul" } else { "0pr" }
}

/// Where the last rule of a policy that belongs to applications stands.
pub(crate) const LAST: u64 = 99;

/// Completes a policy by its type.
pub(super) fn complete(policy: &mut Map<String, Value>, making: Making<'_>) {
    let kind = policy
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let people = json!({
        "people": { "groups": { "include": [making.landmarks.everyone] } },
    });
    let mut defaults = json!({ "system": false, "status": "ACTIVE" });
    match kind {
        "PASSWORD" => {
            defaults["conditions"] = people;
            defaults["conditions"]["authProvider"] = json!({ "provider": "OKTA" });
            defaults["settings"] = password_settings();
        }
        "MFA_ENROLL" => {
            defaults["conditions"] = people;
            let factors = policy
                .get("settings")
                .and_then(|given| given.get("factors"));
            defaults["settings"] = match factors {
                Some(_) => factor_settings(),
                None => authenticator_settings(),
            };
        }
        "OKTA_SIGN_ON" => defaults["conditions"] = people,
        "ACCESS_POLICY" => {
            defaults["conditions"] = Value::Null;
            // Recorded in some orgs, and absent in others.
            defaults["_embedded"] = json!({ "resourceType": "APP" });
        }
        _ => defaults["conditions"] = Value::Null,
    }
    fill(policy, defaults);
}

fn password_settings() -> Value {
    json!({
        "password": {
            "complexity": {
                "minLength": 8, "minLowerCase": 1, "minUpperCase": 1, "minNumber": 1,
                "minSymbol": 0, "excludeUsername": true,
                "dictionary": { "common": { "exclude": false } },
                "excludeAttributes": [],
            },
            "age": {
                "maxAgeDays": 0, "expireWarnDays": 0, "minAgeMinutes": 0, "historyCount": 4,
            },
            "lockout": {
                "maxAttempts": 10, "autoUnlockMinutes": 0,
                "userLockoutNotificationChannels": [], "showLockoutFailures": false,
            },
        },
        "recovery": { "factors": {
            "recovery_question": {
                "status": "ACTIVE", "properties": { "complexity": { "minLength": 4 } },
            },
            "okta_email": {
                "status": "ACTIVE",
                "properties": { "recoveryToken": { "tokenLifetimeMinutes": 60 } },
            },
            "okta_sms": { "status": "INACTIVE" },
            "okta_call": { "status": "INACTIVE" },
        } },
        "delegation": { "options": { "skipUnlock": false } },
    })
}

/// The authenticators that users set up, of orgs on Identity Engine.
fn authenticator_settings() -> Value {
    let authenticators: Vec<Value> = [
        ("okta_email", "REQUIRED"),
        ("okta_password", "REQUIRED"),
        ("okta_verify", "OPTIONAL"),
        ("phone_number", "OPTIONAL"),
        ("security_question", "OPTIONAL"),
        ("webauthn", "NOT_ALLOWED"),
    ]
    .iter()
    .map(|(key, enroll)| json!({ "key": key, "enroll": { "self": enroll }, "constraints": {} }))
    .collect();
    json!({ "type": "AUTHENTICATORS", "authenticators": authenticators })
}

/// The factors that users set up, of policies that say it the old way.
fn factor_settings() -> Value {
    let factors: Map<String, Value> = [
        "okta_push",
        "okta_otp",
        "okta_sms",
        "okta_email",
        "okta_password",
        "google_otp",
        "fido_webauthn",
        "rsa_token",
        "yubikey_token",
    ]
    .iter()
    .map(|factor| {
        let off = json!({ "enroll": { "self": "NOT_ALLOWED" }, "consent": { "type": "NONE" } });
        ((*factor).to_owned(), off)
    })
    .collect();
    json!({ "type": "FACTORS", "factors": factors })
}

/// Completes a rule by its type.
pub(super) fn complete_rule(rule: &mut Map<String, Value>, _: Making<'_>) {
    let kind = rule.get("type").and_then(Value::as_str).unwrap_or_default();
    let nobody_left_out = json!({ "users": { "exclude": [] } });
    let anywhere = json!({ "connection": "ANYWHERE" });
    let (conditions, actions) = match kind {
        "SIGN_ON" => (
            json!({
                "people": nobody_left_out,
                "network": anywhere,
                "authContext": { "authType": "ANY" },
                "risk": { "behaviors": [] },
                "riskScore": { "level": "ANY" },
                "identityProvider": { "provider": "ANY" },
            }),
            json!({ "signon": {
                "access": "ALLOW",
                "requireFactor": false,
                "primaryFactor": "PASSWORD_IDP",
                "rememberDeviceByDefault": false,
                "session": {
                    "usePersistentCookie": false,
                    "maxSessionIdleMinutes": 120,
                    "maxSessionLifetimeMinutes": 0,
                },
            } }),
        ),
        "PASSWORD" => (
            json!({ "people": nobody_left_out, "network": anywhere }),
            json!({
                "passwordChange": { "access": "ALLOW" },
                "selfServicePasswordReset": { "access": "ALLOW" },
                "selfServiceUnlock": { "access": "DENY" },
            }),
        ),
        "MFA_ENROLL" => (
            json!({ "people": nobody_left_out, "network": anywhere }),
            json!({ "enroll": { "self": "CHALLENGE" } }),
        ),
        "ACCESS_POLICY" => (
            Value::Null,
            json!({ "appSignOn": {
                "access": "ALLOW",
                "verificationMethod": {
                    "factorMode": "1FA",
                    "type": "ASSURANCE",
                    "reauthenticateIn": "PT12H",
                    "constraints": [],
                },
            } }),
        ),
        "PROFILE_ENROLLMENT" => (
            Value::Null,
            json!({ "profileEnrollment": {
                "access": "ALLOW",
                "preRegistrationInlineHooks": null,
                "profileAttributes": [
                    { "name": "email", "label": "Email", "required": true },
                    { "name": "firstName", "label": "First name", "required": true },
                    { "name": "lastName", "label": "Last name", "required": true },
                ],
                "targetGroupIds": null,
                "unknownUserAction": "DENY",
                "activationRequirements": { "emailVerification": true },
                "uiSchemaId": null,
                "progressiveProfilingAction": "DISABLED",
            } }),
        ),
        "IDP_DISCOVERY" => (
            json!({
                "network": anywhere,
                "userIdentifier": { "patterns": [] },
                "app": { "include": [], "exclude": [] },
                "platform": {
                    "include": [{ "type": "ANY", "os": { "type": "ANY" } }],
                    "exclude": [],
                },
            }),
            // As Okta sends it (okta/okta-sdk-java#983), although its own descriptions, and
            // so some of its SDKs, do not have the type `OKTA` for a provider.
            json!({ "idp": {
                "providers": [{ "type": "OKTA" }],
                "idpSelectionType": "SPECIFIC",
            } }),
        ),
        "RESOURCE_ACCESS" => (
            json!({
                "people": {
                    "users": { "include": [], "exclude": [] },
                    "groups": { "include": [], "exclude": [] },
                },
                "grantTypes": { "include": [] },
                "scopes": { "include": ["*"] },
            }),
            json!({ "token": {
                "accessTokenLifetimeMinutes": 60,
                "refreshTokenLifetimeMinutes": 0,
                "refreshTokenWindowMinutes": 10080,
                "inlineHook": null,
            } }),
        ),
        _ => return,
    };
    fill(
        rule,
        json!({ "system": false, "status": "ACTIVE", "conditions": conditions, "actions": actions }),
    );
}

/// The rule that a new policy of an application has: it catches whom no other rule did.
pub(crate) fn last_rule(kind: &str) -> Option<Value> {
    belongs_to_apps(kind).then(|| {
        json!({
            "name": "Catch-all Rule", "type": kind, "priority": LAST,
            "system": true, "status": "ACTIVE", "conditions": null,
        })
    })
}

/// The links of a policy. What the system made can neither be stopped nor deleted.
pub(super) fn links(policy: &Value, own: &str, _: &str) -> Value {
    let mut links = rule_links(policy, own, "");
    links["rules"] = link(format!("{own}/rules"), &["GET", "POST"]);
    if belongs_to_apps(text(policy, "type")) && policy["system"] != true {
        links["mappings"] = link(format!("{own}/mappings"), &["GET", "POST"]);
    }
    links
}

/// The links of a rule.
pub(super) fn rule_links(rule: &Value, own: &str, _: &str) -> Value {
    if rule["system"] == true {
        return json!({ "self": link(own.to_owned(), &["GET", "PUT"]) });
    }
    let verb = match text(rule, "status") {
        "ACTIVE" => "deactivate",
        _ => "activate",
    };
    json!({
        "self": link(own.to_owned(), &["GET", "PUT", "DELETE"]),
        verb: link(format!("{own}/lifecycle/{verb}"), &["POST"]),
    })
}
