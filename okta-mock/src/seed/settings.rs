//! Everything of an org besides users, groups and applications.

use serde_json::{Value, json};

use super::seeding::Seeding;
use crate::{
    data::timestamp,
    description::resources::of_path,
    domain::{
        authorization_servers::furnish,
        keys::new_key,
        schemas,
        shapes::{
            self, AUTHENTICATORS, Making,
            messages::EMAILS,
            policies::{self, TYPES},
        },
    },
    world::state::{POLICIES, SERVERS},
};

const FEATURES: &[(&str, &str)] = &[
    (
        "Client Secret Rotation",
        "Lets clients have two secrets at once",
    ),
    (
        "Enhanced Dynamic Zones",
        "Blocks by the category of an IP service",
    ),
    ("Passkeys", "Lets users sign in with a passkey"),
];

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let time = timestamp(seeding.now);
    let base = seeding.base;
    let landmarks = seeding.state.landmarks.clone();

    let mut user_schema = schemas::of_users(base, &landmarks.user_schema, &time);
    user_schema["definitions"]["custom"]["properties"]["costCode"] =
        schemas::custom("Cost code", "Where the costs of this person go", 20);
    let path = format!("/api/v1/meta/schemas/user/{}", landmarks.user_schema);
    seeding.state.store.set_document(&path, user_schema);
    let group_schema = schemas::of_groups(base, &time);
    seeding
        .state
        .store
        .set_document(schemas::GROUP, group_schema);
    let user_type = json!({
        "id": landmarks.user_type, "displayName": "User", "name": "user",
        "description": "Okta user profile template with default permission settings",
        "created": time, "lastUpdated": time, "default": true,
        "createdBy": "sprod00", "lastUpdatedBy": "sprod00",
    });
    seeding
        .state
        .store
        .insert("/api/v1/meta/types/user", &landmarks.user_type, user_type);

    documents(seeding, &time);
    policies(seeding, &time);
    authorization_server(seeding, &time);
    brand(seeding, &time);
    for (name, description) in FEATURES {
        let feature = json!({
            "name": name, "description": description, "type": "self-service",
            "stage": { "value": "EA" }, "status": "DISABLED",
        });
        put(seeding, "/api/v1/features", "ftr", feature);
    }
    for (key, kind, name, active) in AUTHENTICATORS {
        let status = if *active { "ACTIVE" } else { "INACTIVE" };
        let authenticator = json!({
            "key": key, "type": kind, "name": name, "status": status,
            "created": time, "lastUpdated": time,
        });
        put(seeding, "/api/v1/authenticators", "aut", authenticator);
    }
    let domain = json!({
        "id": "default", "domain": base.split("://").last(),
        "certificateSourceType": "OKTA_MANAGED", "validationStatus": "COMPLETED",
        "brandId": landmarks.brand,
    });
    seeding
        .state
        .store
        .insert("/api/v1/domains", "default", domain);
}

/// Adds a member with a new id.
pub(super) fn put(
    seeding: &mut Seeding<'_>,
    collection: &str,
    prefix: &str,
    value: Value,
) -> String {
    let id = seeding.state.new_id(prefix);
    put_as(seeding, collection, &id, value);
    id
}

/// Adds a member with this id, and with what all of its kind have.
pub(super) fn put_as(seeding: &mut Seeding<'_>, collection: &str, id: &str, mut value: Value) {
    value["id"] = id.into();
    if let Some(value) = value.as_object_mut() {
        let landmarks = &seeding.state.landmarks;
        let by = &landmarks.owner;
        shapes::complete(of_path(collection), value, Making { by, landmarks });
    }
    seeding.state.store.insert(collection, id, value);
}

fn documents(seeding: &mut Seeding<'_>, time: &str) {
    let org = json!({
        "id": seeding.state.landmarks.org,
        "companyName": "Example",
        "status": "ACTIVE",
        "subdomain": "example",
        "website": "https://www.example.com",
        "address1": "301 Brannan St.",
        "address2": null,
        "city": "San Francisco",
        "country": "United States",
        "state": "CA",
        "postalCode": "94107",
        "phoneNumber": "+1-555-415-1337",
        "supportPhoneNumber": null,
        "endUserSupportHelpURL": null,
        "created": time,
        "lastUpdated": time,
        "expiresAt": null,
    });
    let documents = [
        ("/api/v1/org", org),
        (
            "/api/v1/org/preferences",
            json!({ "showEndUserFooter": true }),
        ),
        (
            "/api/v1/org/privacy/oktaCommunication",
            json!({ "optOutEmailUsers": false }),
        ),
        (
            "/api/v1/org/privacy/oktaSupport",
            json!({ "support": "DISABLED", "expiration": null }),
        ),
        (
            "/api/v1/threats/configuration",
            json!({
                "action": "none", "excludeZones": [], "created": time, "lastUpdated": time,
            }),
        ),
    ];
    for (path, value) in documents {
        seeding.state.store.set_document(path, value);
    }
}

/// The policies that Okta makes: type, name, description, whether it is the last of its
/// type. Each has one rule.
const DEFAULT_POLICIES: &[(&str, &str, &str, bool)] = &[
    ("OKTA_SIGN_ON", "Default Policy", DEFAULT, true),
    ("PASSWORD", "Default Policy", DEFAULT, true),
    ("MFA_ENROLL", "Default Policy", DEFAULT, true),
    (
        "ACCESS_POLICY",
        "Okta Admin Console",
        "Who may administer the org",
        false,
    ),
    (
        "ACCESS_POLICY",
        "Any two factors",
        "Require two factors to access.",
        true,
    ),
    (
        "PROFILE_ENROLLMENT",
        "Default Policy",
        "Default self-service registration policy",
        true,
    ),
    (
        "IDP_DISCOVERY",
        "Idp Discovery Policy",
        "Policy for discovering an IdP",
        true,
    ),
];

const DEFAULT: &str = "The default policy applies in all situations if no other policy applies.";

fn policies(seeding: &mut Seeding<'_>, time: &str) {
    let landmarks = seeding.state.landmarks.clone();
    for (kind, name, description, last) in DEFAULT_POLICIES {
        let policy = json!({
            "type": kind, "name": name, "status": "ACTIVE", "system": last,
            "description": description,
            "priority": 1, "created": time, "lastUpdated": time,
        });
        let id = match *kind {
            "ACCESS_POLICY" if *last => landmarks.access_policy.clone(),
            "PROFILE_ENROLLMENT" => landmarks.profile_enrollment.clone(),
            kind => seeding.state.new_id(policies::prefix(kind)),
        };
        put_as(seeding, POLICIES, &id, policy);
        // Okta's Python SDK cannot read the kind of resource that policies have in it.
        if let Some(Value::Object(policy)) = seeding.state.store.get_mut(POLICIES, &id) {
            policy.remove("_embedded");
        }
        let mut rule = policies::last_rule(kind)
            .unwrap_or_else(|| json!({ "name": "Default Rule", "system": true, "priority": 1 }));
        let rule_type = TYPES.iter().find(|(known, _)| known == kind);
        rule["type"] = rule_type.map_or(*kind, |(_, rule)| *rule).into();
        rule["created"] = time.into();
        rule["lastUpdated"] = time.into();
        let rules = format!("{POLICIES}/{id}/rules");
        put(seeding, &rules, policies::rule_prefix(kind), rule);
    }
}

fn authorization_server(seeding: &mut Seeding<'_>, time: &str) {
    let id = seeding.state.landmarks.authorization_server.clone();
    let key = new_key(&mut seeding.state, seeding.now, 1);
    furnish(&mut seeding.state, &id, &key);
    let server = json!({
        "id": id,
        "name": "default",
        "description": "Default Authorization Server for your Applications",
        "audiences": ["api://default"],
        "issuer": format!("{}/oauth2/default", seeding.base),
        "issuerMode": "ORG_URL",
        "status": "ACTIVE",
        "default": true,
        "created": time,
        "lastUpdated": time,
        "credentials": { "signing": {
            "rotationMode": "AUTO", "lastRotated": time, "nextRotation": time, "kid": key["kid"],
        } },
    });
    seeding.state.store.insert(SERVERS, &id, server);
    let policies = format!("{SERVERS}/{id}/policies");
    let policy = json!({
        "type": "OAUTH_AUTHORIZATION_POLICY", "name": "Default Policy", "status": "ACTIVE",
        "description": "Default Policy", "priority": 1, "system": false,
        "conditions": { "clients": { "include": ["ALL_CLIENTS"] } },
        "created": time, "lastUpdated": time,
    });
    let policy = put(seeding, &policies, "00p", policy);
    let rule = json!({
        "type": "RESOURCE_ACCESS", "name": "Default Policy Rule", "status": "ACTIVE",
        "priority": 1, "system": false, "created": time, "lastUpdated": time,
        "conditions": {
            "people": { "users": { "include": [], "exclude": [] },
                        "groups": { "include": ["EVERYONE"], "exclude": [] } },
            "grantTypes": { "include": ["authorization_code", "client_credentials"] },
            "scopes": { "include": ["*"] },
        },
        "actions": { "token": {
            "accessTokenLifetimeMinutes": 60,
            "refreshTokenLifetimeMinutes": 0,
            "refreshTokenWindowMinutes": 10080,
        } },
    });
    put(seeding, &format!("{policies}/{policy}/rules"), "0pr", rule);
}

/// A brand with its theme and its e-mails.
fn brand(seeding: &mut Seeding<'_>, time: &str) {
    let brands = "/api/v1/brands";
    let brand = json!({
        "name": "Example", "removePoweredByOkta": false, "customPrivacyPolicyUrl": null,
        "agreeToCustomPrivacyPolicy": false, "isDefault": true,
    });
    let id = seeding.state.landmarks.brand.clone();
    put_as(seeding, brands, &id, brand);
    let brand = id;
    let theme = json!({
        "logo": format!("{}/assets/logo.png", seeding.base),
        "favicon": format!("{}/favicon.ico", seeding.base),
        "backgroundImage": null,
        "primaryColorHex": "#1662dd",
        "primaryColorContrastHex": "#ffffff",
        "secondaryColorHex": "#ebebed",
        "secondaryColorContrastHex": "#000000",
        "signInPageTouchPointVariant": "OKTA_DEFAULT",
        "endUserDashboardTouchPointVariant": "OKTA_DEFAULT",
        "errorPageTouchPointVariant": "OKTA_DEFAULT",
        "emailTemplateTouchPointVariant": "OKTA_DEFAULT",
    });
    put(seeding, &format!("{brands}/{brand}/themes"), "the", theme);
    let templates = format!("{brands}/{brand}/templates/email");
    for name in EMAILS {
        let template = json!({ "name": name });
        seeding.state.store.insert(&templates, name, template);
    }
    let customizations = format!("{templates}/NewSignOnNotification/customizations");
    let customization = json!({
        "language": "en", "isDefault": true, "created": time, "lastUpdated": time,
        "subject": "Somebody signed in to Example as you, ${user.profile.firstName}",
        "body": "<p>Hello ${user.profile.firstName},</p>\
                 <p>You signed in from a new device. If it was not you, tell us.</p>",
    });
    put(seeding, &customizations, "oel", customization);
}
