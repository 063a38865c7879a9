//! A sign-on policy that asks the members of a group for a second factor.
//!
//! `cargo run -p okta-mock --example sign_on_policy`

use okta_api::{
    Client, Error,
    types::{
        GroupCondition, OktaSignOnPolicy, OktaSignOnPolicyConditions, OktaSignOnPolicyRule,
        OktaSignOnPolicyRuleActions, OktaSignOnPolicyRuleSignonActions, PolicyPeopleCondition,
    },
};
use okta_mock::Org;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let org = Org::start().await?;
    let client = org.client();
    let groups = client.list_groups().q("Finance").send().await?;
    let group = groups.first().and_then(|group| group.id.as_deref());
    require_factor(&client, group.ok_or("there is no such group")?).await?;
    let policies = client.list_policies("OKTA_SIGN_ON").send().await?;
    for policy in policies.iter() {
        let priority = policy.priority().copied().unwrap_or_default();
        println!("{priority}. {}", policy.name().as_deref().unwrap_or("?"));
    }
    Ok(())
}

/// Creates the policy, before all others, and its rule; returns the policy's id.
pub async fn require_factor(client: &Client, group: &str) -> Result<String, Error> {
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
