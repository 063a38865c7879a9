//! The schemas of profiles.

use serde_json::{Map, Value, json};

use crate::{
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Content, Reply},
    },
    world::{
        json::{fill, merge},
        state::text,
    },
};

const USER: &str = "/api/v1/meta/schemas/user";
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
fn of_app_users(exchange: &Exchange<'_>, app: &str) -> Value {
    let attributes = json!({
        "userName": attribute("Username", 100),
        "email": attribute("Email", 100),
    });
    schema(
        exchange.url(&format!("/meta/schemas/apps/{app}/default")),
        "app_user",
        "Application User",
        attributes,
        &["userName"],
        exchange.time().as_str().unwrap_or_default(),
    )
}

/// The path of the schema that a request means.
fn path(exchange: &Exchange<'_>) -> String {
    let landmarks = &exchange.state.landmarks;
    match exchange.param("schemaId") {
        "" => exchange.path(),
        "default" => format!("{USER}/{}", landmarks.user_schema),
        id => format!("{USER}/{id}"),
    }
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let schema = stored(exchange)?;
    Ok(Reply::ok(shown(exchange, schema)))
}

/// The schema with its link.
fn shown(exchange: &Exchange<'_>, mut schema: Value) -> Value {
    let own = exchange.url(&path(exchange));
    let link = json!({ "self": { "rel": "self", "href": own, "method": "GET" } });
    links::add(&mut schema, link);
    schema
}

fn stored(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    if let Some(schema) = exchange.state.store.document(&path(exchange)) {
        return Ok(schema.clone());
    }
    match exchange.param("appInstanceId") {
        "" => Err(OktaError::not_found(
            exchange.param("schemaId"),
            "UserSchema",
        )),
        app => Ok(of_app_users(exchange, app)),
    }
}

/// Makes a new type of users, with a schema of its own.
pub(crate) fn create_user_type(exchange: &mut Exchange<'_>) -> Answer {
    let schema_id = exchange.state.new_id("osc");
    let by = exchange.actor.id.clone();
    if let Some(body) = exchange.body.as_object_mut() {
        let href = format!("{}{USER}/{schema_id}", exchange.base);
        fill(
            body,
            json!({ "default": false, "createdBy": by, "lastUpdatedBy": by, "description": null }),
        );
        let reply = crate::engine::answer(exchange)?;
        let time = exchange.time();
        let schema = of_users(exchange.base, &schema_id, time.as_str().unwrap_or_default());
        let path = format!("{USER}/{schema_id}");
        exchange.state.store.set_document(&path, schema);
        return Ok(with_schema(reply, &href));
    }
    Err(OktaError::not_well_formed())
}

/// Adds the link to a type's schema.
fn with_schema(mut reply: Reply, href: &str) -> Reply {
    if let Content::Json(kind) = &mut reply.body {
        links::add(
            kind,
            json!({ "schema": { "rel": "schema", "href": href, "method": "GET" } }),
        );
    }
    reply
}

/// Adds, changes and (by null) removes attributes.
pub(crate) fn update(exchange: &mut Exchange<'_>) -> Answer {
    let mut schema = stored(exchange)?;
    let given = exchange.object()?.get("definitions").cloned();
    for part in ["custom", "base"] {
        let Some(Value::Object(changes)) = given
            .as_ref()
            .and_then(|given| given[part].get("properties"))
        else {
            continue;
        };
        let mut changes = changes.clone();
        for (name, attribute) in &mut changes {
            if attribute.is_object() && text(attribute, "type").is_empty() && part == "custom" {
                return Err(OktaError::validation(
                    name,
                    [format!("{name}: type: The field cannot be left blank")],
                ));
            }
            // Whether it is required is told apart from what it is.
            let required = attribute.get("required").cloned();
            if let Some(required) = required {
                require(
                    &mut schema["definitions"][part]["required"],
                    name,
                    &required,
                );
            }
        }
        if let Some(known) = schema["definitions"][part]["properties"].as_object_mut() {
            merge(known, &changes);
        }
    }
    schema["lastUpdated"] = exchange.time();
    let path = path(exchange);
    exchange.state.store.set_document(&path, schema.clone());
    Ok(Reply::ok(shown(exchange, schema)))
}

fn require(all: &mut Value, name: &str, required: &Value) {
    if let Some(all) = all.as_array_mut() {
        all.retain(|known| known != name);
        if required == true {
            all.push(name.into());
        }
    }
}
