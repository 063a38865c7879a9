//! The four tools that reach every operation.

mod call;
mod define;
mod describe;
mod given;
mod search;
mod status;

use rmcp::model::Tool;
use serde_json::{Map, Value};

pub(crate) use call::list_page;
pub(crate) use define::{Hints, define};
pub use given::Outcome;
pub(crate) use given::{needed, text, texts, wrong};

use crate::{engine::Engine, gate::Context};

/// The four tools.
#[must_use]
pub fn all(engine: &Engine) -> Vec<Tool> {
    vec![
        search::tool(),
        describe::tool(),
        call::tool(engine),
        status::tool(),
    ]
}

/// Runs one of the four tools; `None` where it is none of them.
pub(crate) async fn run(
    engine: &Engine,
    context: &Context,
    arguments: &Map<String, Value>,
) -> Option<Outcome> {
    Some(match context.tool.as_str() {
        "okta_search" => search::run(engine, arguments),
        "okta_describe" => describe::run(engine, arguments),
        "okta_call" => call::run(engine, context, arguments).await,
        "okta_status" => status::run(engine, context).await,
        _ => return None,
    })
}
