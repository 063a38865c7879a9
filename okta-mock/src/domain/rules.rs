//! Group rules: they keep groups filled by what users are like.

use serde_json::{Value, json};

use super::{
    expression::Expression,
    groups::{can_change_members, join, leave},
};
use crate::{
    error::OktaError,
    world::{
        act::Act,
        log::Party,
        state::{GROUPS, RULES, USERS, text, user_party},
    },
};

/// The groups that a rule fills.
pub(crate) fn targets(rule: &Value) -> Vec<String> {
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
pub(crate) fn check(act: &Act<'_>, rule: &Value, own_id: &str) -> Result<(), OktaError> {
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
    let taken = act
        .state
        .store
        .having(RULES, "name", name)
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
        can_change_members(act, group)?;
    }
    Ok(())
}

/// The users that a rule selects.
pub(crate) fn matching(act: &Act<'_>, rule: &Value) -> Result<Vec<String>, OktaError> {
    let expression = expression(rule)?;
    let users = act.state.store.collection(USERS);
    Ok(users
        .into_iter()
        .flat_map(|users| users.after(0))
        .filter(|(sequence, user)| selects(act, &expression, rule, user, *sequence))
        .map(|(_, user)| text(&user, "id").to_owned())
        .collect())
}

/// A rule that lost a group it fills does not act any more.
pub(crate) fn group_deleted(act: &mut Act<'_>, group: &str) {
    let rules: Vec<String> = act
        .state
        .store
        .values(RULES)
        .filter(|rule| targets(rule).iter().any(|target| target == group))
        .map(|rule| text(&rule, "id").to_owned())
        .collect();
    for rule in rules {
        if let Some(rule) = act.state.store.get_mut(RULES, &rule) {
            rule["status"] = "INVALID".into();
        }
    }
}

/// Lets all active rules act on a user who changed: joins the groups of the rules that
/// select them, and leaves those of the rules that selected them before.
pub(crate) fn apply_to(act: &mut Act<'_>, user_id: &str) {
    let Some(user_sequence) = act.state.find_user(user_id) else {
        return;
    };
    let Ok(user) = act.user(user_id) else {
        return;
    };
    let rules: Vec<(u64, Value)> = act
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
        let selected = selects(act, &expression, &rule, &user, user_sequence);
        let ruled = act.state.ruled.contains(sequence, user_sequence);
        for group in targets(&rule) {
            // A group may be gone by now; the rule is invalid then and others go on.
            let _ = match (selected, ruled) {
                (true, _) => join(act, &group, user_id),
                (false, true) => leave(act, &group, user_id),
                (false, false) => Ok(()),
            };
        }
        if selected {
            act.state.ruled.insert(sequence, user_sequence);
        } else {
            act.state.ruled.remove(sequence, user_sequence);
        }
    }
}

/// Ends a membership by hand. The rules that manage it leave the user alone from now on:
/// else they would bring the user back.
pub(crate) fn remove_by_hand(act: &mut Act<'_>, group: &str, user: &str) -> Result<(), OktaError> {
    leave(act, group, user)?;
    let Some(sequence) = act.state.find_user(user) else {
        return Ok(());
    };
    let rules = act.state.store.collection(RULES);
    let rules = rules.into_iter().flat_map(|rules| rules.after(0));
    let managing = rules.filter(|(rule, value)| {
        act.state.ruled.contains(*rule, sequence) && targets(value).iter().any(|id| id == group)
    });
    let managing: Vec<String> = managing
        .map(|(_, rule)| text(&rule, "id").to_owned())
        .collect();
    for rule in &managing {
        exclude(act, rule, user)?;
    }
    if !managing.is_empty() {
        apply_to(act, user);
    }
    Ok(())
}

/// Adds a user to those whom a rule leaves alone.
fn exclude(act: &mut Act<'_>, rule: &str, user: &str) -> Result<(), OktaError> {
    let target = user_party(&act.user(user)?);
    let Some(rule) = act.state.store.get_mut(RULES, rule) else {
        return Ok(());
    };
    let party = Party {
        id: text(rule, "id").to_owned(),
        kind: "GroupRule".into(),
        alternate_id: "unknown".to_owned(),
        display_name: text(rule, "name").to_owned(),
    };
    let mut users = rule;
    for name in ["conditions", "people", "users"] {
        if !users[name].is_object() {
            users[name] = json!({});
        }
        users = &mut users[name];
    }
    match users["exclude"].as_array_mut() {
        Some(excluded) => excluded.push(user.into()),
        None => users["exclude"] = json!([user]),
    }
    act.log(
        "group.user_membership.rule.add_exclusion",
        "User added to exclusion list for group rule",
        vec![party, target],
    );
    Ok(())
}

fn selects(
    act: &Act<'_>,
    expression: &Expression,
    rule: &Value,
    user: &Value,
    sequence: u64,
) -> bool {
    let excluded = rule["conditions"]["people"]["users"]["exclude"]
        .as_array()
        .is_some_and(|excluded| excluded.contains(&user["id"]));
    let is_member = |wanted: &dyn Fn(&Value) -> bool| {
        let groups = act.state.store.collection(GROUPS);
        act.state.members.of_right(sequence).any(|group| {
            groups
                .and_then(|groups| groups.at(group))
                .is_some_and(|group| wanted(&group))
        })
    };
    !excluded
        && text(user, "status") != "DEPROVISIONED"
        && expression.holds(&user["profile"], &is_member)
}
