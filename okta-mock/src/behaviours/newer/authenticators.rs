//! The methods of authenticators. Each is a document below its authenticator that is made
//! when it is first changed.

use serde_json::{Value, json};

use crate::{
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{merge, writable},
        state::text,
    },
};

/// The methods of an authenticator, by its key; any other has one, named by its type.
const METHODS: &[(&str, &[&str])] = &[
    ("okta_verify", &["push", "signed_nonce", "totp"]),
    ("phone_number", &["sms", "voice"]),
    ("google_otp", &["otp"]),
];

/// The authenticator that the path names, and its methods.
fn authenticator(exchange: &Exchange<'_>) -> Result<(Value, Vec<String>), OktaError> {
    let id = exchange.param("authenticatorId");
    let found = exchange.state.store.get("/api/v1/authenticators", id);
    let found = found.ok_or_else(|| OktaError::not_found(id, "Authenticator"))?;
    let known = METHODS.iter().find(|(key, _)| *key == text(&found, "key"));
    let methods = match known {
        Some((_, methods)) => methods.iter().map(|method| (*method).to_owned()).collect(),
        None => vec![text(&found, "type").to_owned()],
    };
    Ok((found.into_owned(), methods))
}

fn method(exchange: &Exchange<'_>, authenticator: &Value, kind: &str) -> Value {
    let id = text(authenticator, "id");
    let path = format!("/api/v1/authenticators/{id}/methods/{kind}");
    let mut method = match exchange.state.store.document(&path) {
        Some(method) => method.clone(),
        None => json!({ "type": kind, "status": authenticator["status"] }),
    };
    let own = links::link(exchange.url(&path), &["GET", "PUT"]);
    links::add(&mut method, json!({ "self": own }));
    method
}

pub(super) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let (authenticator, methods) = authenticator(exchange)?;
    let methods = methods.iter();
    let methods = methods.map(|kind| method(exchange, &authenticator, kind));
    Ok(Reply::ok(methods.collect()))
}

/// The method that the path names.
fn named(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let (authenticator, methods) = authenticator(exchange)?;
    let kind = exchange.param("methodType");
    if methods.iter().any(|method| method == kind) {
        Ok(method(exchange, &authenticator, kind))
    } else {
        Err(OktaError::not_found(kind, "AuthenticatorMethod"))
    }
}

pub(super) fn get(exchange: &mut Exchange<'_>) -> Answer {
    Ok(Reply::ok(named(exchange)?))
}

pub(super) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let mut method = named(exchange)?;
    let given = writable(exchange.object()?);
    if let Some(method) = method.as_object_mut() {
        let kind = method.get("type").cloned().unwrap_or_default();
        merge(method, &given);
        method.insert("type".to_owned(), kind);
    }
    let path = exchange.path();
    exchange.state.store.set_document(&path, method.clone());
    Ok(Reply::ok(method))
}

pub(super) fn activate(exchange: &mut Exchange<'_>) -> Answer {
    set_status(exchange, "ACTIVE")
}

pub(super) fn deactivate(exchange: &mut Exchange<'_>) -> Answer {
    set_status(exchange, "INACTIVE")
}

fn set_status(exchange: &mut Exchange<'_>, status: &str) -> Answer {
    let mut method = named(exchange)?;
    method["status"] = status.into();
    let path = exchange.parent(2);
    exchange.state.store.set_document(&path, method.clone());
    Ok(Reply::ok(method))
}
