//! Creates a sign-on policy that requires a second factor from the members of a group.
//!
//! `cargo run -p okta-api --example sign_on_policy`

use clap::Parser;
use okta_api::{
    Client, Error, quoted,
    types::{
        GroupCondition, OktaSignOnPolicy, OktaSignOnPolicyConditions, OktaSignOnPolicyRule,
        OktaSignOnPolicyRuleActions, OktaSignOnPolicyRuleSignonActions, PolicyPeopleCondition,
    },
};

mod support;
use support::Result;

#[derive(Parser)]
struct Arguments {
    /// The name of the group.
    #[arg(default_value = "Finance")]
    group: String,
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { group, org } = Arguments::parse();
    let client = org.open().await?;
    let named = format!("profile.name eq {}", quoted(group));
    let groups = client.list_groups().search(named).send().await?;
    let group = groups.first().ok_or("there is no such group")?;
    require_factor(&client, group.id()?).await?;
    let policies = client.list_policies("OKTA_SIGN_ON").send().await?;
    for policy in policies.iter() {
        let priority = policy.priority().copied().unwrap_or_default();
        println!("{priority}. {}", policy.name().as_deref().unwrap_or("?"));
    }
    Ok(())
}

/// Creates the policy, with the highest priority, and its rule. Returns the policy's id.
async fn require_factor(client: &Client, group: &str) -> Result<String, Error> {
    let people = PolicyPeopleCondition {
        groups: GroupCondition {
            include: vec![group.to_owned()].into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let policy = OktaSignOnPolicy {
        type_: "OKTA_SIGN_ON".into(),
        name: "A second factor".into(),
        description: "For those who handle money".into(),
        priority: 1.into(),
        conditions: OktaSignOnPolicyConditions {
            people: people.into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let policy = client.create_policy(policy).activate(true).send().await?;
    let policy = policy.id()?;

    let sign_on = OktaSignOnPolicyRuleSignonActions {
        access: "ALLOW".into(),
        require_factor: true.into(),
        factor_prompt_mode: "SESSION".into(),
        ..Default::default()
    };
    let rule = OktaSignOnPolicyRule {
        type_: "SIGN_ON".into(),
        name: "Once for each session".into(),
        actions: OktaSignOnPolicyRuleActions {
            signon: sign_on.into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    client.create_policy_rule(policy, rule).send().await?;
    Ok(policy.to_owned())
}
