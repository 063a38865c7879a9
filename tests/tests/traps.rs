//! What SDKs get wrong about Okta's resources, one trap a test.

#![allow(clippy::unwrap_used, clippy::panic)]

use okta_api::{
    Field, Map,
    types::{
        Application, ApplicationSignOnMode, Group, LinkTarget, LogGeolocation, OktaSignOnPolicy,
        OpenIdConnectApplicationSettingsClient, Policy, PushUserFactor, SamlApplication, User,
        UserFactor, UserProfile, UserStatus,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Decodes, and checks that exactly the same is written back.
#[track_caller]
fn kept<T: DeserializeOwned + Serialize>(sent: Value) -> T {
    let decoded: T = serde_json::from_str(&sent.to_string()).unwrap();
    assert_eq!(written(&decoded), sent);
    decoded
}

fn written(value: &impl Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn new_properties_values_and_kinds_fail_no_list() {
    let users: Vec<User> = kept(json!([
        {"id": "00u1", "status": "ACTIVE"},
        {"id": "00u2", "status": "HIBERNATING", "mood": "guo1", "tags": [{"a": null}]},
        {},
        {"id": "00u4", "status": null, "profile": null},
    ]));
    assert_eq!(users[1].status, UserStatus::from("HIBERNATING"));
    assert_eq!(users[1].additional_properties["mood"], "guo1");
    assert!(users[2].id.is_absent() && users[3].status.is_null());

    let applications: Vec<Application> = kept(json!([
        {"id": "0oa1", "signOnMode": "BOOKMARK"},
        {"id": "0oa2", "signOnMode": "TELEPATHY", "settings": {"app": {"band": 7}}},
    ]));
    assert!(matches!(applications[0], Application::Bookmark(_)));
    assert!(matches!(applications[1], Application::Unrecognized(_)));
}

#[test]
fn a_list_stays_a_list_and_a_map_a_map() {
    let application: Application = kept(json!({
        "signOnMode": "AUTO_LOGIN",
        "features": [],
        "visibility": {"appLinks": {"login": true, "admin": false}},
        "settings": {"app": {"list": ["a"], "map": {"0": "a"}, "empty": [], "none": {}}},
    }));
    let Application::AutoLogin(application) = application else {
        panic!("{application:?}");
    };
    assert_eq!(application.features.as_deref(), Some(&[][..]));
    let links = application.visibility.as_ref().unwrap().app_links.as_ref();
    assert_eq!(links, Some(&Map::from([("login", true), ("admin", false)])));
}

/// Properties of two kinds at once: the discriminator alone decides.
#[test]
fn the_discriminator_decides_and_nothing_else() {
    let both = json!({"signOn": {"audience": "urn:a"}, "oauthClient": {"redirect_uris": []}});
    for (mode, is_right) in [
        (
            "SAML_2_0",
            (|a| matches!(a, Application::Saml(_))) as fn(&Application) -> bool,
        ),
        ("OPENID_CONNECT", |a| {
            matches!(a, Application::OpenIdConnect(_))
        }),
        ("BOOKMARK", |a| matches!(a, Application::Bookmark(_))),
    ] {
        let application = kept(json!({"settings": both, "name": "x", "signOnMode": mode}));
        assert!(is_right(&application), "{mode}: {application:?}");
    }
}

#[test]
fn a_sign_on_mode_that_tells_nothing_loses_nothing() {
    let rest = json!({"id": "0oa1", "label": "Old", "name": "template_swa", "note": {"a": [1]}});
    for mode in [
        None,
        Some(json!(null)),
        Some(json!("NEWEST")),
        Some(json!(5)),
        Some(json!(["SAML_2_0"])),
    ] {
        let mut sent = rest.clone();
        if let Some(mode) = &mode {
            sent["signOnMode"] = mode.clone();
        }
        let application: Application = kept(sent);
        let Application::Unrecognized(base) = &application else {
            panic!("{mode:?}: {application:?}");
        };
        assert_eq!(base.additional_properties["note"]["a"][0], 1);
        // What all kinds have in common is read without matching.
        assert_eq!(application.label().as_deref(), Some("Old"));
        assert_eq!(
            *application.sign_on_mode(),
            match mode {
                None => Field::Absent,
                Some(Value::Null) => Field::Null,
                Some(Value::String(mode)) => ApplicationSignOnMode::from(mode).into(),
                Some(other) => Field::Unrecognized(other.into()),
            }
        );
    }
}

/// The discriminator may come last, and after things that look like another kind.
#[test]
fn the_order_of_properties_does_not_matter() {
    for text in [
        r#"{"name":"okta_org2org","signOnMode":"SAML_2_0","settings":{"app":{"baseUrl":"u"}}}"#,
        r#"{"settings":{"app":{"baseUrl":"u"}},"signOnMode":"SAML_2_0","name":"okta_org2org"}"#,
    ] {
        let Application::Org2Org(application) = serde_json::from_str(text).unwrap() else {
            panic!("{text}");
        };
        let settings = application.settings.as_ref().unwrap().app.as_ref().unwrap();
        assert_eq!(settings.base_url, "u");
    }
}

#[test]
fn factor_and_group_profiles_keep_their_own_properties() {
    let factor: UserFactor = kept(json!({
        "factorType": "push",
        "profile": {
            "credentialId": "ada@example.com",
            "deviceType": "SmartPhone_IPhone",
            "keys": [{"kty": "EC", "use": "sig", "kid": "default"}],
            "name": "Ada's phone",
            "platform": "IOS",
            "version": "17.1",
        },
    }));
    let UserFactor::Push(factor) = factor else {
        panic!("{factor:?}");
    };
    let profile = factor.profile.as_ref().unwrap();
    assert_eq!(profile.platform, "IOS");
    assert_eq!(profile.additional_properties["keys"][0]["kty"], "EC");

    let group: Group = kept(json!({
        "type": "APP_GROUP",
        "profile": {
            "name": "Engineers", "description": null, "dn": "CN=E,DC=x", "groupScope": "Global",
        },
    }));
    let profile = group.profile.as_ref().unwrap();
    assert!(profile.description.is_null());
    assert_eq!(profile.get::<String>("dn").unwrap().unwrap(), "CN=E,DC=x");
}

#[test]
fn links_are_one_or_many_or_anything() {
    let application: Application = kept(json!({
        "signOnMode": "SAML_2_0",
        "_links": {
            "self": {"href": "https://x/1", "hints": {"allow": ["GET", "PUT"], "guess": 1}},
            "logo": [
                {"name": "medium", "href": "https://x/m.png", "type": "image/png"},
                {"name": "large", "href": "https://x/l.png"},
            ],
            "none": [],
            "odd": "https://x/odd",
            "null": null,
            "mixed": [{"href": "u"}, 7],
        },
    }));
    let links = application.links().as_ref().unwrap();
    let hints = links["self"].first().unwrap().hints.as_ref().unwrap();
    assert_eq!(hints.allow.as_ref().unwrap(), &["GET", "PUT"]);
    assert_eq!(links["logo"].iter().count(), 2);
    assert_eq!(links["logo"].first().unwrap().name, "medium");
    assert!(matches!(&links["none"], LinkTarget::Many(none) if none.is_empty()));
    for other in ["odd", "null", "mixed"] {
        assert!(
            matches!(links[other], LinkTarget::Unrecognized(_)),
            "{other}"
        );
    }
}

#[test]
fn odd_links_cost_nothing_but_themselves() {
    let user: User = kept(json!({"id": "00u1", "_links": "none"}));
    assert_eq!(user.links.unrecognized(), Some(&json!("none")));
    assert_eq!(user.id, "00u1");
}

#[test]
fn a_date_that_is_none_is_kept() {
    let group: Group = kept(json!({
        "created": "2021-06-14 14:45:46",
        "lastUpdated": "2021-06-14T14:45:46.000Z",
    }));
    assert_eq!(
        group.created.unrecognized(),
        Some(&json!("2021-06-14 14:45:46"))
    );
    assert!(group.last_updated.is_some());
}

/// Whether a date-time is written in UTC or not, and how finely, it is the same instant.
#[test]
fn a_date_is_an_instant() {
    let read = |text: &str| -> User { serde_json::from_value(json!({"created": text})).unwrap() };
    let utc = read("2021-06-14T14:45:46.000Z");
    assert!(utc.created.is_some());
    assert_eq!(read("2021-06-14T16:45:46+02:00"), utc);
    assert_eq!(
        written(&read("2021-06-14T14:45:46.123456789Z")),
        json!({"created": "2021-06-14T14:45:46.123456789Z"})
    );
    // In UTC these are not in the years that RFC 3339 can write.
    for edge in ["9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00"] {
        kept::<User>(json!({"created": edge}));
    }
}

#[test]
fn empty_lists_and_maps_survive_and_can_be_sent() {
    let user: User = kept(json!({
        "_embedded": {}, "_links": {}, "profile": {}, "credentials": {"password": {}},
    }));
    assert!(user.embedded.is_some() && user.profile.is_some());

    let mut application = SamlApplication {
        features: Vec::new().into(),
        embedded: Map::new().into(),
        ..Default::default()
    };
    application.settings.get_or_insert_default().unwrap();
    assert_eq!(
        written(&application),
        json!({"signOnMode": "SAML_2_0", "features": [], "_embedded": {}, "settings": {}})
    );
}

/// A field can be cleared, and what is not mentioned is not sent.
#[test]
fn absent_null_and_value_are_three_things() {
    let mut profile = UserProfile {
        first_name: "Ada".into(),
        nick_name: Field::Null,
        ..Default::default()
    };
    profile.set("costCode", ()).unwrap();
    let user = User {
        profile: profile.into(),
        ..Default::default()
    };
    let body = json!({"profile": {"firstName": "Ada", "nickName": null, "costCode": null}});
    assert_eq!(written(&user), body);

    let mut user: User = kept(body);
    let profile = user.profile.as_mut().unwrap();
    assert!(profile.nick_name.is_null() && profile.last_name.is_absent());
    profile.nick_name = Field::Absent;
    profile.remove("costCode");
    assert_eq!(written(&user), json!({"profile": {"firstName": "Ada"}}));
    // A nested object, a list and a whole resource can be cleared as well.
    user.profile = Field::Null;
    user.links = Field::Null;
    assert_eq!(written(&user), json!({"profile": null, "_links": null}));
    // None means that there is nothing to say, not null.
    user.profile = None.into();
    assert_eq!(written(&user), json!({"_links": null}));
}

/// The description has defaults for several of these.
#[test]
fn defaults_of_the_description_are_never_sent() {
    assert_eq!(written(&User::default()), json!({}));
    assert_eq!(
        written(&OpenIdConnectApplicationSettingsClient::default()),
        json!({})
    );
    assert_eq!(
        written(&OktaSignOnPolicy::default()),
        json!({"type": "OKTA_SIGN_ON"})
    );
    // Nor are they put into what was received.
    let policy: Policy = kept(json!({"type": "PASSWORD", "settings": {"password": {}}}));
    assert!(policy.priority().is_absent());
}

#[test]
fn large_numbers_stay_exact() {
    const BEYOND: i64 = (1 << 53) + 1;
    let user: User = kept(json!({
        "profile": {"badge": BEYOND, "most": u64::MAX, "least": i64::MIN, "ratio": 0.1},
    }));
    let profile = user.profile.as_ref().unwrap();
    assert_eq!(profile.get("badge").unwrap(), Some(BEYOND));
    assert_eq!(profile.get("most").unwrap(), Some(u64::MAX));
    assert_eq!(profile.get("least").unwrap(), Some(i64::MIN));

    let policy: Policy = kept(json!({"type": "PASSWORD", "priority": BEYOND}));
    assert_eq!(policy.priority().copied(), Some(BEYOND));
    for odd in [json!(1.5), json!(u64::MAX), json!("7")] {
        let policy: Policy = kept(json!({"type": "PASSWORD", "priority": odd}));
        assert_eq!(policy.priority().unrecognized(), Some(&odd));
    }
    // A float cannot hold it.
    let place: LogGeolocation = kept(json!({"lat": BEYOND, "lon": -122.3321}));
    assert_eq!(place.lat.unrecognized(), Some(&json!(BEYOND)));
    assert_eq!(place.lon, -122.3321);
}

/// The digits of a number are those that came, to the last one.
#[test]
fn floats_are_read_to_the_last_digit() {
    for digits in [
        "-0.10000000000000002",
        "47.37890000000001",
        "122.41940000000001",
    ] {
        let text = format!(r#"{{"lat":{digits}}}"#);
        let place: LogGeolocation = serde_json::from_str(&text).unwrap();
        assert_eq!(place.lat, digits.parse::<f64>().unwrap());
        assert_eq!(serde_json::to_string(&place).unwrap(), text);
    }
}

#[test]
fn unseen_enum_values_are_as_good_as_known_ones() {
    let known: UserStatus = "ACTIVE".parse().unwrap();
    let unseen: UserStatus = "HIBERNATING".parse().unwrap();
    assert_eq!(known, UserStatus::Active);
    assert_eq!(unseen, UserStatus::Unrecognized("HIBERNATING".to_owned()));
    assert_eq!(unseen, UserStatus::from("HIBERNATING"));
    assert_eq!(unseen, *"HIBERNATING");
    assert_ne!(unseen, known);
    // Okta's values differ in letter case: that is another value, and stays.
    assert_ne!(UserStatus::from("active"), known);
    assert_eq!(unseen.to_string(), "HIBERNATING");
    assert_eq!(format!("{unseen:>12}|{known:?}"), " HIBERNATING|ACTIVE");
    assert_eq!(unseen.as_str(), "HIBERNATING");
    assert_eq!(written(&unseen), json!("HIBERNATING"));
    let seen = match unseen {
        UserStatus::Active => "in",
        UserStatus::Unrecognized(_) => "new",
        _ => "out",
    };
    assert_eq!(seen, "new");
    for value in UserStatus::KNOWN {
        let parsed: UserStatus = value.parse().unwrap();
        assert!(!matches!(parsed, UserStatus::Unrecognized(_)), "{value}");
        assert_eq!(parsed.to_string(), *value);
    }
}

/// A value of another type costs neither the object that it is part of nor itself.
#[test]
fn a_value_of_another_type_is_kept() {
    let user: User = kept(json!({"id": 7, "status": {"a": 1}, "profile": ["x"], "created": true}));
    assert_eq!(user.id.unrecognized(), Some(&json!(7)));
    assert!(user.id.is_none() && user.profile.is_none());
    let factor: PushUserFactor = kept(json!({"profile": {"name": 5, "platform": "IOS"}}));
    let profile = factor.profile.as_ref().unwrap();
    assert_eq!(
        (profile.name.unrecognized(), profile.platform.as_deref()),
        (Some(&json!(5)), Some("IOS"))
    );
}
