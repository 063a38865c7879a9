//! Why a tool call ends without its result.

use rmcp::model::InputRequiredResult;
use serde_json::Value;

use super::failure::refusal;
use crate::call::Mistake;

/// Why a tool call ends without its result.
#[derive(Debug)]
pub enum Stop {
    /// It failed; what the model is told.
    Failed(Value),
    /// A person is to be asked by the client.
    Ask(Box<InputRequiredResult>),
}

impl From<Mistake> for Stop {
    fn from(mistake: Mistake) -> Self {
        Self::Failed(refusal(
            &mistake.to_string(),
            "okta_describe shows the arguments and the body of the operation",
        ))
    }
}
