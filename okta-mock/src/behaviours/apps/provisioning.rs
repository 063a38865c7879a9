//! Provisioning: the connection to an application, and what it can do there. Only
//! applications of Okta's catalogue have any.

use serde_json::{Value, json};

use super::view::stored;
use crate::{
    domain::app_defaults::is_of_catalogue,
    engine::links::{self, link},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{fill, merge},
        state::{APPS, POLICIES, text},
    },
};

/// What provisioning does: to the application, and from it.
const FEATURES: &[(&str, &str)] = &[
    (
        "USER_PROVISIONING",
        "User provisioning settings from Okta to a downstream application",
    ),
    (
        "INBOUND_PROVISIONING",
        "Application inbound provisioning settings",
    ),
];

fn connection_path(exchange: &Exchange<'_>) -> String {
    format!("{}/connections/default", exchange.path_to(4))
}

/// The connection as stored, or as it is before anybody sets it up.
fn connection(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    if let Some(known) = exchange.state.store.document(&connection_path(exchange)) {
        return Ok(known.clone());
    }
    Ok(if is_of_catalogue(text(&stored(exchange)?, "name")) {
        json!({
            "authScheme": "TOKEN", "status": "DISABLED", "profile": { "authScheme": "TOKEN" },
        })
    } else {
        json!({ "status": "UNKNOWN", "profile": { "authScheme": "UNKNOWN" } })
    })
}

fn shown(exchange: &Exchange<'_>, mut connection: Value) -> Value {
    let verb = match text(&connection, "status") {
        "ENABLED" => "deactivate",
        "DISABLED" => "activate",
        _ => return connection,
    };
    let own = exchange.url(&connection_path(exchange));
    let all = json!({
        "self": link(own.clone(), &["POST", "GET"]),
        verb: link(format!("{own}/lifecycle/{verb}"), &["POST"]),
    });
    links::add(&mut connection, all);
    connection
}

pub(crate) fn get_connection(exchange: &mut Exchange<'_>) -> Answer {
    let connection = connection(exchange)?;
    Ok(Reply::ok(shown(exchange, connection)))
}

pub(crate) fn set_connection(exchange: &mut Exchange<'_>) -> Answer {
    let mut connection = connection(exchange)?;
    let mut profile = exchange
        .object()?
        .get("profile")
        .cloned()
        .unwrap_or_default();
    if let Some(profile) = profile.as_object_mut() {
        // What Okta signs in with is never shown again.
        profile.remove("token");
    }
    connection["profile"] = profile;
    let scheme = text(&connection["profile"], "authScheme").to_owned();
    if connection["status"] != "UNKNOWN" {
        connection["authScheme"] = scheme.into();
        if exchange.query.flag("activate", false) {
            connection["status"] = "ENABLED".into();
        }
    }
    let path = connection_path(exchange);
    exchange.state.store.set_document(&path, connection.clone());
    Ok(Reply::ok(shown(exchange, connection)))
}

pub(crate) fn activate_connection(exchange: &mut Exchange<'_>) -> Answer {
    set_status(exchange, "ENABLED")
}

pub(crate) fn deactivate_connection(exchange: &mut Exchange<'_>) -> Answer {
    set_status(exchange, "DISABLED")
}

fn set_status(exchange: &mut Exchange<'_>, status: &str) -> Answer {
    let mut connection = connection(exchange)?;
    if connection["status"] != "UNKNOWN" {
        connection["status"] = status.into();
        let path = connection_path(exchange);
        exchange.state.store.set_document(&path, connection);
    }
    Ok(Reply::no_content())
}

/// Refuses what an application without provisioning cannot do.
fn check_provisioning(exchange: &Exchange<'_>) -> Result<(), OktaError> {
    let has_own = exchange.state.store.len(&features_path(exchange)) > 0;
    if has_own || is_of_catalogue(text(&stored(exchange)?, "name")) {
        return Ok(());
    }
    Err(OktaError::validation(
        "feature",
        ["Provisioning is not supported."],
    ))
}

fn features_path(exchange: &Exchange<'_>) -> String {
    format!("{}/features", exchange.path_to(4))
}

/// The feature with this name: as stored, or as it is from the start.
fn feature(exchange: &Exchange<'_>, name: &str) -> Result<Value, OktaError> {
    let Some((_, description)) = FEATURES.iter().find(|(known, _)| *known == name) else {
        return Err(OktaError::not_found(name, "PublicAppFeatureSetName"));
    };
    let path = features_path(exchange);
    let known = exchange.state.store.get(&path, name);
    let mut feature = known.map_or_else(|| json!({}), std::borrow::Cow::into_owned);
    let off = json!({ "status": "DISABLED" });
    let capabilities = if name == "USER_PROVISIONING" {
        json!({
            "create": { "lifecycleCreate": off },
            "update": {
                "profile": off,
                "lifecycleDeactivate": off,
                "password": { "status": "DISABLED", "seed": "RANDOM", "change": "KEEP_EXISTING" },
            },
        })
    } else {
        json!({
            "importRules": { "userCreateAndMatch": {
                "exactMatchCriteria": "USERNAME", "allowPartialMatch": false,
                "autoConfirmPartialMatch": false, "autoConfirmExactMatch": false,
                "autoConfirmNewUsers": false, "autoActivateNewUsers": false,
            } },
            "importSettings": {
                "schedule": { "status": "DISABLED" },
                "username": { "userNameFormat": "EMAIL" },
            },
        })
    };
    if let Some(feature) = feature.as_object_mut() {
        let defaults = json!({
            "name": name, "status": "ENABLED", "description": description,
            "capabilities": capabilities,
        });
        fill(feature, defaults);
    }
    let own = exchange.url(&format!("{path}/{name}"));
    links::add(&mut feature, json!({ "self": link(own, &["GET", "PUT"]) }));
    Ok(feature)
}

pub(crate) fn list_features(exchange: &mut Exchange<'_>) -> Answer {
    check_provisioning(exchange)?;
    let features = FEATURES.iter().map(|(name, _)| feature(exchange, name));
    Ok(Reply::ok(features.collect::<Result<_, _>>()?))
}

pub(crate) fn get_feature(exchange: &mut Exchange<'_>) -> Answer {
    let feature = feature(exchange, exchange.param("name"))?;
    check_provisioning(exchange)?;
    Ok(Reply::ok(feature))
}

pub(crate) fn update_feature(exchange: &mut Exchange<'_>) -> Answer {
    let name = exchange.param("name").to_owned();
    let mut feature = feature(exchange, &name)?;
    check_provisioning(exchange)?;
    if let Some(capabilities) = feature["capabilities"].as_object_mut() {
        merge(capabilities, exchange.object()?);
    }
    let path = features_path(exchange);
    exchange.state.store.insert(&path, &name, feature.clone());
    Ok(Reply::ok(feature))
}

/// Signs users on to an application by another policy.
pub(crate) fn set_policy(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("appId").to_owned();
    let policy = exchange.param("policyId").to_owned();
    let known = exchange.state.store.get(POLICIES, &policy);
    let kind = known.as_ref().map(|policy| text(policy, "type").to_owned());
    drop(known);
    let name = match kind.as_deref() {
        Some("ACCESS_POLICY") => "accessPolicy",
        Some("PROFILE_ENROLLMENT") => "profileEnrollment",
        Some(_) => return Err(OktaError::invalid_policy_type()),
        None => return Err(OktaError::not_found(&policy, "Policy")),
    };
    let href = exchange.url(&format!("/api/v1/policies/{policy}"));
    if let Some(app) = exchange.state.store.get_mut(APPS, &id) {
        app["_links"][name] = json!({ "href": href });
    }
    Ok(Reply::no_content())
}
