//! Signing keys and certificates. Nothing is ever signed with them: they only look so.

use serde_json::json;

use crate::{
    domain::keys::{SUBJECT, Subject, certificate_request, new_key, trusted_key},
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

/// A new key of an application or an identity provider.
pub(crate) fn generate(exchange: &mut Exchange<'_>) -> Answer {
    let years = exchange.query.get("validityYears").unwrap_or("2");
    let years = years.parse().ok().filter(|years| (2..=10).contains(years));
    let Some(years) = years else {
        return Err(OktaError::validation(
            "validityYears",
            ["validityYears: Must be between 2 and 10"],
        ));
    };
    let now = exchange.now;
    let key = new_key(exchange.state, now, years);
    let collection = exchange.parent(1);
    exchange
        .state
        .store
        .insert(&collection, text(&key, "kid"), key.clone());
    Ok(Reply::created(key))
}

/// Copies a key to another application or identity provider.
pub(crate) fn copy(exchange: &mut Exchange<'_>) -> Answer {
    let target = ["targetAid", "targetIdpId"]
        .iter()
        .find_map(|name| exchange.query.get(name))
        .unwrap_or_default()
        .to_owned();
    let from = exchange.parent(2);
    let kid = exchange.param("keyId").to_owned();
    let kind = if from.starts_with("/api/v1/apps") {
        "AppInstance"
    } else {
        "IdpTrust"
    };
    let key = exchange
        .state
        .store
        .get(&from, &kid)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(&kid, "JsonWebKey"))?;
    let owners = exchange.path_to(3);
    if !exchange.state.store.contains(&owners, &target) {
        return Err(OktaError::not_found(&target, kind));
    }
    let to = format!("{owners}/{target}/credentials/keys");
    exchange.state.store.insert(&to, &kid, key.clone());
    Ok(Reply::created(key))
}

/// Adds a certificate to trust.
pub(crate) fn add(exchange: &mut Exchange<'_>) -> Answer {
    let chain = exchange.body["x5c"].clone();
    if chain.as_array().is_none_or(Vec::is_empty) {
        return Err(OktaError::blank("x5c"));
    }
    let now = exchange.now;
    let key = trusted_key(exchange.state, now, chain);
    let collection = exchange.path();
    exchange
        .state
        .store
        .insert(&collection, text(&key, "kid"), key.clone());
    Ok(Reply::ok(key))
}

/// A request to have a certificate signed.
pub(crate) fn create_csr(exchange: &mut Exchange<'_>) -> Answer {
    let given = &exchange.body["subject"];
    let subject = Subject {
        names: SUBJECT
            .iter()
            .filter_map(|(name, _)| Some((*name, given[name].as_str()?.to_owned())))
            .collect(),
        hosts: exchange.body["subjectAltNames"]["dnsNames"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|host| host.as_str().map(str::to_owned))
            .collect(),
    };
    let request = certificate_request(subject).ok_or_else(|| {
        OktaError::validation("dnsNames", ["dnsNames: The field has an invalid value"])
    })?;
    let id = exchange.state.rng.text(43);
    let csr = json!({
        "id": id,
        "created": exchange.time(),
        "csr": request,
        "kty": "RSA",
    });
    let collection = exchange.path();
    exchange.state.store.insert(&collection, &id, csr.clone());
    let own = exchange.url(&format!("{collection}/{id}"));
    Ok(Reply::created(match exchange.resource(0) {
        Some(resource) => links::present(csr, &own, resource),
        None => csr,
    }))
}

/// Makes a key of a signed certificate, in whatever encoding it came.
pub(crate) fn publish(exchange: &mut Exchange<'_>) -> Answer {
    let csrs = exchange.parent(3);
    let id = exchange.param("csrId").to_owned();
    if exchange.raw.is_empty() {
        return Err(OktaError::not_well_formed());
    }
    if exchange.state.store.remove(&csrs, &id).is_none() {
        return Err(OktaError::not_found(&id, "CertificateSigningRequest"));
    }
    let now = exchange.now;
    let key = new_key(exchange.state, now, 2);
    let keys = format!("{}/keys", exchange.parent(4));
    exchange
        .state
        .store
        .insert(&keys, text(&key, "kid"), key.clone());
    Ok(Reply::created(key))
}
