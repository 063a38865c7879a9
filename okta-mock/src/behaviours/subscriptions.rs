//! Which notifications administrators get by e-mail.

use serde_json::{Value, json};

use crate::{
    engine::links::{self, link},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

/// The notifications with what holds until somebody says otherwise.
const TYPES: &[(&str, bool)] = &[
    ("AD_AGENT", true),
    ("AGENT_AUTO_UPDATE_NOTIFICATION", false),
    ("APP_IMPORT", false),
    ("CONNECTOR_AGENT", true),
    ("IWA_AGENT", true),
    ("LDAP_AGENT", true),
    ("OKTA_ANNOUNCEMENT", true),
    ("OKTA_UPDATE", true),
    ("RATELIMIT_NOTIFICATION", true),
    ("REPORT_SUSPICIOUS_ACTIVITY", true),
    ("USER_DEPROVISION", false),
    ("USER_LOCKED_OUT", false),
];

/// How many segments the path of the list has.
const LIST: usize = 5;

fn subscription(exchange: &Exchange<'_>, kind: &str) -> Result<Value, OktaError> {
    let Some((name, default)) = TYPES.iter().find(|(name, _)| *name == kind) else {
        return Err(OktaError::not_found(kind, "NotificationType"));
    };
    let path = format!("{}/{name}", exchange.path_to(LIST));
    let known = exchange.state.store.document(&path);
    let on = known.map_or(*default, |known| known == true);
    let status = if on { "subscribed" } else { "unsubscribed" };
    let verb = if on { "unsubscribe" } else { "subscribe" };
    let own = exchange.url(&path);
    let mut subscription = json!({
        "notificationType": name,
        "channels": ["email"],
        "status": status,
    });
    links::add(
        &mut subscription,
        json!({
            "self": { "href": own },
            verb: link(format!("{own}/{verb}"), &["POST"]),
        }),
    );
    Ok(subscription)
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let all = TYPES.iter().map(|(kind, _)| subscription(exchange, kind));
    let all: Result<Vec<Value>, OktaError> = all.collect();
    Ok(Reply::ok(Value::Array(all?)))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let kind = exchange.param("notificationType").to_owned();
    Ok(Reply::ok(subscription(exchange, &kind)?))
}

pub(crate) fn subscribe(exchange: &mut Exchange<'_>) -> Answer {
    set(exchange, true)
}

pub(crate) fn unsubscribe(exchange: &mut Exchange<'_>) -> Answer {
    set(exchange, false)
}

fn set(exchange: &mut Exchange<'_>, on: bool) -> Answer {
    let kind = exchange.param("notificationType").to_owned();
    let known = subscription(exchange, &kind)?;
    let path = format!(
        "{}/{}",
        exchange.path_to(LIST),
        text(&known, "notificationType")
    );
    exchange.state.store.set_document(&path, on.into());
    Ok(Reply::empty())
}
