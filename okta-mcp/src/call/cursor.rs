//! Where the next answer of a list begins.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};

/// The place in a list where an answer stopped: Okta's own cursor of a page, and how many
/// of its items were shown already.
///
/// It holds neither a path nor an origin, so one that somebody made up leads nowhere
/// else: the operation and its arguments are given again, and only its paging is replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The operationId.
    #[serde(rename = "o")]
    pub operation: String,
    /// The query of the page; what it does not name is as in the arguments.
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// How many items of the page came before.
    #[serde(rename = "s", default)]
    pub skip: usize,
}

/// A text that is no cursor of this list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not of a list of {0}; give back `next` as it came, with the same arguments")]
pub struct CursorError(String);

impl Cursor {
    /// The text that answers carry.
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// The cursor in a text.
    ///
    /// # Errors
    ///
    /// When it is none, or of another operation.
    pub fn decode(operation: &str, text: &str) -> Result<Self, CursorError> {
        BASE64
            .decode(text.trim())
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|cursor| cursor.operation == operation)
            .ok_or_else(|| CursorError(operation.to_owned()))
    }
}
