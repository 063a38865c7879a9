//! One of each of the lesser things, so that every operation has something to work on.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{seeding::Seeding, settings::put};
use crate::{
    data::{role_id, timestamp},
    domain::{
        apps::register,
        keys::{certificate, new_key, trusted_key},
        roles,
    },
    world::state::{APPS, GROUPS, RULES, SERVERS, State, USERS, text},
};

/// Scopes that the service among the applications may use.
const SERVICE_SCOPES: &[&str] = &["okta.logs.read", "okta.users.read"];

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
    // A few are always there, for those who look into an org from the outside.
    for n in 0..u64::from(seeding.size.users.min(32)) {
        let user = seeding.state.seeded_id("00u", n);
        seeding.state.furnish(&user);
    }
    if let Some(app) = first(&seeding.state, APPS, |_| true, 0) {
        client(seeding, &app, &user, &time);
        credentials(seeding, &format!("{APPS}/{app}"), &time);
    }
    let is_service = |app: &Value| app["settings"]["oauthClient"]["application_type"] == "service";
    if let Some(service) = first(&seeding.state, APPS, is_service, 0) {
        for scope in SERVICE_SCOPES {
            grant(seeding, &service, scope, &time);
        }
        register(&mut seeding.state, &service);
    }
    if let Some(provider) = first(&seeding.state, "/api/v1/idps", |_| true, 0) {
        credentials(seeding, &format!("/api/v1/idps/{provider}"), &time);
        let chain = json!([certificate()]);
        let key = trusted_key(&mut seeding.state, seeding.now, chain);
        let keys = "/api/v1/idps/credentials/keys";
        seeding
            .state
            .store
            .insert(keys, text(&key, "kid"), key.clone());
        let link = json!({ "id": user, "externalId": "rk@supplier.example.com", "created": time,
            "lastUpdated": time,
            "profile": {} });
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

/// The consent of an administrator.
fn grant(seeding: &mut Seeding<'_>, app: &str, scope: &str, time: &str) {
    let by = seeding.state.landmarks.owner.clone();
    let grant = json!({
        "status": "ACTIVE", "created": time, "createdBy": { "id": by, "type": "User" },
        "lastUpdated": time, "issuer": seeding.base, "clientId": app, "scopeId": scope,
        "source": "ADMIN",
    });
    put(seeding, &format!("{APPS}/{app}/grants"), "oag", grant);
}

/// What a user has with an application that uses OAuth: a consent and a refresh token,
/// which are listed below each of those who have to do with them.
fn client(seeding: &mut Seeding<'_>, app: &str, user: &str, time: &str) {
    grant(seeding, app, "okta.users.read.self", time);
    let server = seeding.state.landmarks.authorization_server.clone();
    let issuer = format!("{}/oauth2/{server}", seeding.base);
    let consent = json!({
        "status": "ACTIVE", "created": time, "createdBy": { "id": user, "type": "User" },
        "lastUpdated": time, "issuer": issuer, "clientId": app, "userId": user,
        "scopeId": seeding.state.new_id("scp"), "source": "END_USER",
    });
    let token = json!({
        "status": "ACTIVE", "created": time, "createdBy": { "id": user, "type": "User" },
        "lastUpdated": time, "expiresAt": timestamp(seeding.now + TimeDelta::days(7)),
        "issuer": issuer, "clientId": app, "userId": user,
        "scopes": ["offline_access", "openid", "profile"],
    });
    let label = seeding.state.store.get(APPS, app);
    let label = label.map_or_else(Value::default, |app| app["label"].clone());
    let client = json!({
        "client_id": app, "client_name": label, "client_uri": null, "logo_uri": null,
    });
    let consent_id = seeding.state.new_id("oag");
    let token_id = seeding.state.new_id("oar");
    let of_user = format!("{USERS}/{user}");
    let of_server = format!("{SERVERS}/{server}");
    for (collection, id, value) in [
        (format!("{of_user}/grants"), &consent_id, &consent),
        (
            format!("{of_user}/clients/{app}/grants"),
            &consent_id,
            &consent,
        ),
        (format!("{of_user}/clients/{app}/tokens"), &token_id, &token),
        (
            format!("{of_server}/clients/{app}/tokens"),
            &token_id,
            &token,
        ),
        (format!("{APPS}/{app}/tokens"), &token_id, &token),
        (format!("{of_user}/clients"), &app.to_owned(), &client),
        (format!("{of_server}/clients"), &app.to_owned(), &client),
    ] {
        let mut value = value.clone();
        if !collection.ends_with("/clients") {
            value["id"] = id.as_str().into();
        }
        seeding.state.store.insert(&collection, id, value);
    }
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
