//! What the types cost: the time of decoding and encoding, as ratios to
//! `serde_json::Value` and to a struct with one field, measured by turns in one run.
//!
//! ```sh
//! cargo bench -p okta-api --bench types
//! ```

#![allow(clippy::unwrap_used)]

use std::{hint::black_box, time::Instant};

use okta_api::types::{LogEvent, User};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// The floor: what a program that needs one property would write.
#[derive(Deserialize)]
struct OneField {
    #[allow(dead_code, reason = "read for its cost")]
    #[serde(alias = "uuid")]
    id: String,
}

const ROUNDS: usize = 300;

fn main() {
    println!("page                 µs each   / Value   / one field");
    compare::<User>("200 users", &page(200, user));
    compare::<LogEvent>("200 log events", &page(200, log_event));
}

fn compare<T: DeserializeOwned + Serialize>(name: &str, page: &str) {
    let values: Vec<Value> = serde_json::from_str(page).unwrap();
    let items: Vec<T> = serde_json::from_str(page).unwrap();
    assert_eq!(serde_json::to_value(&items).unwrap(), json!(values));
    fn decode<T: DeserializeOwned>(page: &str) {
        drop(black_box(
            serde_json::from_str::<Vec<T>>(black_box(page)).unwrap(),
        ));
    }
    fn encode(items: &impl Serialize) {
        drop(black_box(serde_json::to_vec(black_box(items)).unwrap()));
    }
    let decoding = by_turns([
        &mut || decode::<T>(page),
        &mut || decode::<Value>(page),
        &mut || decode::<OneField>(page),
    ]);
    report("decode", name, items.len(), &decoding);
    let encoding = by_turns([&mut || encode(&items), &mut || encode(&values)]);
    report("encode", name, items.len(), &encoding);
}

fn report(what: &str, name: &str, items: usize, rounds: &[Vec<f64>]) {
    let each = median(rounds.iter().map(|round| round[0] / items as f64));
    print!("{what} {name:<14}{each:>7.2}");
    for other in 1..rounds[0].len() {
        let ratio = median(rounds.iter().map(|round| round[0] / round[other]));
        print!("{ratio:>10.2}");
    }
    println!();
}

/// The microseconds of each in every round: by turns, so that all see the same machine.
fn by_turns<const N: usize>(mut contestants: [&mut dyn FnMut(); N]) -> Vec<Vec<f64>> {
    let mut round = || {
        contestants.each_mut().map(|contestant| {
            let start = Instant::now();
            contestant();
            start.elapsed().as_secs_f64() * 1e6
        })
    };
    round(); // to warm up
    (0..ROUNDS).map(|_| round().to_vec()).collect()
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn page(count: usize, item: fn(usize) -> Value) -> String {
    json!((0..count).map(item).collect::<Vec<_>>()).to_string()
}

fn user(index: usize) -> Value {
    let id = format!("00u{index:017}");
    let link = |what: &str| json!({"href": format!("https://acme.okta.com/api/v1/users/{id}/lifecycle/{what}"), "method": "POST"});
    json!({
        "id": id, "status": "ACTIVE", "created": "2024-01-31T12:00:00.000Z",
        "activated": "2024-01-31T12:00:01.000Z", "statusChanged": "2024-02-01T08:30:00.000Z",
        "lastLogin": null, "lastUpdated": "2026-10-05T17:45:12.000Z",
        "passwordChanged": "2025-12-24T00:00:00.000Z", "type": {"id": "otyfnjfba4ye7pgjB0g4"},
        "profile": {
            "firstName": "Ada", "lastName": format!("Lovelace-{index}"), "mobilePhone": null,
            "secondEmail": "", "login": format!("ada.{index}@example.com"),
            "email": format!("ada.{index}@example.com"), "department": "Analytical Engines",
            "costCenter": "4711", "employeeNumber": format!("E{index:06}"), "title": "Analyst",
        },
        "credentials": {
            "password": {}, "emails": [{"value": format!("ada.{index}@example.com"), "status": "VERIFIED", "type": "PRIMARY"}],
            "provider": {"type": "OKTA", "name": "OKTA"},
        },
        "_links": {"self": link("self"), "suspend": link("suspend"), "resetPassword": link("reset_password")},
    })
}

fn log_event(index: usize) -> Value {
    let id = format!("00u{index:017}");
    json!({
        "uuid": format!("dc9fd3c0-598c-11ef-8478-{index:012}"), "version": "0", "severity": "INFO",
        "published": "2026-10-05T17:45:12.123Z", "eventType": "user.session.start",
        "legacyEventType": "core.user_auth.login_success", "displayMessage": "User login to Okta",
        "actor": {"id": id, "type": "User", "alternateId": format!("ada.{index}@example.com"), "displayName": "Ada Lovelace", "detailEntry": null},
        "client": {
            "userAgent": {"rawUserAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36", "os": "Linux", "browser": "CHROME"},
            "zone": "null", "device": "Computer", "id": null, "ipAddress": "203.0.113.7",
            "geographicalContext": {"city": "London", "state": "England", "country": "United Kingdom", "postalCode": "SW1Y", "geolocation": {"lat": 51.5064, "lon": -0.1331}},
        },
        "outcome": {"result": "SUCCESS", "reason": null},
        "target": [
            {"id": "0oa1gjh63g214q0Hq0g4", "type": "AppInstance", "alternateId": "Okta Dashboard", "displayName": "Okta Dashboard", "detailEntry": {"signOnModeType": "OPENID_CONNECT"}},
            {"id": format!("pfd{index:017}"), "type": "AuthenticatorEnrollment", "alternateId": "unknown", "displayName": "Password", "detailEntry": null},
        ],
        "transaction": {"type": "WEB", "id": format!("ZwF{index:024}"), "detail": {}},
        "debugContext": {"debugData": {"requestId": format!("ZwF{index:024}"), "requestUri": "/idp/idx/identify", "threatSuspected": "false", "url": "/idp/idx/identify?", "dtHash": "53b6a1b2f4cb1d0b59aa0a4f9d5be5ba8a7b1f0d4e3c2b1a"}},
        "authenticationContext": {"authenticationProvider": null, "credentialProvider": null, "credentialType": null, "issuer": null, "interface": null, "authenticationStep": 0, "externalSessionId": format!("102{index:022}")},
        "securityContext": {"asNumber": 64496, "asOrg": "example", "isp": "example", "domain": ".", "isProxy": false},
        "request": {"ipChain": [{"ip": "203.0.113.7", "geographicalContext": {"city": "London", "state": "England", "country": "United Kingdom", "postalCode": "SW1Y", "geolocation": {"lat": 51.5064, "lon": -0.1331}}, "version": "V4", "source": null}]},
    })
}
