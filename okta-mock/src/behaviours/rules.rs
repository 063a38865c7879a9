//! Group rules: they keep groups filled by what users are like.

use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    domain::{
        groups::leave,
        rules::{apply_to, check, matching, targets},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{fill, writable},
        log::Party,
        state::{RULES, USERS, text},
    },
};

fn stored(exchange: &Exchange<'_>, id: &str) -> Result<Value, OktaError> {
    exchange
        .state
        .store
        .get(RULES, id)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(id, "GroupRule"))
}

fn log(exchange: &mut Exchange<'_>, verb: &str, message: &str, rule: &Value) {
    let target = Party {
        id: text(rule, "id").to_owned(),
        kind: "GroupRule".into(),
        alternate_id: "unknown".to_owned(),
        display_name: text(rule, "name").to_owned(),
    };
    exchange.log(format!("group.rule.{verb}"), message, vec![target]);
}

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let mut rule = writable(exchange.object()?);
    check(exchange, &exchange.body, "")?;
    let id = exchange.state.new_id("0pr");
    rule.insert("id".to_owned(), id.clone().into());
    rule.insert("status".to_owned(), "INACTIVE".into());
    let now = exchange.time();
    fill(
        &mut rule,
        json!({ "type": "group_rule", "created": now, "lastUpdated": now }),
    );
    let rule = Value::Object(rule);
    exchange.state.store.insert(RULES, &id, rule.clone());
    log(exchange, "create", "Create group rule", &rule);
    Ok(Reply::ok(rule))
}

pub(crate) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("ruleId").to_owned();
    let mut rule = stored(exchange, &id)?;
    if text(&rule, "status") == "ACTIVE" {
        return Err(OktaError::validation(
            "status",
            ["status: An active rule cannot be updated. Deactivate it first."],
        ));
    }
    check(exchange, &exchange.body, &id)?;
    for part in ["name", "conditions", "actions"] {
        rule[part] = exchange.body[part].clone();
    }
    rule["lastUpdated"] = exchange.time();
    exchange.state.store.insert(RULES, &id, rule.clone());
    log(exchange, "update", "Update group rule", &rule);
    Ok(Reply::ok(rule))
}

pub(crate) fn activate(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("ruleId").to_owned();
    let rule = set_status(exchange, &id, "ACTIVE")?;
    log(exchange, "activate", "Activate group rule", &rule);
    let users: Vec<String> = matching(exchange, &rule)?;
    for user in users {
        apply_to(exchange, &user);
    }
    Ok(Reply::no_content())
}

pub(crate) fn deactivate(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("ruleId").to_owned();
    let rule = set_status(exchange, &id, "INACTIVE")?;
    log(exchange, "deactivate", "Deactivate group rule", &rule);
    Ok(Reply::no_content())
}

fn set_status(exchange: &mut Exchange<'_>, id: &str, status: &str) -> Result<Value, OktaError> {
    let now = exchange.time();
    let Some(rule) = exchange.state.store.get_mut(RULES, id) else {
        return Err(OktaError::not_found(id, "GroupRule"));
    };
    rule["status"] = status.into();
    rule["lastUpdated"] = now;
    Ok(rule.clone())
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("ruleId").to_owned();
    let rule = stored(exchange, &id)?;
    let remove_users = exchange.query.flag("removeUsers", false);
    let sequence = exchange
        .state
        .store
        .collection(RULES)
        .and_then(|rules| rules.sequence(&id))
        .unwrap_or_default();
    let users: Vec<u64> = exchange.state.ruled.of_left(sequence, 0).collect();
    exchange.state.ruled.drop_left(sequence);
    exchange.state.store.remove(RULES, &id);
    if remove_users {
        for user in users {
            let id = exchange
                .state
                .store
                .collection(USERS)
                .and_then(|users| Some(text(&*users.at(user)?, "id").to_owned()));
            for group in targets(&rule) {
                if let Some(id) = &id {
                    leave(exchange, &group, id)?;
                }
            }
        }
    }
    log(exchange, "delete", "Delete group rule", &rule);
    Ok(Reply::status(StatusCode::ACCEPTED, json!({})))
}
