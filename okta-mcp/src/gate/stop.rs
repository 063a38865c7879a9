//! Why a tool call ends without its result.

use rmcp::model::InputRequiredResult;
use serde_json::Value;

use super::failure::refusal;
use crate::call::Mistake;

/// Why a tool call ends without its result.
#[derive(Debug)]
pub enum Stop {
    /// The call failed. The value is for the model.
    Failed(Value),
    /// The client has to ask a person.
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
