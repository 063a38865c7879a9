//! What applications may do: scopes that an administrator granted to them, and their
//! client secrets.

use serde_json::{Value, json};

use crate::{
    data::{second, timestamp},
    domain::{apps::register, furnish},
    engine::{
        links,
        list::{Selection, page},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{APPS, text},
};

pub(crate) fn grant(exchange: &mut Exchange<'_>) -> Answer {
    let scope = text(&exchange.body, "scopeId").to_owned();
    if scope.is_empty() {
        return Err(OktaError::blank("scopeId"));
    }
    let app = exchange.param("appId").to_owned();
    let collection = exchange.path();
    let twice = exchange
        .state
        .store
        .values(&collection)
        .any(|grant| text(&grant, "scopeId") == scope);
    if twice {
        return Err(OktaError::taken("scopeId"));
    }
    let id = exchange.state.new_id("oag");
    let now = exchange.time();
    let grant = json!({
        "id": id,
        "status": "ACTIVE",
        "created": now,
        "lastUpdated": now,
        "createdBy": { "id": exchange.actor.id, "type": exchange.actor.kind },
        "issuer": exchange.base,
        "clientId": app,
        "scopeId": scope,
        "source": "ADMIN",
    });
    exchange.state.store.insert(&collection, &id, grant.clone());
    let mut grant = shown_grant(exchange, grant);
    grant["_embedded"] = json!({ "scope": { "id": scope } });
    register(exchange.state, &app);
    exchange.log(
        "app.oauth2.admin.consent.grant",
        "Grant consent to scope",
        Vec::new(),
    );
    Ok(Reply::ok(grant))
}

/// The grant with its links. Okta names the application in them.
fn shown_grant(exchange: &Exchange<'_>, mut grant: Value) -> Value {
    let app = exchange.param("appId");
    let own = exchange.url(&format!("{APPS}/{app}/grants/{}", text(&grant, "id")));
    let client = text(&grant, "clientId").to_owned();
    let title = exchange.state.store.get(APPS, app);
    let title = title.map(|app| app["label"].clone()).unwrap_or_default();
    let all = json!({
        "app": { "href": exchange.url(&format!("{APPS}/{app}")), "title": title },
        "self": links::link(own, &["GET", "DELETE"]),
        "client": {
            "href": exchange.url(&format!("/oauth2/v1/clients/{client}")), "title": title,
        },
    });
    links::add(&mut grant, all);
    grant
}

pub(crate) fn list_grants(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::default();
    page(exchange, &exchange.path(), &selection, |grant| {
        shown_grant(exchange, grant)
    })
}

pub(crate) fn get_grant(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("grantId");
    match exchange.state.store.get(&exchange.parent(1), id) {
        Some(grant) => Ok(Reply::ok(shown_grant(exchange, grant.into_owned()))),
        None => Err(OktaError::not_found(id, "OAuth2ScopeConsentGrant")),
    }
}

pub(crate) fn revoke(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("grantId").to_owned();
    let collection = exchange.parent(1);
    if exchange.state.store.remove(&collection, &id).is_none() {
        return Err(OktaError::not_found(&id, "OAuth2ScopeConsentGrant"));
    }
    let app = exchange.param("appId").to_owned();
    register(exchange.state, &app);
    exchange.log(
        "app.oauth2.admin.consent.revoke",
        "Revoke consent to scope",
        Vec::new(),
    );
    Ok(Reply::no_content())
}

/// An application has at most two secrets, so that it can go from one to the next.
pub(crate) fn create_secret(exchange: &mut Exchange<'_>) -> Answer {
    let collection = exchange.path();
    if exchange.state.store.len(&collection) >= 2 {
        return Err(OktaError::validation(
            "clientSecret",
            ["You've reached the maximum number of client secrets per client."],
        ));
    }
    let given = exchange.body["client_secret"].as_str().map(str::to_owned);
    let secret = given.unwrap_or_else(|| exchange.state.rng.text(64));
    let app = exchange.param("appId").to_owned();
    let now = timestamp(second(exchange.now));
    let stored = furnish::add_secret(exchange.state, &app, secret.into(), &now);
    Ok(Reply::created(shown_secret(exchange, &collection, stored)))
}

fn shown_secret(exchange: &Exchange<'_>, collection: &str, secret: Value) -> Value {
    let own = exchange.url(&format!("{collection}/{}", text(&secret, "id")));
    match exchange.resource(0) {
        Some(resource) => crate::engine::links::present(secret, &own, resource),
        None => secret,
    }
}

/// Only a secret that is out of use can be deleted.
pub(crate) fn delete_secret(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("secretId").to_owned();
    let collection = exchange.parent(1);
    let active = exchange
        .state
        .store
        .get(&collection, &id)
        .is_some_and(|secret| text(&secret, "status") == "ACTIVE");
    if active {
        return Err(OktaError::validation(
            "clientSecret",
            ["You can't delete an active client secret."],
        ));
    }
    crate::engine::answer(exchange)
}
