//! The domains that an org sends its e-mails from.

use serde_json::{Value, json};

use crate::{
    engine,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

const DOMAINS: &str = "/api/v1/email-domains";

/// Makes a domain, with the DNS records that prove who owns it.
pub(super) fn create_domain(exchange: &mut Exchange<'_>) -> Answer {
    let domain = text(&exchange.body, "domain").to_owned();
    if !domain.contains('.') {
        return Err(OktaError::blank("domain"));
    }
    if exchange
        .state
        .store
        .having(DOMAINS, "domain", &domain)
        .next()
        .is_some()
    {
        return Err(OktaError::taken("domain"));
    }
    let token = exchange.state.rng.text(32).to_lowercase();
    let record = |kind: &str, fqdn: String, value: String| json!({ "recordType": kind, "fqdn": fqdn, "verificationValue": value });
    let records = [
        record("TXT", format!("_oktaverification.{domain}"), token),
        record(
            "CNAME",
            format!("mail.{domain}"),
            "u1.wl.sendgrid.net".to_owned(),
        ),
    ];
    let Some(body) = exchange.body.as_object_mut() else {
        return Err(OktaError::not_well_formed());
    };
    body.insert("validationStatus".to_owned(), "NOT_STARTED".into());
    body.insert(
        "dnsValidationRecords".to_owned(),
        Value::from(records.to_vec()),
    );
    engine::answer(exchange)
}

pub(super) fn verify_domain(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("emailDomainId").to_owned();
    let Some(domain) = exchange.state.store.get_mut(DOMAINS, &id) else {
        return Err(OktaError::not_found(&id, "EmailDomain"));
    };
    domain["validationStatus"] = "VERIFIED".into();
    Ok(Reply::ok(domain.clone()))
}
