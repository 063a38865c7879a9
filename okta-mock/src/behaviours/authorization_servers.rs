//! Custom authorization servers.

use chrono::TimeDelta;
use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    data::timestamp,
    domain::{authorization_servers::furnish, keys::new_key},
    engine::{
        links::{self, link},
        list::{Selection, page},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{fill, writable},
        log::Party,
        state::{SERVERS, text},
    },
};

/// Keys are rotated after this long.
const ROTATION: TimeDelta = TimeDelta::days(90);

pub(super) fn shown(exchange: &Exchange<'_>, mut server: Value) -> Value {
    let own = exchange.url(&format!("{SERVERS}/{}", text(&server, "id")));
    let issuer = text(&server, "issuer").to_owned();
    let document = |name: &str| {
        let mut document = link(format!("{issuer}/.well-known/{name}"), &["GET"]);
        document["name"] = name.into();
        document
    };
    let verb = match text(&server, "status") {
        "ACTIVE" => "deactivate",
        _ => "activate",
    };
    let all = json!({
        "self": link(own.clone(), &["GET", "PUT", "DELETE"]),
        "scopes": link(format!("{own}/scopes"), &["GET"]),
        "claims": link(format!("{own}/claims"), &["GET"]),
        "policies": link(format!("{own}/policies"), &["GET"]),
        "keys": link(format!("{own}/credentials/keys"), &["GET"]),
        "rotateKey": link(format!("{own}/credentials/lifecycle/keyRotate"), &["POST"]),
        "metadata": [
            document("oauth-authorization-server"),
            document("openid-configuration"),
        ],
        verb: link(format!("{own}/lifecycle/{verb}"), &["POST"]),
    });
    links::add(&mut server, all);
    server
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::of(exchange, &["name", "audiences"])?;
    page(exchange, SERVERS, &selection, |server| {
        shown(exchange, server)
    })
}

fn stored(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("authServerId");
    exchange
        .state
        .store
        .get(SERVERS, id)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(id, "AuthorizationServer"))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let server = stored(exchange)?;
    Ok(Reply::ok(shown(exchange, server)))
}

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let mut server = writable(exchange.object()?);
    check(exchange, &exchange.body, "")?;
    let id = exchange.state.new_id("aus");
    let now = exchange.now;
    let key = new_key(exchange.state, now, 1);
    let now = exchange.time();
    fill(
        &mut server,
        json!({
            "id": id,
            "description": null,
            "issuer": exchange.url(&format!("/oauth2/{id}")),
            "issuerMode": "ORG_URL",
            "status": "ACTIVE",
            "default": false,
            "created": now,
            "lastUpdated": now,
            "credentials": { "signing": {
                "rotationMode": "AUTO",
                "lastRotated": now,
                "nextRotation": timestamp(exchange.now + ROTATION),
                "kid": key["kid"],
            } },
        }),
    );
    let server = Value::Object(server);
    furnish(exchange.state, &id, &key);
    exchange.state.store.insert(SERVERS, &id, server.clone());
    note(exchange, "created", &server);
    Ok(Reply::created(shown(exchange, server)))
}

fn check(exchange: &Exchange<'_>, server: &Value, own_id: &str) -> Result<(), OktaError> {
    let name = text(server, "name");
    if name.is_empty() {
        return Err(OktaError::blank("name"));
    }
    if server["audiences"].as_array().is_none_or(Vec::is_empty) {
        return Err(OktaError::blank("audiences"));
    }
    let taken = exchange
        .state
        .store
        .values(SERVERS)
        .any(|other| text(&other, "id") != own_id && text(&other, "name") == name);
    if taken {
        Err(OktaError::taken("name"))
    } else {
        Ok(())
    }
}

pub(crate) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let known = stored(exchange)?;
    let id = text(&known, "id").to_owned();
    check(exchange, &exchange.body, &id)?;
    let mut server = writable(exchange.object()?);
    for kept in [
        "id",
        "created",
        "status",
        "issuer",
        "credentials",
        "default",
    ] {
        server.insert(kept.to_owned(), known[kept].clone());
    }
    fill(
        &mut server,
        json!({ "description": null, "issuerMode": known["issuerMode"] }),
    );
    server.insert("lastUpdated".to_owned(), exchange.time());
    let server = Value::Object(server);
    exchange.state.store.insert(SERVERS, &id, server.clone());
    note(exchange, "updated", &server);
    Ok(Reply::ok(shown(exchange, server)))
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let server = stored(exchange)?;
    if server["default"] == true {
        return Err(OktaError::forbidden());
    }
    exchange.state.store.remove(SERVERS, text(&server, "id"));
    note(exchange, "deleted", &server);
    Ok(Reply::no_content())
}

/// Takes the next key into use.
pub(crate) fn rotate(exchange: &mut Exchange<'_>) -> Answer {
    let mut server = stored(exchange)?;
    if text(&exchange.body, "use") != "sig" {
        return Err(OktaError::validation(
            "use",
            ["use: The field has an invalid value"],
        ));
    }
    let id = text(&server, "id").to_owned();
    let path = format!("{SERVERS}/{id}/credentials/keys");
    let old: Vec<String> = exchange
        .state
        .store
        .values(&path)
        .map(|key| text(&key, "kid").to_owned())
        .collect();
    for kid in old {
        if let Some(key) = exchange.state.store.get_mut(&path, &kid) {
            key["status"] = "EXPIRED".into();
        }
    }
    let now = exchange.now;
    let key = new_key(exchange.state, now, 1);
    let key = json!({
        "kty": "RSA", "status": "ACTIVE", "alg": "RS256", "use": "sig",
        "kid": key["kid"], "e": key["e"], "n": key["n"],
    });
    exchange
        .state
        .store
        .insert(&path, text(&key, "kid"), key.clone());
    server["credentials"]["signing"]["kid"] = key["kid"].clone();
    server["credentials"]["signing"]["lastRotated"] = exchange.time();
    exchange.state.store.insert(SERVERS, &id, server);
    let keys: Vec<Value> = exchange
        .state
        .store
        .values(&path)
        .map(std::borrow::Cow::into_owned)
        .collect();
    Ok(Reply::ok(keys.into_iter().rev().collect()))
}

fn note(exchange: &mut Exchange<'_>, verb: &str, server: &Value) {
    let target = Party {
        id: text(server, "id").to_owned(),
        kind: "AuthorizationServer".into(),
        alternate_id: "unknown".to_owned(),
        display_name: text(server, "name").to_owned(),
    };
    exchange.log(
        format!("oauth2.as.{verb}"),
        format!("OAuth2 authorization server {verb}"),
        vec![target],
    );
}

/// Adds a scope or a claim.
pub(crate) fn create_named(exchange: &mut Exchange<'_>) -> Answer {
    if text(&exchange.body, "name").is_empty() {
        return Err(OktaError::blank("name"));
    }
    // Declared as 200 too; Okta answers 201.
    crate::engine::answer(exchange).map(|reply| Reply {
        status: StatusCode::CREATED,
        ..reply
    })
}
