//! What an org has of kinds that came after the release that `okta-api` is generated from.
//! Only those who serve a newer description see it.

use serde_json::json;

use super::{
    seeding::Seeding,
    settings::{put, put_as},
};
use crate::{
    data::timestamp,
    world::state::{USERS, text},
};

/// The devices of the first users: a name, a platform, a maker and model, a version, and a
/// status.
const DEVICES: &[(&str, &str, [&str; 3], &str)] = &[
    ("MacBook", "MACOS", ["APPLE", "Mac15,3", "14.5"], "ACTIVE"),
    (
        "Front desk",
        "WINDOWS",
        ["DELL", "OptiPlex 7010", "10.0.22631"],
        "ACTIVE",
    ),
    (
        "Lost phone",
        "IOS",
        ["APPLE", "iPhone15,4", "18.5.0"],
        "SUSPENDED",
    ),
];

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let time = timestamp(seeding.now);
    let landmarks = seeding.state.landmarks.clone();
    let token = json!({
        "name": "okta-mock", "userId": landmarks.owner, "clientName": "Okta API",
        "tokenWindow": "P30D", "network": { "connection": "ANYWHERE" },
        "created": time, "lastUpdated": time, "expiresAt": null,
    });
    let token = put(seeding, "/api/v1/api-tokens", "00T", token);
    let limit = json!({
        "orgId": landmarks.org, "principalId": token, "principalType": "SSWS_TOKEN",
        "defaultPercentage": 50, "defaultConcurrencyPercentage": 75,
        "createdDate": time, "createdBy": landmarks.owner,
        "lastUpdate": time, "lastUpdatedBy": landmarks.owner,
    });
    put(seeding, "/api/v1/principal-rate-limits", "prl", limit);
    devices(seeding);
    let realm = json!({
        "id": landmarks.realm, "isDefault": true, "created": time, "lastUpdated": time,
        "profile": { "name": "Default Realm", "realmType": "DEFAULT", "domains": [] },
    });
    let store = &mut seeding.state.store;
    store.insert("/api/v1/realms", &landmarks.realm, realm);
    let workflows = json!({
        "label": "Workflows Resource Set",
        "description": "Manage Workflows resources",
        "created": time, "lastUpdated": time,
    });
    put_as(
        seeding,
        "/api/v1/iam/resource-sets",
        "WORKFLOWS_IAM_POLICY",
        workflows,
    );
    let assurance = json!({
        "name": "Phones of the company", "platform": "IOS", "jailbreak": false,
        "osVersion": { "minimum": "18.5.0" }, "screenLockType": { "include": ["BIOMETRIC"] },
        "createdDate": time, "lastUpdate": time,
    });
    put(seeding, "/api/v1/device-assurances", "dae", assurance);
    let pool = json!({
        "name": "Head office", "type": "AD", "operationalStatus": "OPERATIONAL", "agents": [],
    });
    put(seeding, "/api/v1/agentPools", "0oa", pool);
}

fn devices(seeding: &mut Seeding<'_>) {
    let time = timestamp(seeding.now);
    let users = seeding.state.store.values(USERS).take(DEVICES.len());
    let users: Vec<String> = users.map(|user| text(&user, "id").to_owned()).collect();
    let mut users = users.iter().cycle();
    for (name, platform, [maker, model, version], status) in DEVICES {
        let serial = seeding.state.rng.text(10).to_uppercase();
        let device = json!({
            "status": status, "created": time, "lastUpdated": time,
            "profile": {
                "displayName": name, "platform": platform, "manufacturer": maker,
                "model": model, "osVersion": version, "serialNumber": serial,
                "udid": seeding.state.rng.uuid().to_uppercase(), "registered": true,
                "secureHardwarePresent": true,
                "authenticatorAppKey": seeding.state.rng.uuid().to_uppercase(),
            },
            "resourceType": "UDDevice", "resourceAlternateId": null,
            "resourceDisplayName": { "value": name, "sensitive": false },
        });
        let id = put(seeding, "/api/v1/devices", "guo", device);
        if let Some(device) = seeding.state.store.get_mut("/api/v1/devices", &id) {
            device["resourceId"] = id.clone().into();
        }
        if let Some(user) = users.next() {
            let uses = json!({ "user": user, "created": time });
            let path = format!("/api/v1/devices/{id}/users");
            seeding.state.store.insert(&path, user, uses);
        }
    }
}
