//! Gives a department a group that a rule fills, and an application for its members. A new
//! colleague then has both on the first day.
//!
//! `cargo run -p okta-api --example onboarding`

use clap::Parser;
use futures::TryStreamExt;
use okta_api::{
    Client, Error,
    types::{
        BookmarkApplication, CreateUserRequest, Group, GroupProfile, GroupRule, GroupRuleAction,
        GroupRuleConditions, GroupRuleExpression, GroupRuleGroupAssignment, UserProfile,
    },
};

mod support;
use support::Result;

#[derive(Parser)]
struct Arguments {
    /// The name of the department.
    #[arg(default_value = "Compilers")]
    department: String,
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { department, org } = Arguments::parse();
    let client = org.open().await?;
    let group = group_of(&client, &department).await?;
    println!("The group of {department}: {group}");
    let app = app_for(&client, &group).await?;
    println!("Its application: {app}");

    let user = colleague(&client, &department).await?;
    let groups = client.list_user_groups(&user).stream();
    let member = groups.try_any(async |other| other.id == group).await?;
    println!("Grace is a member: {member}");
    // Okta applies rules and assignments after a moment, so on a real org this may print "not
    // found".
    let assigned = client.get_application_user(&app, &user).send().await?;
    println!(
        "The application came by {}",
        assigned.scope.as_deref().unwrap_or("?")
    );
    Ok(())
}

/// Creates a group and the rule that fills it. Returns the group's id.
async fn group_of(client: &Client, department: &str) -> Result<String, Error> {
    let group = Group {
        profile: GroupProfile {
            name: format!("Department {department}").into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let group = client.add_group(group).send().await?;
    let expression = GroupRuleExpression {
        type_: "urn:okta:expression:1.0".into(),
        value: format!("user.department == {}", okta_api::quoted(department)).into(),
        ..Default::default()
    };
    let assignment = GroupRuleGroupAssignment {
        group_ids: vec![group.id()?.to_owned()].into(),
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
    client.activate_group_rule(rule.id()?).send().await?;
    Ok(group.id()?.to_owned())
}

/// Creates an application that all members of a group can use. Returns its id.
async fn app_for(client: &Client, group: &str) -> Result<String, Error> {
    let app = BookmarkApplication {
        label: "Manual".into(),
        name: "bookmark".into(),
        ..Default::default()
    };
    let app = client.create_application(app).send().await?;
    client
        .assign_group_to_application(app.id()?, group)
        .send()
        .await?;
    Ok(app.id()?.to_owned())
}

/// Creates an active user in the department. Returns the user's id.
async fn colleague(client: &Client, department: &str) -> Result<String, Error> {
    let profile = UserProfile {
        first_name: "Grace".into(),
        last_name: "Hopper".into(),
        login: "grace@example.com".into(),
        email: "grace@example.com".into(),
        department: department.into(),
        ..Default::default()
    };
    let user = CreateUserRequest {
        profile: profile.into(),
        ..Default::default()
    };
    let user = client.create_user(user).activate(true).send().await?;
    Ok(user.id()?.to_owned())
}
