//! Group rules: they keep groups filled by what users are like.

use http::StatusCode;
use serde_json::{Map, Value, json};

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
        state::{GROUPS, RULES, USERS, text},
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

/// The rules in which a word occurs.
pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let word = exchange
        .query
        .get("search")
        .unwrap_or_default()
        .to_lowercase();
    let window = exchange.window()?;
    let rules = exchange
        .state
        .store
        .collection(RULES)
        .into_iter()
        .flat_map(|rules| rules.after(window.after.sequence))
        .filter(|(_, rule)| {
            let condition = text(&rule["conditions"]["expression"], "value");
            [text(rule, "name"), condition]
                .iter()
                .any(|text| text.to_lowercase().contains(&word))
        })
        .map(|(sequence, rule)| (sequence, shown(exchange, rule.into_owned())));
    Ok(window.page(rules))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let rule = stored(exchange, exchange.param("ruleId"))?;
    Ok(Reply::ok(shown(exchange, rule)))
}

/// The rule, with the names of the groups that it fills where they are asked for.
fn shown(exchange: &Exchange<'_>, mut rule: Value) -> Value {
    let store = &exchange.state.store;
    let targets = targets(&rule);
    rule["allGroupsValid"] = targets.iter().all(|id| store.contains(GROUPS, id)).into();
    // Recorded: who is left out is shown as soon as anything is said of people.
    let people = rule.pointer_mut("/conditions/people");
    if let Some(people) = people.and_then(Value::as_object_mut) {
        let nobody = json!({ "exclude": [] });
        fill(people, json!({ "users": nobody, "groups": nobody }));
    }
    if exchange.query.get("expand") == Some("groupIdToGroupNameMap") {
        let names: Map<String, Value> = targets
            .into_iter()
            .filter_map(|group| {
                let name = exchange.state.store.get(GROUPS, &group)?["profile"]["name"].clone();
                Some((group, name))
            })
            .collect();
        rule["_embedded"] = json!({ "groupIdToGroupNameMap": names });
    }
    rule
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
    Ok(Reply::ok(shown(exchange, rule)))
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
    Ok(Reply::ok(shown(exchange, rule)))
}

pub(crate) fn activate(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("ruleId").to_owned();
    let rule = set_status(exchange, &id, "ACTIVE")?;
    log(exchange, "activate", "Activate group rule", &rule);
    // Those whom it selected before and who changed since then have to go.
    let mut users = selected_before(exchange, &id);
    users.extend(matching(exchange, &rule)?);
    for user in users {
        apply_to(exchange, &user);
    }
    Ok(Reply::no_content())
}

/// The users that a rule selected when it last acted.
fn selected_before(exchange: &Exchange<'_>, rule: &str) -> Vec<String> {
    let state = &exchange.state;
    let rules = state.store.collection(RULES);
    let sequence = rules
        .and_then(|rules| rules.sequence(rule))
        .unwrap_or_default();
    let users = state.store.collection(USERS);
    state
        .ruled
        .of_left(sequence, 0)
        .filter_map(|user| Some(text(&*users?.at(user)?, "id").to_owned()))
        .collect()
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
    let users = selected_before(exchange, &id);
    let rules = exchange.state.store.collection(RULES);
    let sequence = rules
        .and_then(|rules| rules.sequence(&id))
        .unwrap_or_default();
    exchange.state.ruled.drop_left(sequence);
    exchange.state.store.remove(RULES, &id);
    for user in users.iter().filter(|_| remove_users) {
        for group in targets(&rule) {
            leave(exchange, &group, user)?;
        }
    }
    log(exchange, "delete", "Delete group rule", &rule);
    Ok(Reply::status(StatusCode::ACCEPTED, json!({})))
}
