//! Event hooks and inline hooks.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{
    domain::links::link,
    world::{json::fill, state::text},
};

/// Completes an event hook: nobody proved yet that its address belongs to the org's own.
pub(super) fn event_hook(hook: &mut Map<String, Value>, making: Making<'_>) {
    fill(
        hook,
        json!({
            "verificationStatus": "UNVERIFIED",
            "createdBy": making.by,
            "description": null,
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "headers": [], "method": "POST" } },
        }),
    );
    if let Some(Value::Object(events)) = hook.get_mut("events") {
        fill(events, json!({ "type": "EVENT_TYPE", "filter": null }));
    }
    hide_secrets(hook);
}

/// Completes an inline hook.
pub(super) fn inline_hook(hook: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        hook,
        json!({
            "version": "1.0.0",
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "headers": [], "method": "POST" } },
        }),
    );
    hide_secrets(hook);
}

/// What a hook proves itself with is never shown again.
fn hide_secrets(hook: &mut Map<String, Value>) {
    let config = hook
        .get_mut("channel")
        .and_then(|channel| channel.get_mut("config"));
    let Some(Value::Object(config)) = config else {
        return;
    };
    if let Some(Value::Object(scheme)) = config.get_mut("authScheme") {
        scheme.remove("value");
    }
    config.remove("clientSecret");
}

/// A hook at work can be tried and stopped; one at rest can be started and deleted.
fn links(hook: &Value, own: &str, trial: (&str, &str)) -> Value {
    let mut links = json!({ "self": { "href": own } });
    if text(hook, "status") == "ACTIVE" {
        let (name, path) = trial;
        links[name] = link(format!("{own}/{path}"), &["POST"]);
        links["deactivate"] = link(format!("{own}/lifecycle/deactivate"), &["POST"]);
    } else {
        links["activate"] = link(format!("{own}/lifecycle/activate"), &["POST"]);
        links["delete"] = link(own.to_owned(), &["DELETE"]);
    }
    links
}

pub(super) fn event_hook_links(hook: &Value, own: &str, _: &str) -> Value {
    links(hook, own, ("verify", "lifecycle/verify"))
}

pub(super) fn inline_hook_links(hook: &Value, own: &str, _: &str) -> Value {
    links(hook, own, ("execute", "execute"))
}
