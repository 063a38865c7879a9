//! A log event as one would write it with serde's derive: every property of the events that
//! are read here, each optional, and nothing kept that is of another type.

#![allow(dead_code, reason = "read for their cost")]

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

type Text = Option<String>;
type Details = Option<HashMap<String, Value>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEvent {
    uuid: Text,
    version: Text,
    severity: Text,
    published: Option<DateTime<Utc>>,
    event_type: Text,
    legacy_event_type: Text,
    display_message: Text,
    actor: Option<Party>,
    client: Option<Client>,
    outcome: Option<Outcome>,
    target: Option<Vec<Party>>,
    transaction: Option<Transaction>,
    debug_context: Option<DebugContext>,
    authentication_context: Option<AuthenticationContext>,
    security_context: Option<SecurityContext>,
    request: Option<Request>,
}

/// An actor or a target.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Party {
    id: Text,
    r#type: Text,
    alternate_id: Text,
    display_name: Text,
    detail_entry: Details,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    user_agent: Option<UserAgent>,
    zone: Text,
    device: Text,
    id: Text,
    ip_address: Text,
    geographical_context: Option<Place>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserAgent {
    raw_user_agent: Text,
    os: Text,
    browser: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    city: Text,
    state: Text,
    country: Text,
    postal_code: Text,
    geolocation: Option<Coordinates>,
}

#[derive(Deserialize)]
struct Coordinates {
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Deserialize)]
struct Outcome {
    result: Text,
    reason: Text,
}

#[derive(Deserialize)]
struct Transaction {
    r#type: Text,
    id: Text,
    detail: Details,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DebugContext {
    debug_data: Details,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticationContext {
    authentication_provider: Text,
    credential_provider: Text,
    credential_type: Text,
    issuer: Option<Value>,
    interface: Text,
    authentication_step: Option<i64>,
    external_session_id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecurityContext {
    as_number: Option<i64>,
    as_org: Text,
    isp: Text,
    domain: Text,
    is_proxy: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    ip_chain: Option<Vec<Hop>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hop {
    ip: Text,
    geographical_context: Option<Place>,
    version: Text,
    source: Text,
}
