//! What Okta's answers hold, made up.

use serde_json::{Value, json};

/// A list with this many of an item.
pub fn page(count: usize, item: fn(usize) -> Value) -> String {
    json!((0..count).map(item).collect::<Vec<_>>()).to_string()
}

/// A user of 1.1 KB.
pub fn user(index: usize) -> Value {
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

/// A log event of 1.9 KB.
pub fn log_event(index: usize) -> Value {
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
