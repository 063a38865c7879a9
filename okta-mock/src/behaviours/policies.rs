//! Policies and their rules, of the org and of authorization servers: both are asked in
//! the order of their priorities.

use serde_json::{Value, json};

use crate::{
    description::resources::{Resource, of_path},
    domain::{
        policies::{competes, place},
        shapes::policies::{self, TYPES, last_rule},
    },
    engine::{
        links,
        list::{Selection, page},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Content, Reply},
    },
    world::{
        json::{fill, writable},
        log::Party,
        state::text,
    },
};

pub(super) fn shown(
    exchange: &Exchange<'_>,
    path: &str,
    resource: &Resource,
    value: Value,
) -> Value {
    let own = exchange.url(&format!("{path}/{}", text(&value, "id")));
    links::present(value, &own, resource)
}

fn kind<'a>(exchange: &Exchange<'a>, levels: usize) -> Result<&'a Resource, OktaError> {
    exchange
        .resource(levels)
        .ok_or_else(OktaError::no_such_path)
}

/// The type of the policy that the rules in this collection belong to.
fn policy_type(exchange: &Exchange<'_>, path: &str) -> String {
    let policy = path
        .strip_suffix("/rules")
        .and_then(|policy| policy.rsplit_once('/'));
    policy
        .and_then(|(policies, id)| {
            let policy = exchange.state.store.get(policies, id)?;
            Some(text(&policy, "type").to_owned())
        })
        .unwrap_or_default()
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let resource = kind(exchange, 0)?;
    if let Some(wanted) = exchange.query.get("type")
        && !TYPES.iter().any(|(known, _)| *known == wanted)
    {
        return Err(OktaError::invalid_policy_type());
    }
    let selection = Selection::of(exchange, &["name"])?;
    let mut reply = page(exchange, &path, &selection, |value| {
        shown(exchange, &path, resource, value)
    })?;
    // In the order in which they are asked. Few orgs have more than a page of them.
    if let Content::Json(Value::Array(policies)) = &mut reply.body {
        policies.sort_by_key(|policy| policy["priority"].as_i64());
    }
    Ok(reply)
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.parent(1);
    let resource = kind(exchange, 1)?;
    let id = exchange.segments.last().cloned().unwrap_or_default();
    let value = exchange.state.store.get(&path, &id);
    let Some(value) = value else {
        return Err(OktaError::not_found(&id, &resource.kind));
    };
    let mut value = shown(exchange, &path, resource, value.into_owned());
    if exchange.query.get("expand") == Some("rules") {
        let rules = format!("{path}/{id}/rules");
        let of_rules = of_path(&rules);
        let rules: Vec<Value> = exchange
            .state
            .store
            .values(&rules)
            .map(|rule| match of_rules {
                Some(resource) => shown(exchange, &rules, resource, rule.into_owned()),
                None => rule.into_owned(),
            })
            .collect();
        value["_embedded"]["rules"] = rules.into();
    }
    Ok(Reply::ok(value))
}

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let resource = kind(exchange, 0)?;
    let mut value = writable(exchange.object()?);
    if value
        .get("name")
        .and_then(Value::as_str)
        .is_none_or(str::is_empty)
    {
        return Err(OktaError::blank("name"));
    }
    let is_rule = path.ends_with("/rules");
    let policy = policy_type(exchange, &path);
    let given = value.get("type").and_then(Value::as_str);
    let of_server = path.starts_with("/api/v1/authorizationServers");
    let kind = match (is_rule, given) {
        (true, _) => TYPES
            .iter()
            .find(|(known, _)| *known == policy)
            .map(|(_, rule)| *rule),
        (false, None) if of_server => Some("OAUTH_AUTHORIZATION_POLICY"),
        (false, None) => return Err(OktaError::blank("type")),
        (false, Some(given)) => TYPES
            .iter()
            .find(|(known, _)| *known == given)
            .map(|(known, _)| *known),
    };
    let Some(kind) = kind else {
        return Err(OktaError::validation(
            "type",
            ["type: The field has an invalid value"],
        ));
    };
    let taken = exchange
        .state
        .store
        .values(&path)
        .any(|other| other["type"] == kind && value.get("name") == other.get("name"));
    if taken {
        return Err(OktaError::taken("name"));
    }
    value.insert("type".to_owned(), kind.into());
    let id = exchange.state.new_id(if is_rule {
        policies::rule_prefix(kind)
    } else {
        policies::prefix(kind)
    });
    let now = exchange.time();
    let status = if exchange.query.flag("activate", true) {
        "ACTIVE"
    } else {
        "INACTIVE"
    };
    fill(
        &mut value,
        json!({ "id": id, "created": now, "lastUpdated": now, "status": status }),
    );
    value.insert("system".to_owned(), false.into());
    exchange.complete(Some(resource), &mut value);
    let value = place(exchange, &path, Value::Object(value));
    if let Some(rule) = last_rule(kind).filter(|_| !is_rule) {
        add_last_rule(exchange, &format!("{path}/{id}/rules"), rule);
    }
    note(exchange, resource, "create", &value);
    let value = shown(exchange, &path, resource, value);
    // Okta answers 201 for those of authorization servers and 200 for the org's.
    Ok(if of_server {
        Reply::created(value)
    } else {
        Reply::ok(value)
    })
}

/// Gives a new policy of an application the rule that it always has.
fn add_last_rule(exchange: &mut Exchange<'_>, path: &str, rule: Value) {
    let Value::Object(mut rule) = rule else {
        return;
    };
    let kind = rule.get("type").and_then(Value::as_str).unwrap_or_default();
    let id = exchange.state.new_id(policies::rule_prefix(kind));
    let now = exchange.time();
    fill(
        &mut rule,
        json!({ "id": id, "created": now, "lastUpdated": now }),
    );
    let resource = exchange
        .description
        .resource("/api/v1/policies/{policyId}/rules");
    exchange.complete(resource, &mut rule);
    exchange.state.store.insert(path, &id, Value::Object(rule));
}

pub(crate) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.parent(1);
    let resource = kind(exchange, 1)?;
    let id = exchange.segments.last().cloned().unwrap_or_default();
    let known = exchange.state.store.get(&path, &id);
    let Some(known) = known.map(std::borrow::Cow::into_owned) else {
        return Err(OktaError::not_found(&id, &resource.kind));
    };
    let mut value = writable(exchange.object()?);
    if value
        .get("name")
        .and_then(Value::as_str)
        .is_none_or(str::is_empty)
    {
        return Err(OktaError::blank("name"));
    }
    for kept in ["id", "created", "type", "system"] {
        value.insert(kept.to_owned(), known[kept].clone());
    }
    fill(
        &mut value,
        json!({ "status": known["status"], "priority": known["priority"] }),
    );
    exchange.complete(Some(resource), &mut value);
    value.insert("lastUpdated".to_owned(), exchange.time());
    let value = Value::Object(value);
    exchange.state.store.insert(&path, &id, value.clone());
    let value = place(exchange, &path, value);
    note(exchange, resource, "update", &value);
    Ok(Reply::ok(shown(exchange, &path, resource, value)))
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.parent(1);
    let resource = kind(exchange, 1)?;
    let id = exchange.segments.last().cloned().unwrap_or_default();
    let known = exchange.state.store.get(&path, &id);
    if known.is_some_and(|known| known["system"] == true) {
        return Err(OktaError::forbidden());
    }
    let Some((_, value)) = exchange.state.store.remove(&path, &id) else {
        return Err(OktaError::not_found(&id, &resource.kind));
    };
    // The ones behind move up.
    let behind: Vec<String> = exchange
        .state
        .store
        .values(&path)
        .filter(|other| competes(other, &value))
        .filter(|other| other["priority"].as_i64() > value["priority"].as_i64())
        .map(|other| text(&other, "id").to_owned())
        .collect();
    for other in behind {
        if let Some(other) = exchange.state.store.get_mut(&path, &other) {
            let priority = other["priority"].as_i64().unwrap_or(1);
            other["priority"] = json!(priority - 1);
        }
    }
    note(exchange, resource, "delete", &value);
    Ok(Reply::no_content())
}

fn note(exchange: &mut Exchange<'_>, resource: &Resource, verb: &str, value: &Value) {
    let target = Party {
        id: text(value, "id").to_owned(),
        kind: resource.kind.clone(),
        alternate_id: "unknown".to_owned(),
        display_name: text(value, "name").to_owned(),
    };
    let what = if resource.kind == "PolicyRule" {
        ("policy.rule", "policy rule")
    } else {
        ("policy.lifecycle", "policy")
    };
    let word = match verb {
        "create" => "Create",
        "delete" => "Delete",
        _ => "Update",
    };
    exchange.log(
        format!("{}.{verb}", what.0),
        format!("{word} {}", what.1),
        vec![target],
    );
}
