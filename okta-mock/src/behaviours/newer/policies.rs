//! What came later for policies: copies, and what they are for.

use serde_json::Value;

use crate::{
    behaviours::policies::shown,
    engine,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

const POLICIES: &str = "/api/v1/policies";

fn policy(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("policyId");
    let policy = exchange.state.store.get(POLICIES, id);
    let policy = policy.map(std::borrow::Cow::into_owned);
    policy.ok_or_else(|| OktaError::not_found(id, "Policy"))
}

/// Copies a policy with its rules.
pub(super) fn clone(exchange: &mut Exchange<'_>) -> Answer {
    let mut policy = policy(exchange)?;
    let rules = format!("{POLICIES}/{}/rules", text(&policy, "id"));
    let now = exchange.time();
    let copy = |exchange: &mut Exchange<'_>, value: &mut Value| {
        let prefix: String = text(value, "id").chars().take(3).collect();
        let id = exchange.state.new_id(&prefix);
        value["id"] = id.clone().into();
        for time in ["created", "lastUpdated"] {
            value[time] = now.clone();
        }
        id
    };
    let id = copy(exchange, &mut policy);
    policy["name"] = format!("[cloned] {}", text(&policy, "name")).into();
    policy["system"] = false.into();
    let members = exchange.state.store.values(&rules);
    let members: Vec<Value> = members.map(std::borrow::Cow::into_owned).collect();
    for mut rule in members {
        let rule_id = copy(exchange, &mut rule);
        let rules = format!("{POLICIES}/{id}/rules");
        exchange.state.store.insert(&rules, &rule_id, rule);
    }
    let store = &mut exchange.state.store;
    store.insert(POLICIES, &id, policy.clone());
    let Some(resource) = exchange.description.resource(POLICIES) else {
        return Ok(Reply::ok(policy));
    };
    Ok(Reply::ok(shown(exchange, POLICIES, resource, policy)))
}

/// Says what a policy is for; those of applications are told by their applications.
pub(super) fn map(exchange: &mut Exchange<'_>) -> Answer {
    let policy = policy(exchange)?;
    if text(&policy, "type") == "ACCESS_POLICY" {
        let causes: [&str; 0] = [];
        let what = "Policy mappings are no longer supported on this endpoint.";
        return Err(OktaError::validation(what, causes));
    }
    engine::answer(exchange)
}
