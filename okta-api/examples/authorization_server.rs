//! Creates an authorization server for your own API: a scope, a claim, a policy and a rule.
//!
//! `cargo run -p okta-api --example authorization_server`

use clap::Parser;
use okta_api::{
    Client, Error,
    types::{
        AuthorizationServer, AuthorizationServerPolicy, AuthorizationServerPolicyRule,
        AuthorizationServerPolicyRuleActions, AuthorizationServerPolicyRuleConditions,
        ClientPolicyCondition, GrantTypePolicyRuleCondition, OAuth2Claim, OAuth2Scope,
        OAuth2ScopesMediationPolicyRuleCondition, PolicyRuleConditions,
        TokenAuthorizationServerPolicyRuleAction,
    },
};

mod support;
use support::Result;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    org: support::Choice,
}

#[tokio::main]
async fn main() -> Result {
    let client = Arguments::parse().org.open().await?;
    let server = create(&client).await?;
    let policy = allow_services(&client, &server).await?;
    let created = client.get_authorization_server(&server).send().await?;
    println!(
        "tokens come from {}",
        created.issuer.as_deref().unwrap_or("?")
    );
    for scope in client.list_oauth2_scopes(&server).send().await?.iter() {
        println!("scope {}", scope.name.as_deref().unwrap_or("?"));
    }
    let rules = client.list_authorization_server_policy_rules(&server, &policy);
    for rule in rules.send().await?.iter() {
        println!("rule {}", rule.name.as_deref().unwrap_or("?"));
    }
    Ok(())
}

/// Creates a server with a scope, and with a claim for the user's department.
async fn create(client: &Client) -> Result<String, Error> {
    let server = AuthorizationServer {
        name: "Orders".into(),
        description: "Tokens for the orders API".into(),
        audiences: vec!["api://orders".to_owned()].into(),
        ..Default::default()
    };
    let server = client.create_authorization_server(server).send().await?;
    let server = server.id.as_deref().unwrap_or_default();
    let scope = OAuth2Scope {
        name: "orders:read".into(),
        description: "Read orders".into(),
        ..Default::default()
    };
    client.create_oauth2_scope(server, scope).send().await?;
    let claim = OAuth2Claim {
        name: "department".into(),
        claim_type: "RESOURCE".into(),
        value_type: "EXPRESSION".into(),
        value: "user.department".into(),
        ..Default::default()
    };
    client.create_oauth2_claim(server, claim).send().await?;
    Ok(server.to_owned())
}

/// Lets services read orders, with tokens that are valid for an hour. Returns the policy's id.
async fn allow_services(client: &Client, server: &str) -> Result<String, Error> {
    let policy = AuthorizationServerPolicy {
        type_: "OAUTH_AUTHORIZATION_POLICY".into(),
        name: "Services".into(),
        description: "What services may do".into(),
        priority: 1.into(),
        conditions: PolicyRuleConditions {
            clients: ClientPolicyCondition {
                include: vec!["ALL_CLIENTS".to_owned()].into(),
                ..Default::default()
            }
            .into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let policy = client.create_authorization_server_policy(server, policy);
    let policy = policy.send().await?;
    let policy = policy.id.as_deref().unwrap_or_default();

    let conditions = AuthorizationServerPolicyRuleConditions {
        grant_types: GrantTypePolicyRuleCondition {
            include: vec!["client_credentials".to_owned()].into(),
            ..Default::default()
        }
        .into(),
        scopes: OAuth2ScopesMediationPolicyRuleCondition {
            include: vec!["orders:read".to_owned()].into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let token = TokenAuthorizationServerPolicyRuleAction {
        access_token_lifetime_minutes: 60.into(),
        ..Default::default()
    };
    let rule = AuthorizationServerPolicyRule {
        type_: "RESOURCE_ACCESS".into(),
        name: "Read orders".into(),
        priority: 1.into(),
        conditions: conditions.into(),
        actions: AuthorizationServerPolicyRuleActions {
            token: token.into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    };
    let rule = client.create_authorization_server_policy_rule(server, policy, rule);
    rule.send().await?;
    Ok(policy.to_owned())
}
