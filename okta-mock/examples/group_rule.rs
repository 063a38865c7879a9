//! A group whose members are those of a department, kept so by a rule.
//!
//! `cargo run -p okta-mock --example group_rule`

use futures::TryStreamExt;
use okta_api::{
    Client, Error,
    types::{
        Group, GroupProfile, GroupRule, GroupRuleAction, GroupRuleConditions, GroupRuleExpression,
        GroupRuleGroupAssignment, User,
    },
};
use okta_mock::Org;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let org = Org::builder().users(200).start().await?;
    let client = org.client();
    let group = group_for(&client, "Legal").await?;
    println!("{} work in Legal", members(&client, &group).await?.len());

    let user = client.get_user("me").send().await?;
    let user = user.id.as_deref().unwrap_or_default();
    for department in ["Legal", "Finance"] {
        move_to(&client, user, department).await?;
        let is_member = members(&client, &group).await?.iter().any(|id| id == user);
        println!("moved to {department}: a member? {is_member}");
    }
    Ok(())
}

/// Creates a group and the rule that fills it; returns the group's id.
pub async fn group_for(client: &Client, department: &str) -> Result<String, Error> {
    let group = Group {
        profile: GroupProfile {
            name: format!("Department {department}").into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let group = client.add_group(group).send().await?;
    let group = group.id.as_deref().unwrap_or_default().to_owned();

    let expression = GroupRuleExpression {
        type_: "urn:okta:expression:1.0".into(),
        value: format!("user.department == {department:?}").into(),
        ..Default::default()
    };
    let assignment = GroupRuleGroupAssignment {
        group_ids: vec![group.clone()].into(),
        ..Default::default()
    };
    let rule = GroupRule {
        type_: "group_rule".into(),
        name: format!("Everybody in {department}").into(),
        conditions: GroupRuleConditions {
            expression: expression.into(),
            ..Default::default()
        }
        .into(),
        actions: GroupRuleAction {
            assign_user_to_groups: assignment.into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let rule = client.create_group_rule(rule).send().await?;
    // A new rule does nothing until it is activated.
    let rule = rule.id.as_deref().unwrap_or_default();
    client.activate_group_rule(rule).send().await?;
    Ok(group)
}

/// Moves a user to another department.
pub async fn move_to(client: &Client, user: &str, department: &str) -> Result<(), Error> {
    let change = |user: &mut User| {
        user.profile.get_or_insert_default()?.department = department.into();
        Ok(())
    };
    client.update_user_with(user, change).await?;
    Ok(())
}

/// The ids of a group's members.
pub async fn members(client: &Client, group: &str) -> Result<Vec<String>, Error> {
    let users = client.list_group_users(group).stream();
    users
        .map_ok(|user| user.id.unwrap_or_default())
        .try_collect()
        .await
}
