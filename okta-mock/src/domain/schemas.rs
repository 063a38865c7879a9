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

/// Attributes of a user that come with OpenID clients: the claims of the standard.
const CLAIMS: &[(&str, &str, &str)] = &[
    ("name", "Name", "End-User's full name in displayable form."),
    ("nickname", "Nickname", "Casual name of the End-User."),
    (
        "given_name",
        "Given Name",
        "Given name or first name of the End-User.",
    ),
    ("middle_name", "Middle Name", "Middle name of the End-User."),
    (
        "family_name",
        "Family Name",
        "Surname or last name of the End-User.",
    ),
    ("email", "Email", "End-User's preferred e-mail address."),
    (
        "profile",
        "Profile URL",
        "URL of the End-User's profile page.",
    ),
    (
        "picture",
        "Picture URL",
        "URL of the End-User's profile picture.",
    ),
    (
        "website",
        "Website",
        "URL of the End-User's Web page or blog.",
    ),
    ("gender", "Gender", "End-User's gender."),
    (
        "birthdate",
        "Birthdate",
        "End-User's birthday, as YYYY-MM-DD.",
    ),
    (
        "zoneinfo",
        "Time Zone",
        "String representing the End-User's time zone.",
    ),
    (
        "locale",
        "Locale Name",
        "Language and country of the End-User.",
    ),
    (
        "phone_number",
        "Phone Number",
        "End-User's preferred telephone number in E.164 format.",
    ),
    (
        "street_address",
        "Street Address",
        "Full street address component.",
    ),
    ("locality", "Locality", "City or locality component."),
    (
        "region",
        "Region",
        "State, province, prefecture, or region component.",
    ),
    (
        "postal_code",
        "Postal Code",
        "Zip code or postal code component.",
    ),
    ("country", "Country", "Country name component."),
    (
        "formatted",
        "Formatted",
        "Full mailing address, formatted for display.",
    ),
];

/// Claims that lie within the claim `address`.
const OF_ADDRESS: &[&str] = &[
    "street_address",
    "locality",
    "region",
    "postal_code",
    "country",
    "formatted",
];

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

/// An attribute that an org defined for itself.
pub(crate) fn custom(title: &str, description: &str, longest: u32) -> Value {
    let mut custom = attribute(title, longest);
    custom["description"] = description.into();
    custom["required"] = false.into();
    custom
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

/// The attributes that the users of an OpenID client have from the start.
fn claims() -> Map<String, Value> {
    let mut attributes = Map::new();
    let mut name = attribute("Username", 100);
    name["externalName"] = "preferred_username".into();
    attributes.insert("userName".to_owned(), name);
    for (name, title, description) in CLAIMS {
        let mut claim = attribute(title, 1024);
        claim["description"] = (*description).into();
        if OF_ADDRESS.contains(name) {
            claim["externalName"] = format!("address.{name}").into();
        }
        attributes.insert((*name).to_owned(), claim);
    }
    attributes
}

/// The schema of an application's users, as long as nobody changed it.
fn of_app_users(act: &Act<'_>, app: &str) -> Value {
    let known = act.state.store.get(APPS, app);
    let known = known.map(std::borrow::Cow::into_owned).unwrap_or_default();
    let is_client = text(&known, "signOnMode") == "OPENID_CONNECT";
    let (mut attributes, required) = if is_client {
        (claims(), &["userName", "name"][..])
    } else {
        let attributes = APP_ATTRIBUTES
            .iter()
            .map(|(name, title)| ((*name).to_owned(), attribute(title, 100)));
        (attributes.collect(), &["userName"][..])
    };
    for (name, attribute) in &mut attributes {
        attribute["scope"] = if is_client { "SELF" } else { "NONE" }.into();
        if required.contains(&name.as_str()) {
            attribute["required"] = true.into();
        }
    }
    schema(
        act.url(&format!("/meta/schemas/apps/{app}/default")),
        text(&known, "name"),
        &format!("{} User", text(&known, "label")),
        Value::Object(attributes),
        required,
        act.time().as_str().unwrap_or_default(),
    )
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
