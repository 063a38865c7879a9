//! Custom attributes: what an org adds to the profiles of users, groups and app users.

#![allow(clippy::unwrap_used)]

use okta_api::types::{AppUser, AppUserProfile, GroupProfile, UserProfile};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Desk {
    floor: u8,
    seats: Vec<String>,
}

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

/// The same for every kind of profile.
macro_rules! custom_attributes {
    ($test:ident, $profile:ty) => {
        #[test]
        fn $test() {
            let sent = json!({
                "costCode": "R-7", "badge": 9007199254740993_i64, "remote": false,
                "languages": ["en", "fr"], "desk": {"floor": 3, "seats": ["3A"]}, "left": null,
            });
            let mut profile: $profile = read(sent.clone());

            assert_eq!(profile.get::<String>("costCode").unwrap().unwrap(), "R-7");
            assert_eq!(profile.get("badge").unwrap(), Some(9007199254740993_i64));
            assert_eq!(profile.get("remote").unwrap(), Some(false));
            assert_eq!(
                profile.get::<Vec<String>>("languages").unwrap().unwrap(),
                ["en", "fr"]
            );
            let desk: Desk = profile.get("desk").unwrap().unwrap();
            assert_eq!(desk.floor, 3);
            // Null and absent read alike; `custom` tells them apart.
            assert_eq!(profile.get::<String>("left").unwrap(), None);
            assert_eq!(profile.get::<String>("never").unwrap(), None);
            // Another type is an error, not nothing.
            assert!(profile.get::<i64>("costCode").is_err());

            let custom: Vec<_> = profile.custom().map(|(name, _)| name).collect();
            assert_eq!(custom, sent.as_object().unwrap().keys().collect::<Vec<_>>());
            assert!(profile.custom().eq(sent.as_object().unwrap().iter().map(|(k, v)| (k.as_str(), v))));

            profile.set("costCode", "R-8").unwrap();
            profile.set("desk", Desk { floor: 4, seats: vec![] }).unwrap();
            profile.set("languages", ()).unwrap();
            profile.set("joined", 2026).unwrap();
            assert_eq!(profile.remove("badge"), Some(json!(9007199254740993_i64)));
            assert_eq!(profile.remove("badge"), None);
            assert_eq!(
                serde_json::to_value(&profile).unwrap(),
                json!({
                    "costCode": "R-8", "remote": false, "languages": null,
                    "desk": {"floor": 4, "seats": []}, "left": null, "joined": 2026,
                })
            );
        }
    };
}

custom_attributes!(of_a_user, UserProfile);
custom_attributes!(of_a_group, GroupProfile);
custom_attributes!(of_an_app_user, AppUserProfile);

/// By name, a described attribute is the property of that name, and never a second one.
#[test]
fn described_attributes_have_one_place() {
    let mut profile = UserProfile {
        department: "Mathematics".into(),
        ..Default::default()
    };
    assert_eq!(
        profile.get::<String>("department").unwrap().unwrap(),
        "Mathematics"
    );
    profile.set("department", "Engines").unwrap();
    assert_eq!(profile.department, "Engines");
    profile.set("department", None::<String>).unwrap();
    assert!(profile.department.is_null());
    assert_eq!(profile.custom().count(), 0);
    assert_eq!(
        serde_json::to_string(&profile).unwrap(),
        r#"{"department":null}"#
    );
}

#[test]
fn an_app_user_is_built_with_its_attributes() {
    let mut user = AppUser {
        scope: "USER".into(),
        ..Default::default()
    };
    user.profile
        .get_or_insert_default()
        .unwrap()
        .set("salesforceGroups", ["Sales"])
        .unwrap();
    assert_eq!(
        serde_json::to_value(&user).unwrap(),
        json!({"scope": "USER", "profile": {"salesforceGroups": ["Sales"]}})
    );
}
