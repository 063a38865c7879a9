//! Devices: their steps have words of their own, and only a deactivated one is deleted.

use crate::{
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
