//! What agents do most, each in one call.

use rmcp::model::Tool;
use serde_json::{Map, Value};

use crate::{engine::Engine, gate::{Context, Stop, refusal}, tools::Outcome};

/// The tools of these toolsets.
#[must_use]
pub fn tools(_toolsets: &[String]) -> Vec<Tool> {
    Vec::new()
}

/// Runs a job.
pub async fn run(_engine: &Engine, context: &Context, _arguments: &Map<String, Value>) -> Outcome {
    Err(Stop::Failed(refusal(&format!("there is no job {}", context.tool), "see the list of tools")))
}
