//! What an org has of kinds that came after the release that `okta-api` is generated from.
//! Only those who serve a newer description see it.

use serde_json::json;

use super::{seeding::Seeding, settings::put};
use crate::data::timestamp;

/// The devices of the first users: a name, a platform and a status.
const DEVICES: &[(&str, &str, &str)] = &[
    ("Ada's MacBook", "MACOS", "ACTIVE"),
    ("Front desk", "WINDOWS", "ACTIVE"),
    ("Lost phone", "IOS", "SUSPENDED"),
];

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let time = timestamp(seeding.now);
    let landmarks = seeding.state.landmarks.clone();
    let token = json!({
        "name": "okta-mock", "userId": landmarks.owner, "clientName": "Okta API",
        "tokenWindow": "P30D", "network": { "connection": "ANYWHERE" },
        "created": time, "lastUpdated": time, "expiresAt": null,
    });
    put(seeding, "/api/v1/api-tokens", "00T", token);
    for (name, platform, status) in DEVICES {
        let device = json!({
            "status": status, "created": time, "lastUpdated": time,
            "profile": { "displayName": name, "platform": platform, "registered": true },
            "resourceType": "UDDevice",
            "resourceDisplayName": { "value": name, "sensitive": false },
        });
        put(seeding, "/api/v1/devices", "guo", device);
    }
    let realm = json!({
        "id": landmarks.realm, "isDefault": true, "created": time, "lastUpdated": time,
        "profile": { "name": "Default Realm", "realmType": "DEFAULT", "domains": [] },
    });
    let store = &mut seeding.state.store;
    store.insert("/api/v1/realms", &landmarks.realm, realm);
    let pool = json!({
        "name": "Head office", "type": "AD", "operationalStatus": "OPERATIONAL", "agents": [],
    });
    put(seeding, "/api/v1/agentPools", "0oa", pool);
}
