//! The schemas of profiles that a new org has.

use serde_json::{Map, Value, json};

use super::shapes::settings::schema_of;
use crate::world::{
    act::Act,
    json::fill,
    state::{APPS, text},
};

/// Where the schemas of users lie.
pub(crate) const USER: &str = "/api/v1/meta/schemas/user";

/// Where the schema of groups lies.
pub(crate) const GROUP: &str = "/api/v1/meta/schemas/group/default";

/// An attribute: name, title, least and most letters, format, what users may do with
/// their own.
type Attribute = (
    &'static str,
    &'static str,
    u32,
    u32,
    &'static str,
    &'static str,
);

/// Attributes of a user that every org has; those with a least length have to be filled.
const USER_ATTRIBUTES: &[Attribute] = &[
    ("login", "Username", 5, 100, "", "READ_ONLY"),
    ("firstName", "First name", 1, 50, "", "READ_WRITE"),
    ("lastName", "Last name", 1, 50, "", "READ_WRITE"),
    ("middleName", "Middle name", 0, 50, "", "READ_ONLY"),
    (
        "honorificPrefix",
        "Honorific prefix",
        0,
        50,
        "",
        "READ_ONLY",
    ),
    (
        "honorificSuffix",
        "Honorific suffix",
        0,
        50,
        "",
        "READ_ONLY",
    ),
    ("email", "Primary email", 5, 100, "email", "READ_WRITE"),
    ("title", "Title", 0, 100, "", "READ_ONLY"),
    ("displayName", "Display name", 0, 100, "", "READ_ONLY"),
    ("nickName", "Nickname", 0, 100, "", "READ_ONLY"),
    ("profileUrl", "Profile Url", 0, 1024, "uri", "READ_ONLY"),
    (
        "secondEmail",
        "Secondary email",
        0,
        100,
        "email",
        "READ_WRITE",
    ),
    ("mobilePhone", "Mobile phone", 0, 100, "", "READ_WRITE"),
    ("primaryPhone", "Primary phone", 0, 100, "", "HIDE"),
    ("streetAddress", "Street address", 0, 1024, "", "HIDE"),
    ("city", "City", 0, 128, "", "HIDE"),
    ("state", "State", 0, 128, "", "HIDE"),
    ("zipCode", "Zip code", 0, 50, "", "HIDE"),
    ("countryCode", "Country code", 0, 2, "country-code", "HIDE"),
    ("postalAddress", "Postal Address", 0, 4096, "", "HIDE"),
    (
        "preferredLanguage",
        "Preferred language",
        0,
        100,
        "language-code",
        "READ_ONLY",
    ),
    ("locale", "Locale", 0, 100, "locale", "READ_ONLY"),
    ("timezone", "Time zone", 0, 100, "timezone", "READ_ONLY"),
    ("userType", "User type", 0, 100, "", "READ_ONLY"),
    ("employeeNumber", "Employee number", 0, 100, "", "READ_ONLY"),
    ("costCenter", "Cost center", 0, 100, "", "READ_ONLY"),
    ("organization", "Organization", 0, 100, "", "READ_ONLY"),
    ("division", "Division", 0, 100, "", "READ_ONLY"),
    ("department", "Department", 0, 100, "", "READ_ONLY"),
    ("managerId", "ManagerId", 0, 100, "", "READ_ONLY"),
    ("manager", "Manager", 0, 100, "", "READ_ONLY"),
];

/// Attributes of a user that OpenID clients know, by Okta's names for them.
const CLIENT_ATTRIBUTES: &[&str] = &["userName", "email"];

/// Attributes of a user that come with other applications.
const APP_ATTRIBUTES: &[(&str, &str)] = &[
    ("userName", "Username"),
    ("email", "Email"),
    ("givenName", "Given name"),
    ("familyName", "Family name"),
    ("displayName", "Display name"),
    ("nickname", "Nickname"),
    ("locale", "Locale"),
    ("phoneNumber", "Phone number"),
];

fn attribute(title: &str, longest: u32) -> Value {
    json!({
        "title": title,
        "type": "string",
        "maxLength": longest,
        "mutability": "READ_WRITE",
        "scope": "NONE",
        "permissions": [{ "principal": "SELF", "action": "READ_WRITE" }],
        "master": { "type": "PROFILE_MASTER" },
    })
}

/// Adds what Okta adds to a new attribute.
pub(crate) fn complete(attribute: &mut Map<String, Value>) {
    fill(
        attribute,
        json!({
            "mutability": "READ_WRITE",
            "scope": "NONE",
            "permissions": [{ "principal": "SELF", "action": "READ_ONLY" }],
            "master": { "type": "PROFILE_MASTER" },
        }),
    );
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
    let mut required = Vec::new();
    let attributes: Map<String, Value> = USER_ATTRIBUTES
        .iter()
        .map(|(name, title, least, most, format, action)| {
            let mut attribute = attribute(title, *most);
            attribute["permissions"][0]["action"] = (*action).into();
            if *least > 0 {
                required.push(*name);
                attribute["minLength"] = (*least).into();
                attribute["required"] = true.into();
            }
            if !format.is_empty() {
                attribute["format"] = (*format).into();
            }
            ((*name).to_owned(), attribute)
        })
        .collect();
    let mut schema = schema(
        format!("{base}/meta/schemas/user/{id}"),
        "user",
        "User",
        Value::Object(attributes),
        &required,
        time,
    );
    schema["description"] = "Okta user profile template with default permission settings".into();
    schema
}

/// The schema of groups that a new org has.
pub(crate) fn of_groups(base: &str, time: &str) -> Value {
    let mut attributes = json!({
        "name": attribute("Name", 255),
        "description": attribute("Description", 1024),
    });
    attributes["name"]["required"] = true.into();
    for (name, description) in [("name", "Name"), ("description", "Description")] {
        attributes[name]["description"] = description.into();
    }
    let mut schema = schema(
        format!("{base}/meta/schemas/group/default"),
        "group",
        "Okta group",
        attributes,
        &["name"],
        time,
    );
    schema["description"] = "Okta group profile template".into();
    schema
}

/// The schema of an application's users, as long as nobody changed it.
fn of_app_users(act: &Act<'_>, app: &str) -> Value {
    let known = act.state.store.get(APPS, app);
    let is_client = known
        .as_ref()
        .is_some_and(|app| text(app, "signOnMode") == "OPENID_CONNECT");
    let label = known.map(|app| text(&app, "label").to_owned());
    let attributes: Map<String, Value> = APP_ATTRIBUTES
        .iter()
        .filter(|(name, _)| !is_client || CLIENT_ATTRIBUTES.contains(name))
        .map(|(name, title)| {
            let mut attribute = attribute(title, 100);
            if *name == "userName" {
                attribute["required"] = true.into();
            }
            ((*name).to_owned(), attribute)
        })
        .collect();
    let mut schema = schema(
        act.url(&format!("/meta/schemas/apps/{app}/default")),
        "app_user",
        &format!("{} User", label.unwrap_or_default()),
        Value::Object(attributes),
        &["userName"],
        act.time().as_str().unwrap_or_default(),
    );
    schema["description"] = Value::Null;
    schema
}

/// The schema of an application's users, as it is now.
pub(crate) fn of_app(act: &Act<'_>, app: &str) -> Value {
    let path = format!("/api/v1/meta/schemas/apps/{app}/default");
    let known = act.state.store.document(&path).cloned();
    known.unwrap_or_else(|| of_app_users(act, app))
}

/// The schema of the users of a type.
pub(crate) fn of_user_type(act: &Act<'_>, kind: &str) -> Value {
    let path = format!("{USER}/{}", schema_of(kind));
    let known = act.state.store.document(&path).cloned();
    known.unwrap_or_default()
}
