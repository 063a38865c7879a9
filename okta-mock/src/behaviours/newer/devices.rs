//! Devices: their steps have words of their own, and only a deactivated one is deleted. And
//! what is asked of them.

use serde_json::{Value, json};

use crate::{
    behaviours::users::view,
    engine,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

const DEVICES: &str = "/api/v1/devices";

/// The statuses that a step starts from, and the one that it leads to.
fn of(step: &str) -> Option<(&'static [&'static str], &'static str)> {
    Some(match step {
        "activate" => (&["CREATED", "DEACTIVATED"], "ACTIVE"),
        "deactivate" => (&["ACTIVE", "SUSPENDED", "CREATED"], "DEACTIVATED"),
        "suspend" => (&["ACTIVE"], "SUSPENDED"),
        "unsuspend" => (&["SUSPENDED"], "ACTIVE"),
        _ => return None,
    })
}

pub(super) fn step(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("deviceId").to_owned();
    let last = exchange.segments.last().map_or("", String::as_str);
    let (from, to) = of(last).ok_or_else(OktaError::no_such_path)?;
    let now = exchange.time();
    let Some(device) = exchange.state.store.get_mut(DEVICES, &id) else {
        return Err(OktaError::not_found(&id, "Device"));
    };
    if !from.contains(&text(device, "status")) {
        return Err(OktaError::wrong_status());
    }
    device["status"] = to.into();
    device["lastUpdated"] = now;
    Ok(Reply::no_content())
}

pub(super) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("deviceId").to_owned();
    let device = exchange.state.store.get(DEVICES, &id);
    let device = device.ok_or_else(|| OktaError::not_found(&id, "Device"))?;
    if text(&device, "status") != "DEACTIVATED" {
        return Err(OktaError::wrong_status());
    }
    drop(device);
    exchange.state.store.remove(DEVICES, &id);
    Ok(Reply::no_content())
}

/// Who uses a device.
pub(super) fn users(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("deviceId").to_owned();
    if !exchange.state.store.contains(DEVICES, &id) {
        return Err(OktaError::not_found(&id, "GenericUDObject"));
    }
    let path = exchange.path();
    let uses: Vec<Value> = exchange
        .state
        .store
        .values(&path)
        .map(std::borrow::Cow::into_owned)
        .collect();
    let mut users = Vec::new();
    for one in uses {
        // Who was deleted meanwhile uses nothing.
        if let Ok(user) = exchange.user(text(&one, "user")) {
            let user = view::one(user, exchange.base);
            users.push(json!({
                "created": one["created"], "managementStatus": "NOT_MANAGED",
                "screenLockType": "BIOMETRIC", "user": user,
            }));
        }
    }
    Ok(Reply::ok(users.into()))
}

/// What an assurance policy has besides its conditions.
const NO_CONDITION: &[&str] = &[
    "id",
    "name",
    "platform",
    "_links",
    "createdBy",
    "createdDate",
    "lastUpdate",
    "lastUpdatedBy",
    "gracePeriod",
    "displayRemediationMode",
];

fn check_assurance(exchange: &Exchange<'_>) -> Result<(), OktaError> {
    let asks = exchange
        .object()?
        .iter()
        .any(|(name, value)| !value.is_null() && !NO_CONDITION.contains(&name.as_str()));
    if asks {
        return Ok(());
    }
    let cause = "Please select at least one device condition before saving";
    Err(OktaError::validation("deviceAssuranceMediated", [cause]))
}

pub(super) fn create_assurance(exchange: &mut Exchange<'_>) -> Answer {
    check_assurance(exchange)?;
    engine::answer(exchange)
}

pub(super) fn replace_assurance(exchange: &mut Exchange<'_>) -> Answer {
    check_assurance(exchange)?;
    engine::answer(exchange)
}
