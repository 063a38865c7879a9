//! The schemas of profiles that a new org has.

use serde_json::{Map, Value, json};

use crate::world::act::Act;

/// Where the schemas of users lie.
pub(crate) const USER: &str = "/api/v1/meta/schemas/user";

/// Where the schema of groups lies.
pub(crate) const GROUP: &str = "/api/v1/meta/schemas/group/default";

/// Attributes of a user that every org has; the first four have to be filled.
const USER_ATTRIBUTES: &[(&str, &str, u32)] = &[
    ("login", "Username", 100),
    ("firstName", "First name", 50),
    ("lastName", "Last name", 50),
    ("email", "Primary email", 100),
    ("middleName", "Middle name", 50),
    ("honorificPrefix", "Honorific prefix", 50),
    ("honorificSuffix", "Honorific suffix", 50),
    ("title", "Title", 100),
    ("displayName", "Display name", 100),
    ("nickName", "Nickname", 100),
    ("profileUrl", "Profile Url", 1024),
    ("secondEmail", "Secondary email", 100),
    ("mobilePhone", "Mobile phone", 100),
    ("primaryPhone", "Primary phone", 100),
    ("streetAddress", "Street address", 1024),
    ("city", "City", 128),
    ("state", "State", 128),
    ("zipCode", "Zip code", 50),
    ("countryCode", "Country code", 2),
    ("postalAddress", "Postal Address", 4096),
    ("preferredLanguage", "Preferred language", 100),
    ("locale", "Locale", 100),
    ("timezone", "Time zone", 100),
    ("userType", "User type", 100),
    ("employeeNumber", "Employee number", 100),
    ("costCenter", "Cost center", 100),
    ("organization", "Organization", 100),
    ("division", "Division", 100),
    ("department", "Department", 100),
    ("manager", "Manager", 100),
    ("managerId", "ManagerId", 100),
];

const REQUIRED: usize = 4;

fn attribute(title: &str, longest: u32) -> Value {
    json!({
        "title": title,
        "type": "string",
        "maxLength": longest,
        "mutability": "READ_WRITE",
        "scope": "NONE",
        "permissions": [{ "principal": "SELF", "action": "READ_ONLY" }],
        "master": { "type": "PROFILE_MASTER" },
    })
}

fn schema(
    id: String,
    name: &str,
    title: &str,
    base: Value,
    required: &[&str],
    time: &str,
) -> Value {
    json!({
        "id": id,
        "$schema": "http://json-schema.org/draft-04/schema#",
        "name": name,
        "title": title,
        "type": "object",
        "created": time,
        "lastUpdated": time,
        "definitions": {
            "base": { "id": "#base", "type": "object", "properties": base, "required": required },
            "custom": { "id": "#custom", "type": "object", "properties": {}, "required": [] },
        },
        "properties": {
            "profile": { "allOf": [
                { "$ref": "#/definitions/custom" },
                { "$ref": "#/definitions/base" },
            ] },
        },
    })
}

/// The schema of users that a new org has.
pub(crate) fn of_users(base: &str, id: &str, time: &str) -> Value {
    let mut attributes: Map<String, Value> = USER_ATTRIBUTES
        .iter()
        .map(|(name, title, longest)| ((*name).to_owned(), attribute(title, *longest)))
        .collect();
    if let Some(login) = attributes.get_mut("login") {
        login["minLength"] = 5.into();
    }
    let required: Vec<&str> = USER_ATTRIBUTES
        .iter()
        .take(REQUIRED)
        .map(|(name, ..)| *name)
        .collect();
    schema(
        format!("{base}/meta/schemas/user/{id}"),
        "user",
        "User",
        Value::Object(attributes),
        &required,
        time,
    )
}

/// The schema of groups that a new org has.
pub(crate) fn of_groups(base: &str, time: &str) -> Value {
    let attributes = json!({
        "name": attribute("Name", 255),
        "description": attribute("Description", 1024),
    });
    schema(
        format!("{base}/meta/schemas/group/default"),
        "group",
        "Okta group",
        attributes,
        &["name"],
        time,
    )
}

/// The schema of an application's users, as long as nobody changed it.
pub(crate) fn of_app_users(act: &Act<'_>, app: &str) -> Value {
    let attributes = json!({
        "userName": attribute("Username", 100),
        "email": attribute("Email", 100),
    });
    schema(
        act.url(&format!("/meta/schemas/apps/{app}/default")),
        "app_user",
        "Application User",
        attributes,
        &["userName"],
        act.time().as_str().unwrap_or_default(),
    )
}
