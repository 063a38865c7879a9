//! Group rules: they keep groups filled by what users are like.

use http::StatusCode;
use serde_json::{Value, json};

use super::groups::{can_change_members, join, leave};
use crate::{
    domain::expression::Expression,
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
        kind: "GroupRule",
        alternate_id: "unknown".to_owned(),
        display_name: text(rule, "name").to_owned(),
    };
    exchange.log(format!("group.rule.{verb}"), message, vec![target]);
}

/// The groups that a rule fills.
fn targets(rule: &Value) -> Vec<String> {
    rule["actions"]["assignUserToGroups"]["groupIds"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect()
}

fn expression(rule: &Value) -> Result<Expression, OktaError> {
    let text = text(&rule["conditions"]["expression"], "value");
    Expression::parse(text).map_err(|problem| {
        OktaError::validation(
            "conditions",
            [format!("expression: Invalid expression: {problem}")],
        )
    })
}

/// Checks a rule's name, its condition and its groups.
fn check(exchange: &Exchange<'_>, rule: &Value, own_id: &str) -> Result<(), OktaError> {
    let name = text(rule, "name");
    if name.trim().is_empty() {
        return Err(OktaError::blank("name"));
    }
    if name.chars().count() > 50 {
        return Err(OktaError::validation(
            "name",
            ["name: The field must be between 1 and 50 characters"],
        ));
    }
    let taken = exchange
        .state
        .store
        .values(RULES)
        .any(|other| text(&other, "id") != own_id && text(&other, "name") == name);
    if taken {
        return Err(OktaError::taken("name"));
    }
    expression(rule)?;
    let groups = targets(rule);
    if groups.is_empty() {
        return Err(OktaError::blank("groupIds"));
    }
    for group in &groups {
        can_change_members(exchange, group)?;
    }
    Ok(())
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

/// The users that a rule selects.
fn matching(exchange: &Exchange<'_>, rule: &Value) -> Result<Vec<String>, OktaError> {
    let expression = expression(rule)?;
    let users = exchange.state.store.collection(USERS);
    Ok(users
        .into_iter()
        .flat_map(|users| users.after(0))
        .filter(|(sequence, user)| selects(exchange, &expression, rule, user, *sequence))
        .map(|(_, user)| text(&user, "id").to_owned())
        .collect())
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

/// A rule that lost a group it fills does not act any more.
pub(crate) fn group_deleted(exchange: &mut Exchange<'_>, group: &str) {
    let rules: Vec<String> = exchange
        .state
        .store
        .values(RULES)
        .filter(|rule| targets(rule).iter().any(|target| target == group))
        .map(|rule| text(&rule, "id").to_owned())
        .collect();
    for rule in rules {
        if let Some(rule) = exchange.state.store.get_mut(RULES, &rule) {
            rule["status"] = "INVALID".into();
        }
    }
}

/// Lets all active rules act on a user who changed: joins the groups of the rules that
/// select them, and leaves those of the rules that selected them before.
pub(crate) fn apply_to(exchange: &mut Exchange<'_>, user_id: &str) {
    let Some(user_sequence) = exchange.state.find_user(user_id) else {
        return;
    };
    let Ok(user) = exchange.user(user_id) else {
        return;
    };
    let rules: Vec<(u64, Value)> = exchange
        .state
        .store
        .collection(RULES)
        .into_iter()
        .flat_map(|rules| rules.after(0))
        .filter(|(_, rule)| text(rule, "status") == "ACTIVE")
        .map(|(sequence, rule)| (sequence, rule.into_owned()))
        .collect();
    for (sequence, rule) in rules {
        let Ok(expression) = expression(&rule) else {
            continue;
        };
        let selected = selects(exchange, &expression, &rule, &user, user_sequence);
        let ruled = exchange.state.ruled.contains(sequence, user_sequence);
        for group in targets(&rule) {
            // A group may be gone by now; the rule is invalid then and others go on.
            let _ = match (selected, ruled) {
                (true, _) => join(exchange, &group, user_id),
                (false, true) => leave(exchange, &group, user_id),
                (false, false) => Ok(()),
            };
        }
        if selected {
            exchange.state.ruled.insert(sequence, user_sequence);
        } else {
            exchange.state.ruled.remove(sequence, user_sequence);
        }
    }
}

fn selects(
    exchange: &Exchange<'_>,
    expression: &Expression,
    rule: &Value,
    user: &Value,
    sequence: u64,
) -> bool {
    let excluded = rule["conditions"]["people"]["users"]["exclude"]
        .as_array()
        .is_some_and(|excluded| excluded.contains(&user["id"]));
    let is_member = |wanted: &dyn Fn(&Value) -> bool| {
        let groups = exchange.state.store.collection(GROUPS);
        exchange.state.members.of_right(sequence).any(|group| {
            groups
                .and_then(|groups| groups.at(group))
                .is_some_and(|group| wanted(&group))
        })
    };
    !excluded
        && text(user, "status") != "DEPROVISIONED"
        && expression.holds(&user["profile"], &is_member)
}
