//! The schemas of profiles.

use serde_json::{Value, json};

use crate::{
    domain::schemas::{USER, of_app_users, of_users},
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
    let href = exchange.url(&format!("{USER}/{schema_id}"));
    if let Some(body) = exchange.body.as_object_mut() {
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
