//! Removes everything from a person who leaves, and then the account. It shows a plan first.
//!
//! ```text
//! cargo run -p okta-api --example offboarding                         a plan, on an embedded org
//! cargo run -p okta-api --example offboarding -- --apply              the same, carried out
//! cargo run -p okta-api --example offboarding -- ada@example.com --apply --org env
//! ```
//!
//! The first step ends all sessions. If a step fails, the others still run. Run the example
//! again, and the plan contains what is left.

use std::fmt;

use clap::Parser;
use futures::TryStreamExt;
use okta_api::{
    Client, Error, quoted,
    types::{GroupType, UserStatus},
};

mod support;
use support::Result;

#[derive(Parser)]
struct Arguments {
    /// The user's login or id.
    user: Option<String>,
    /// Suspends the account instead of deactivating it.
    #[arg(long)]
    suspend: bool,
    /// Carries the plan out.
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    org: support::Choice,
}

/// A step of the plan. The name is for people, and the id for Okta.
enum Step {
    Suspend,
    EndSessions,
    Unenroll { id: String, name: String },
    Leave { id: String, name: String },
    Unassign { id: String, name: String },
    Deactivate,
}

#[tokio::main]
async fn main() -> Result {
    let arguments = Arguments::parse();
    let client = arguments.org.open().await?;
    let somebody = async {
        let users = client.list_users().limit(2).send().await?;
        let user = users.last().ok_or("the org has no second user")?;
        Ok(user.id()?.to_owned())
    };
    let user = client.or_sample(arguments.user.clone(), somebody).await?;

    let steps = plan(&client, &user, arguments.suspend).await?;
    let mut failed = 0;
    for step in &steps {
        let outcome = match arguments.apply {
            false => "planned".to_owned(),
            true => match step.make(&client, &user).await {
                Ok(()) => "done".to_owned(),
                // What is already gone needs no step.
                Err(error) if error.is_not_found() => "done before".to_owned(),
                Err(error) => {
                    failed += 1;
                    format!("failed: {error}")
                }
            },
        };
        println!("{step}: {outcome}");
    }
    match (arguments.apply, failed) {
        (false, _) => println!("Nothing was changed: --apply carries it out."),
        (true, 0) => println!("{} is offboarded.", user),
        (true, _) => return Err(format!("{failed} steps failed: run it again").into()),
    }
    Ok(())
}

/// Returns the steps that remove what the user has.
async fn plan(client: &Client, id: &str, only_suspend: bool) -> Result<Vec<Step>, Error> {
    let user = client.get_user(id).send().await?;
    let id = user.id()?;
    let mut steps = Vec::new();
    if user.status == UserStatus::Active {
        steps.push(Step::Suspend);
    }
    steps.push(Step::EndSessions);
    for factor in client.list_factors(id).send().await?.iter() {
        let name = factor.factor_type().as_ref().map(ToString::to_string);
        let (id, name) = (factor.id()?.to_owned(), name.unwrap_or_default());
        steps.push(Step::Unenroll { id, name });
    }
    let mut groups = client.list_user_groups(id).stream();
    while let Some(group) = groups.try_next().await? {
        // Nobody can leave Everyone, and applications manage the members of their own groups.
        if group.type_ == GroupType::OktaGroup {
            let id = group.id()?.to_owned();
            let name = group.profile.and_then(|profile| profile.name.into_option());
            let name = name.unwrap_or_default();
            steps.push(Step::Leave { id, name });
        }
    }
    // An assignment through a group ends with the membership.
    let assigned = format!("user.id eq {}", quoted(id));
    let mut apps = client.list_applications().filter(assigned).stream();
    while let Some(app) = apps.try_next().await? {
        let app_user = client.get_application_user(app.id()?, id).send().await?;
        if app_user.scope == "USER" {
            let id = app.id()?.to_owned();
            let name = app.label().cloned().unwrap_or_default();
            steps.push(Step::Unassign { id, name });
        }
    }
    if !only_suspend && user.status != UserStatus::Deprovisioned {
        steps.push(Step::Deactivate);
    }
    Ok(steps)
}

impl Step {
    async fn make(&self, client: &Client, user: &str) -> Result<(), Error> {
        match self {
            Self::Suspend => client.suspend_user(user).send().await.map(drop),
            Self::EndSessions => {
                let call = client.revoke_user_sessions(user).oauth_tokens(true);
                call.send().await.map(drop)
            }
            Self::Unenroll { id, .. } => client.unenroll_factor(user, id).send().await.map(drop),
            Self::Leave { id, .. } => {
                let call = client.unassign_user_from_group(id, user);
                call.send().await.map(drop)
            }
            Self::Unassign { id, .. } => {
                let call = client.unassign_user_from_application(id, user);
                call.send().await.map(drop)
            }
            Self::Deactivate => client.deactivate_user(user).send().await.map(drop),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Suspend => write!(f, "suspend the account"),
            Self::EndSessions => write!(f, "end all sessions and revoke OAuth tokens"),
            Self::Unenroll { name, .. } => write!(f, "remove the factor {name}"),
            Self::Leave { name, .. } => write!(f, "leave the group {name}"),
            Self::Unassign { name, .. } => write!(f, "take away the application {name}"),
            Self::Deactivate => write!(f, "deactivate the account"),
        }
    }
}
