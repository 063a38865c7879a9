//! The handlers that serve most operations.

use okta_api::operations as op;
use serde_json::{Map, Value, json};

use super::{
    action::Action,
    documents, links, list, made, refusals,
    sample::{sample, sample_body},
};
use crate::{
    description::resources::Resource,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{at, fill, merge, writable},
        log::Party,
        state::text,
    },
};

/// Answers a request by what its method and path say.
pub(crate) fn answer(exchange: &mut Exchange<'_>) -> Answer {
    match Action::of(exchange.description, exchange.operation) {
        Action::List => list(exchange),
        Action::Read => read(exchange),
        Action::Create => create(exchange),
        Action::Replace => replace(exchange),
        Action::Merge => change(exchange),
        Action::Delete => delete(exchange),
        Action::Clear => clear(exchange),
        Action::ReadDocument => documents::read(exchange),
        Action::ReplaceDocument => documents::replace(exchange),
        Action::MergeDocument => documents::merge(exchange),
        Action::DeleteDocument => documents::delete(exchange),
        Action::Verb(verb) => act(exchange, verb),
    }
}

/// What a member of the collection at `path` looks like from outside.
fn shown(exchange: &Exchange<'_>, path: &str, resource: Option<&Resource>, value: Value) -> Value {
    match resource {
        Some(resource) => {
            let id = at(&value, &resource.key).as_str().unwrap_or_default();
            let url = exchange.url(&format!("{path}/{id}"));
            links::present(value, &url, resource)
        }
        None => value,
    }
}

fn list(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let resource = exchange.resource(0);
    let selection = list::Selection::of(exchange, &["name", "label", "profile.name"])?;
    list::page(exchange, &path, &selection, |value| {
        shown(exchange, &path, resource, value)
    })
}

fn read(exchange: &mut Exchange<'_>) -> Answer {
    let (path, id) = member(exchange);
    let resource = exchange.resource(1);
    match (exchange.state.store.get(&path, &id), resource) {
        (Some(value), _) => {
            let value = value.into_owned();
            Ok(Reply::ok(shown(exchange, &path, resource, value)))
        }
        (None, Some(resource)) => Err(OktaError::not_found(&id, &resource.kind)),
        (None, None) => Ok(Reply::ok(sample(exchange, Some(&id)))),
    }
}

fn create(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let resource = exchange.resource(0);
    let mut value = match exchange.operation.bodies.is_empty() {
        true => Map::new(),
        false => writable(exchange.object()?),
    };
    refusals::incomplete(resource, &value)?;
    refusals::duplicate(exchange, &path, resource, &value, None)?;
    let key = resource.map_or("id", |resource| &*resource.key);
    if let Some(given) = made::given_id(exchange, resource) {
        value.insert("id".to_owned(), given);
    } else if key == "id" || key == "kid" {
        let prefix = resource.map_or("0id", |resource| &*resource.prefix);
        let id = exchange.state.new_id(prefix);
        value.insert(key.to_owned(), id.into());
    }
    for name in times(resource).into_iter().filter(|name| !name.is_empty()) {
        fill(&mut value, json!({ name: exchange.time() }));
    }
    if let Some(status) = resource.and_then(|resource| resource.status.as_deref()) {
        let status = if exchange.query.flag("activate", true) {
            status
        } else {
            "INACTIVE"
        };
        // Whatever the body says: its lifecycle changes it.
        value.insert("status".to_owned(), status.into());
    }
    exchange.complete(resource, &mut value);
    made::complete(exchange, resource, &mut value);
    let value = readable(exchange, value);
    let id = at(&value, key).as_str().unwrap_or_default().to_owned();
    if id.is_empty() {
        return Err(OktaError::blank(key));
    }
    exchange.state.store.insert(&path, &id, value.clone());
    note(exchange, resource, "create", &value);
    let value = shown(exchange, &path, resource, value);
    Ok(Reply::status(exchange.operation.success, value))
}

/// What is kept of a body: what an answer may show.
fn readable(exchange: &Exchange<'_>, value: Map<String, Value>) -> Value {
    let mut value = Value::Object(value);
    if let Some(body) = exchange.operation.json_body() {
        let schemas = &exchange.description.schemas;
        schemas.drop_write_only(&body.schema, &mut value);
    }
    value
}

/// What the times of a member's creation and of its last change are called.
fn times(resource: Option<&Resource>) -> [&'static str; 2] {
    resource.map_or(["created", "lastUpdated"], |resource| resource.times)
}

/// Notes that a member was changed.
fn touch(value: &mut Map<String, Value>, resource: Option<&Resource>, time: Value) {
    let [_, changed] = times(resource);
    if !changed.is_empty() {
        value.insert(changed.to_owned(), time);
    }
}

fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let (path, id) = member(exchange);
    let resource = exchange.resource(1);
    let mut value = match &exchange.body {
        // Relations are made by a PUT without a body.
        Value::Null => Map::new(),
        _ => writable(exchange.object()?),
    };
    let known = exchange.state.store.get(&path, &id);
    let known = known.map(std::borrow::Cow::into_owned);
    if let (None, false, Some(resource)) = (&known, exchange.body.is_null(), resource) {
        return Err(OktaError::not_found(&id, &resource.kind));
    }
    refusals::duplicate(exchange, &path, resource, &value, Some(&id))?;
    let key = resource.map_or("id", |resource| &*resource.key);
    if !key.contains('.') {
        value.insert(key.to_owned(), id.clone().into());
    }
    if let Some(Value::Object(known)) = &known {
        // Recorded: the status in a body is not looked at, but for authenticators.
        let status_stays = resource.is_some_and(|resource| resource.lives)
            && !exchange.operation.is(&op::REPLACE_AUTHENTICATOR);
        // What a body cannot hold, and what has no default, stays as it was.
        let holds = sample_body(exchange);
        for (name, kept) in known {
            let [created, _] = times(resource);
            let stays = ["status", "system", "type", created].contains(&name.as_str());
            if name == "status" && status_stays {
                value.insert(name.clone(), kept.clone());
            } else if stays || holds.get(name).is_none() {
                fill(&mut value, json!({ name.as_str(): kept }));
            }
        }
    }
    let [created, _] = times(resource);
    if !created.is_empty() {
        fill(&mut value, json!({ created: exchange.time() }));
    }
    touch(&mut value, resource, exchange.time());
    exchange.complete(resource, &mut value);
    if value.contains_key("lastUpdatedBy") {
        let by = exchange.actor.id.clone();
        value.insert("lastUpdatedBy".to_owned(), by.into());
    }
    let value = readable(exchange, value);
    exchange.state.store.insert(&path, &id, value.clone());
    note(exchange, resource, "update", &value);
    if exchange.operation.response.is_none() {
        return Ok(Reply::no_content());
    }
    let value = shown(exchange, &path, resource, value);
    Ok(Reply::ok(value))
}

fn change(exchange: &mut Exchange<'_>) -> Answer {
    let (path, id) = member(exchange);
    let resource = exchange.resource(1);
    let changes = readable(exchange, writable(exchange.object()?));
    let Value::Object(changes) = changes else {
        return Err(OktaError::not_well_formed());
    };
    refusals::duplicate(exchange, &path, resource, &changes, Some(&id))?;
    let time = exchange.time();
    let Some(Value::Object(value)) = exchange.state.store.get_mut(&path, &id) else {
        return match resource {
            Some(resource) => Err(OktaError::not_found(&id, &resource.kind)),
            None => Ok(Reply::ok(sample(exchange, Some(&id)))),
        };
    };
    merge(value, &changes);
    touch(value, resource, time);
    let value = Value::Object(value.clone());
    note(exchange, resource, "update", &value);
    let value = shown(exchange, &path, resource, value);
    Ok(Reply::ok(value))
}

fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let (path, id) = member(exchange);
    let resource = exchange.resource(1);
    if resource.is_some_and(|resource| resource.outlives)
        && let Some(member) = exchange.state.store.get(&path, &id)
        && text(&member, "status") == "ACTIVE"
    {
        return Err(OktaError::still_active());
    }
    match (exchange.state.store.remove(&path, &id), resource) {
        (Some((_, value)), _) => {
            note(exchange, resource, "delete", &value);
            Ok(Reply::no_content())
        }
        (None, Some(resource)) => Err(OktaError::not_found(&id, &resource.kind)),
        (None, None) => Ok(Reply::no_content()),
    }
}

fn clear(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    exchange.state.store.clear(&path);
    Ok(Reply::no_content())
}

/// Activates or deactivates a member; any other verb answers what its schema says.
fn act(exchange: &mut Exchange<'_>, verb: &str) -> Answer {
    let status = match verb {
        "activate" => Some("ACTIVE"),
        "deactivate" => Some("INACTIVE"),
        _ => None,
    };
    let path = exchange.parent(3);
    let id = exchange.segments.iter().rev().nth(2).cloned();
    let (Some(status), Some(id), Some(resource)) = (status, id, exchange.resource(3)) else {
        return Ok(verb_answer(exchange));
    };
    let time = exchange.time();
    let Some(Value::Object(value)) = exchange.state.store.get_mut(&path, &id) else {
        return Err(OktaError::not_found(&id, &resource.kind));
    };
    if value.get("status") != Some(&json!(status)) {
        value.insert("status".to_owned(), status.into());
        touch(value, Some(resource), time);
    }
    let value = Value::Object(value.clone());
    note(exchange, Some(resource), verb, &value);
    if exchange.operation.response.is_none() {
        return Ok(Reply::no_content());
    }
    Ok(Reply::ok(shown(exchange, &path, Some(resource), value)))
}

fn verb_answer(exchange: &mut Exchange<'_>) -> Reply {
    if exchange.operation.response.is_some() {
        Reply::ok(sample(exchange, None))
    } else {
        Reply::no_content()
    }
}

/// The collection and the id of the member that the path names.
fn member(exchange: &Exchange<'_>) -> (String, String) {
    let id = exchange.segments.last().cloned().unwrap_or_default();
    (exchange.parent(1), id)
}

/// Writes a change of a resource to the System Log.
fn note(exchange: &mut Exchange<'_>, resource: Option<&Resource>, verb: &str, value: &Value) {
    let Some(resource) = resource else {
        return;
    };
    let name = ["name", "label"]
        .iter()
        .find_map(|property| value[*property].as_str())
        .unwrap_or("unknown")
        .to_owned();
    let target = Party {
        id: at(value, &resource.key)
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        kind: resource.kind.clone(),
        alternate_id: "unknown".to_owned(),
        display_name: name,
    };
    let message = format!("{} {}", capitalised(verb), resource.kind);
    // Okta names what happens to these in the past tense.
    let past = ["oauth2", "event_hook", "inline_hook", "system.hook.key"];
    let verb = if past.iter().any(|kind| resource.event.starts_with(kind)) {
        format!("{}ed", verb.trim_end_matches('e'))
    } else {
        verb.to_owned()
    };
    exchange.log(format!("{}.{verb}", resource.event), message, vec![target]);
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
