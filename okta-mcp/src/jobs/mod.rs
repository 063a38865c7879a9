//! What agents do most, each in one call that does it right: with names as well as ids, with an
//! account of what was done to whom, and with one question for everything that belongs
//! together.

mod access;
mod events;
mod job;
mod lookup;
mod membership;
mod mfa;
mod offboard;
mod people;

use rmcp::model::Tool;
use serde_json::{Map, Value};

use crate::{
    engine::Engine,
    gate::{Context, Stop, refusal},
    tools::Outcome,
};
use job::Job;

/// The names of the toolsets.
const TOOLSETS: &[&str] = &["people", "groups", "apps", "logs", "security"];

/// A toolset that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("there is no toolset `{0}`; there are people, groups, apps, logs, security, and all")]
pub struct UnknownToolset(String);

/// Checks the names of toolsets.
///
/// # Errors
///
/// Returns an error when one does not exist.
pub fn check(toolsets: &[String]) -> Result<(), UnknownToolset> {
    match toolsets
        .iter()
        .find(|name| *name != "all" && !TOOLSETS.contains(&name.as_str()))
    {
        Some(name) => Err(UnknownToolset(name.clone())),
        None => Ok(()),
    }
}

/// Returns the tools of these toolsets, in this module's order.
#[must_use]
pub fn tools(wanted: &[String]) -> Vec<Tool> {
    TOOLSETS
        .iter()
        .filter(|name| {
            wanted
                .iter()
                .any(|wanted| wanted == *name || wanted == "all")
        })
        .flat_map(|name| match *name {
            "people" => vec![
                people::find_tool(),
                people::create_tool(),
                people::update_tool(),
                offboard::tool(),
            ],
            "groups" => vec![membership::tool()],
            "apps" => vec![access::assign_tool(), access::who_tool()],
            "logs" => vec![events::search_tool(), events::changes_tool()],
            "security" => vec![mfa::tool()],
            _ => Vec::new(),
        })
        .collect()
}

/// Runs a job.
///
/// # Errors
///
/// Returns what the model learns, or the question for a person.
pub async fn run(engine: &Engine, context: &Context, arguments: &Map<String, Value>) -> Outcome {
    let job = Job {
        engine,
        context,
        arguments,
    };
    let value = match context.tool.as_str() {
        "okta_find_user" => people::find(&job).await,
        "okta_create_user" => people::create(&job).await,
        "okta_update_user" => people::update(&job).await,
        "okta_offboard_user" => offboard::run(&job).await,
        "okta_group_members" => membership::run(&job).await,
        "okta_assign_app" => access::assign(&job).await,
        "okta_who_has_app" => access::who(&job).await,
        "okta_search_log" => events::search(&job).await,
        "okta_recent_changes" => events::changes(&job).await,
        "okta_mfa_overview" => mfa::run(&job).await,
        other => Err(Stop::Failed(refusal(
            &format!("there is no job {other}"),
            "see the list of tools",
        ))),
    }?;
    Ok(job.finish(value))
}
