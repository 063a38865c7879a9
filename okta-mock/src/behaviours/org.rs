//! The org itself: settings, contacts, preferences, features, relations between users.

use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    engine::{self, links},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{USERS, text},
};

const PREFERENCES: &str = "/api/v1/org/preferences";
const SUPPORT: &str = "/api/v1/org/privacy/oktaSupport";
const COMMUNICATION: &str = "/api/v1/org/privacy/oktaCommunication";
const CONTACTS: &str = "/api/v1/org/contacts";
const LINKED: &str = "/api/v1/meta/schemas/user/linkedObjects";

/// The kinds of contacts that an org has.
const CONTACT_TYPES: &[&str] = &["BILLING", "TECHNICAL"];

/// Changes a setting that a verb stands for, and answers all of them.
fn set(exchange: &mut Exchange<'_>, path: &str, name: &str, value: Value) -> Answer {
    let mut settings = exchange.state.store.document(path).cloned();
    let settings = settings.get_or_insert_with(|| json!({}));
    settings[name] = value;
    exchange.state.store.set_document(path, settings.clone());
    let settings = links::present_settings(settings.clone(), path, exchange.base);
    Ok(Reply::ok(settings))
}

pub(crate) fn hide_footer(exchange: &mut Exchange<'_>) -> Answer {
    set(exchange, PREFERENCES, "showEndUserFooter", false.into())
}

pub(crate) fn show_footer(exchange: &mut Exchange<'_>) -> Answer {
    set(exchange, PREFERENCES, "showEndUserFooter", true.into())
}

pub(crate) fn opt_in(exchange: &mut Exchange<'_>) -> Answer {
    set(exchange, COMMUNICATION, "optOutEmailUsers", false.into())
}

pub(crate) fn opt_out(exchange: &mut Exchange<'_>) -> Answer {
    set(exchange, COMMUNICATION, "optOutEmailUsers", true.into())
}

pub(crate) fn grant_support(exchange: &mut Exchange<'_>) -> Answer {
    support(exchange, Some(8))
}

pub(crate) fn extend_support(exchange: &mut Exchange<'_>) -> Answer {
    support(exchange, Some(24))
}

pub(crate) fn revoke_support(exchange: &mut Exchange<'_>) -> Answer {
    support(exchange, None)
}

/// Lets Okta's support in for so many hours, or not.
fn support(exchange: &mut Exchange<'_>, hours: Option<i64>) -> Answer {
    let expiration =
        hours.map(|hours| crate::data::timestamp(exchange.now + chrono::TimeDelta::hours(hours)));
    let status = if hours.is_some() {
        "ENABLED"
    } else {
        "DISABLED"
    };
    set(exchange, SUPPORT, "expiration", json!(expiration))?;
    set(exchange, SUPPORT, "support", status.into())
}

pub(crate) fn list_contacts(exchange: &mut Exchange<'_>) -> Answer {
    let types = CONTACT_TYPES.iter().map(|kind| {
        json!({
            "contactType": kind,
            "_links": { kind.to_ascii_lowercase(): {
                "href": exchange.url(&format!("{CONTACTS}/{}", kind.to_ascii_lowercase())),
            } },
        })
    });
    Ok(Reply::ok(types.collect()))
}

pub(crate) fn get_contact(exchange: &mut Exchange<'_>) -> Answer {
    let kind = contact_type(exchange)?;
    let user = exchange.state.store.document(&format!("{CONTACTS}/{kind}"));
    let user = user.and_then(Value::as_str);
    let user = user.unwrap_or(&exchange.state.landmarks.owner).to_owned();
    Ok(Reply::ok(contact(exchange, &user)))
}

fn contact_type(exchange: &Exchange<'_>) -> Result<&'static str, OktaError> {
    let given = exchange.param("contactType");
    CONTACT_TYPES
        .iter()
        .find(|kind| kind.eq_ignore_ascii_case(given))
        .copied()
        .ok_or_else(|| OktaError::not_found(given, "OrgContactType"))
}

fn contact(exchange: &Exchange<'_>, user: &str) -> Value {
    let url = exchange.url(&format!("{USERS}/{user}"));
    json!({ "userId": user, "_links": { "user": { "href": url } } })
}

pub(crate) fn set_contact(exchange: &mut Exchange<'_>) -> Answer {
    let kind = contact_type(exchange)?;
    let given = text(&exchange.body, "userId").to_owned();
    let user = exchange
        .state
        .user_id(&given)
        .ok_or_else(|| OktaError::not_found(&given, "User"))?;
    let path = format!("{CONTACTS}/{kind}");
    exchange
        .state
        .store
        .set_document(&path, user.clone().into());
    Ok(Reply::ok(contact(exchange, &user)))
}

/// Enables or disables a feature.
pub(crate) fn feature(exchange: &mut Exchange<'_>) -> Answer {
    let status = match exchange.param("lifecycle").to_ascii_lowercase().as_str() {
        "enable" => "ENABLED",
        "disable" => "DISABLED",
        _ => return Err(OktaError::no_such_path()),
    };
    let id = exchange.param("featureId").to_owned();
    let Some(feature) = exchange.state.store.get_mut("/api/v1/features", &id) else {
        return Err(OktaError::not_found(&id, "Feature"));
    };
    feature["status"] = status.into();
    let feature = feature.clone();
    let url = exchange.url(&format!("/api/v1/features/{id}"));
    let feature = match exchange.description.resource("/api/v1/features") {
        Some(resource) => links::present(feature, &url, resource),
        None => feature,
    };
    Ok(Reply::ok(feature))
}

/// No feature of the mock needs another.
pub(crate) fn no_features(_: &mut Exchange<'_>) -> Answer {
    Ok(Reply::ok(json!([])))
}

/// The definition of a relation between users, by the name of either side.
fn definition(exchange: &Exchange<'_>, name: &str) -> Result<Value, OktaError> {
    exchange
        .state
        .store
        .values(LINKED)
        .find(|definition| {
            definition["primary"]["name"] == name || definition["associated"]["name"] == name
        })
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(name, "LinkedObjectProperty"))
}

pub(crate) fn get_linked_definition(exchange: &mut Exchange<'_>) -> Answer {
    let definition = definition(exchange, exchange.param("linkedObjectName"))?;
    Ok(Reply::ok(shown_definition(exchange, definition)))
}

fn shown_definition(exchange: &Exchange<'_>, mut definition: Value) -> Value {
    let own = format!("{LINKED}/{}", text(&definition["primary"], "name"));
    let link = json!({ "self": { "href": exchange.url(&own) } });
    links::add(&mut definition, link);
    definition
}

pub(crate) fn add_linked_definition(exchange: &mut Exchange<'_>) -> Answer {
    for side in ["primary", "associated"] {
        let name = text(&exchange.body[side], "name").to_owned();
        if name.is_empty() {
            return Err(OktaError::blank(&format!("{side}.name")));
        }
        if definition(exchange, &name).is_ok() {
            return Err(OktaError::taken("name"));
        }
    }
    let definition = json!({
        "primary": exchange.body["primary"],
        "associated": exchange.body["associated"],
    });
    let name = text(&definition["primary"], "name");
    exchange
        .state
        .store
        .insert(LINKED, name, definition.clone());
    Ok(Reply::created(shown_definition(exchange, definition)))
}

pub(crate) fn delete_linked_definition(exchange: &mut Exchange<'_>) -> Answer {
    let definition = definition(exchange, exchange.param("linkedObjectName"))?;
    let name = text(&definition["primary"], "name");
    exchange.state.store.remove(LINKED, name);
    Ok(Reply::no_content())
}

/// Where a relation's pairs lie: members are named by the associated user, who has at
/// most one primary.
fn pairs(definition: &Value) -> String {
    format!("{LINKED}/{}/pairs", text(&definition["primary"], "name"))
}

pub(crate) fn link_users(exchange: &mut Exchange<'_>) -> Answer {
    let definition = definition(exchange, exchange.param("primaryRelationshipName"))?;
    let associated = exchange.param("associatedUserId").to_owned();
    let pair = json!({
        "primary": exchange.param("primaryUserId"),
        "associated": associated,
    });
    exchange
        .state
        .store
        .insert(&pairs(&definition), &associated, pair);
    Ok(Reply::no_content())
}

pub(crate) fn list_linked(exchange: &mut Exchange<'_>) -> Answer {
    let name = exchange.param("relationshipName").to_owned();
    let user = exchange.param("userId").to_owned();
    let definition = definition(exchange, &name)?;
    let (own, other) = if definition["primary"]["name"] == name {
        ("associated", "primary")
    } else {
        ("primary", "associated")
    };
    let found: Vec<Value> = exchange
        .state
        .store
        .values(&pairs(&definition))
        .filter(|pair| pair[own] == user)
        .map(|pair| {
            let href = exchange.url(&format!("{USERS}/{}", text(&pair, other)));
            json!({ "_links": { "self": { "href": href } } })
        })
        .collect();
    Ok(Reply::ok(Value::Array(found)))
}

pub(crate) fn unlink(exchange: &mut Exchange<'_>) -> Answer {
    let definition = definition(exchange, exchange.param("relationshipName"))?;
    let user = exchange.param("userId").to_owned();
    exchange.state.store.remove(&pairs(&definition), &user);
    Ok(Reply::no_content())
}

/// Links a user to an identity provider, under the name that they have there.
pub(crate) fn link_to_provider(exchange: &mut Exchange<'_>) -> Answer {
    let collection = exchange.parent(1);
    let id = exchange.param("userId").to_owned();
    let link = json!({
        "id": id,
        "externalId": exchange.body["externalId"],
        "created": exchange.time(),
        "lastUpdated": exchange.time(),
        "profile": {},
    });
    exchange.state.store.insert(&collection, &id, link.clone());
    Ok(Reply::ok(link))
}

/// The domains of the org, which Okta wraps in an object.
pub(crate) fn list_custom_domains(exchange: &mut Exchange<'_>) -> Answer {
    let domains: Vec<Value> = exchange
        .state
        .store
        .values("/api/v1/domains")
        .map(|domain| shown_domain(exchange, domain.into_owned()))
        .collect();
    Ok(Reply::ok(json!({ "domains": domains })))
}

fn shown_domain(exchange: &Exchange<'_>, domain: Value) -> Value {
    let own = exchange.url(&format!("/api/v1/domains/{}", text(&domain, "id")));
    match exchange.description.resource("/api/v1/domains") {
        Some(resource) => links::present(domain, &own, resource),
        None => domain,
    }
}

pub(crate) fn create_custom_domain(exchange: &mut Exchange<'_>) -> Answer {
    let domain = text(&exchange.body, "domain").to_owned();
    if !domain.contains('.') {
        return Err(OktaError::blank("domain"));
    }
    // Recorded: nobody certifies names that are reserved for examples (RFC 2606).
    if text(&exchange.body, "certificateSourceType") == "OKTA_MANAGED" && is_reserved(&domain) {
        let cause = "domain: Prohibited custom domain name.";
        return Err(OktaError::validation("domain", [cause]));
    }
    let token = exchange.state.rng.text(32).to_lowercase();
    if let Some(body) = exchange.body.as_object_mut() {
        body.insert("validationStatus".to_owned(), "NOT_STARTED".into());
        body.insert(
            "dnsRecords".to_owned(),
            json!([
                {
                    "fqdn": format!("_oktaverification.{domain}"),
                    "values": [token],
                    "recordType": "TXT",
                    "expiration": null,
                },
                {
                    "fqdn": domain,
                    "values": ["example.customdomains.okta.com"],
                    "recordType": "CNAME",
                },
            ]),
        );
    }
    // Declared as 200; Okta answers 201.
    engine::answer(exchange).map(|reply| Reply {
        status: StatusCode::CREATED,
        ..reply
    })
}

/// Whether a name is one that nobody can own (RFC 2606).
fn is_reserved(domain: &str) -> bool {
    let mut labels = domain.rsplit('.');
    match (labels.next(), labels.next()) {
        (Some("com" | "net" | "org"), second) => second == Some("example"),
        (last, _) => matches!(last, Some("example" | "invalid" | "localhost" | "test")),
    }
}

pub(crate) fn verify_domain(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("domainId").to_owned();
    if id == "default" {
        let cause = "This operation is not supported for this domain";
        return Err(OktaError::validation("id", [cause]));
    }
    let Some(domain) = exchange.state.store.get_mut("/api/v1/domains", &id) else {
        return Err(OktaError::not_found(&id, "Domain"));
    };
    domain["validationStatus"] = "VERIFIED".into();
    let domain = domain.clone();
    Ok(Reply::ok(shown_domain(exchange, domain)))
}

/// The address of an uploaded picture.
pub(crate) fn upload(exchange: &mut Exchange<'_>) -> Answer {
    if exchange.raw.is_empty() {
        return Err(OktaError::not_well_formed());
    }
    let name = exchange.state.rng.text(20);
    let url = exchange.url(&format!("/fs/bco/1/{name}"));
    Ok(Reply::created(json!({ "url": url })))
}
