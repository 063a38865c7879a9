//! The schemas of profiles.

use serde_json::{Value, json};

use crate::{
    data::{second, timestamp},
    domain::{
        schemas::{USER, complete, of_app, of_users},
        shapes::settings::schema_of,
    },
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Content, Reply},
    },
    world::{json::merge, state::text},
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
    let mut all = json!({ "self": { "rel": "self", "href": own, "method": "GET" } });
    if let Some(id) = own.rsplit_once("/schemas/user/osc").map(|(_, id)| id) {
        let kind = exchange.url(&format!("/api/v1/meta/types/user/oty{id}"));
        all["type"] = json!({ "rel": "type", "href": kind, "method": "GET" });
    }
    links::add(&mut schema, all);
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
        app => Ok(of_app(exchange, app)),
    }
}

/// Makes a new type of users, with a schema of its own.
pub(crate) fn create_user_type(exchange: &mut Exchange<'_>) -> Answer {
    let reply = crate::engine::answer(exchange)?;
    if let Content::Json(kind) = &reply.body {
        let id = schema_of(text(kind, "id"));
        let time = timestamp(second(exchange.now));
        let schema = of_users(exchange.base, &id, &time);
        let path = format!("{USER}/{id}");
        exchange.state.store.set_document(&path, schema);
    }
    Ok(reply)
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
            if let Some(attribute) = attribute.as_object_mut() {
                if required == Some(Value::Bool(false)) {
                    attribute.remove("required");
                }
                if schema["definitions"][part]["properties"]
                    .get(name.as_str())
                    .is_none()
                {
                    complete(attribute);
                }
            }
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
