//! One of each of the lesser things, so that every operation has something to work on.

use okta_api::operations;
use serde_json::{Value, json};

use super::{
    seeding::Seeding,
    settings::{put, sample},
};
use crate::{
    data::{role_id, timestamp},
    domain::{keys::new_key, roles},
    world::state::{APPS, GROUPS, RULES, SERVERS, State, USERS, text},
};

/// Kinds made from the schema of what this operation answers; the prefix of ids.
static OF_APP: &[(&str, &operations::Operation, &str)] = &[
    (
        "credentials/secrets",
        &operations::CREATE_OAUTH2_CLIENT_SECRET,
        "ocs",
    ),
    ("grants", &operations::GRANT_CONSENT_TO_SCOPE, "oag"),
    (
        "tokens",
        &operations::GET_OAUTH2_TOKEN_FOR_APPLICATION,
        "oar",
    ),
];
static OF_USER: &[(&str, &operations::Operation, &str)] =
    &[("grants", &operations::GET_USER_GRANT, "oag")];

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let time = timestamp(seeding.now);
    let Some(user) = first(
        &seeding.state,
        USERS,
        |user| text(user, "status") == "ACTIVE",
        1,
    ) else {
        return;
    };
    rule_and_roles(seeding, &user, &time);
    factor(seeding, &user, &time);
    for (part, operation, prefix) in OF_USER {
        sample(
            seeding,
            &format!("{USERS}/{user}/{part}"),
            operation,
            prefix,
            &json!({}),
        );
    }
    if let Some(app) = first(&seeding.state, APPS, |_| true, 0) {
        for (part, operation, prefix) in OF_APP {
            let given = json!({ "status": "ACTIVE" });
            sample(
                seeding,
                &format!("{APPS}/{app}/{part}"),
                operation,
                prefix,
                &given,
            );
        }
        let feature = json!({ "name": "USER_PROVISIONING", "status": "ENABLED",
            "description": "User provisioning settings from Okta to a downstream application" });
        let features = format!("{APPS}/{app}/features");
        seeding
            .state
            .store
            .insert(&features, "USER_PROVISIONING", feature);
        let server = seeding.state.landmarks.authorization_server.clone();
        for owner in [format!("{SERVERS}/{server}"), format!("{USERS}/{user}")] {
            let tokens = format!("{owner}/clients/{app}/tokens");
            let operation = &operations::GET_REFRESH_TOKEN_FOR_USER_AND_CLIENT;
            sample(
                seeding,
                &tokens,
                operation,
                "oar",
                &json!({ "status": "ACTIVE" }),
            );
        }
        credentials(seeding, &format!("{APPS}/{app}"), &time);
    }
    if let Some(provider) = first(&seeding.state, "/api/v1/idps", |_| true, 0) {
        credentials(seeding, &format!("/api/v1/idps/{provider}"), &time);
        let key = new_key(&mut seeding.state, seeding.now, 10);
        let keys = "/api/v1/idps/credentials/keys";
        seeding
            .state
            .store
            .insert(keys, text(&key, "kid"), key.clone());
        let link = json!({ "id": user, "externalId": "external-1", "created": time,
            "lastUpdated": time, "profile": {} });
        let links = format!("/api/v1/idps/{provider}/users");
        seeding.state.store.insert(&links, &user, link);
    }
    let relation = json!({
        "primary": { "name": "manager", "title": "Manager", "type": "USER",
            "description": "Manager link property" },
        "associated": { "name": "subordinate", "title": "Subordinate", "type": "USER",
            "description": "Subordinate link property" },
    });
    let relations = "/api/v1/meta/schemas/user/linkedObjects";
    seeding.state.store.insert(relations, "manager", relation);
}

/// The id of the n-th member that fits.
fn first(state: &State, path: &str, fits: fn(&Value) -> bool, n: usize) -> Option<String> {
    let fitting = state
        .store
        .values(path)
        .filter(|member| fits(member))
        .nth(n);
    fitting.map(|member| text(&member, "id").to_owned())
}

/// A signing key and a request for a certificate.
fn credentials(seeding: &mut Seeding<'_>, owner: &str, time: &str) {
    let key = new_key(&mut seeding.state, seeding.now, 2);
    let keys = format!("{owner}/credentials/keys");
    seeding
        .state
        .store
        .insert(&keys, text(&key, "kid"), key.clone());
    let id = seeding.state.rng.text(43);
    let csr = json!({ "id": id, "created": time, "kty": "RSA", "csr": key["x5c"][0] });
    let csrs = format!("{owner}/credentials/csrs");
    seeding.state.store.insert(&csrs, &id, csr);
}

fn factor(seeding: &mut Seeding<'_>, user: &str, time: &str) {
    let factor = json!({
        "factorType": "sms", "provider": "OKTA", "vendorName": "OKTA", "status": "ACTIVE",
        "created": time, "lastUpdated": time, "profile": { "phoneNumber": "+14155550100" },
    });
    put(seeding, &format!("{USERS}/{user}/factors"), "sms", factor);
}

/// A group rule that does not act yet, and administrators with a limited role.
fn rule_and_roles(seeding: &mut Seeding<'_>, user: &str, time: &str) {
    let own = |group: &Value| text(group, "type") == "OKTA_GROUP";
    let Some(group) = first(&seeding.state, GROUPS, own, 0) else {
        return;
    };
    let rule = json!({
        "type": "group_rule", "name": "By department", "status": "INACTIVE",
        "created": time, "lastUpdated": time,
        "conditions": { "expression": {
            "value": "user.department==\"Engineering\"", "type": "urn:okta:expression:1.0",
        } },
        "actions": { "assignUserToGroups": { "groupIds": [group] } },
    });
    put(seeding, RULES, "0pr", rule);
    let role = "USER_ADMIN";
    for (owner, kind) in [
        (format!("{USERS}/{user}"), "USER"),
        (format!("{GROUPS}/{group}"), "GROUP"),
    ] {
        let Some(assignment) = roles::assignment(role, kind, &time.into()) else {
            continue;
        };
        let roles = format!("{owner}/roles");
        seeding
            .state
            .store
            .insert(&roles, &role_id(role), assignment);
        let targets = format!("{roles}/{}/targets/groups", role_id(role));
        seeding
            .state
            .store
            .insert(&targets, &group, json!({ "id": group }));
    }
}
