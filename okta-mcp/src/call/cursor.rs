//! The place at which the next answer of a list starts.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};

/// The place in a list at which an answer stopped: Okta's own cursor of a page, and the number
/// of its items that were already shown.
///
/// It contains neither a path nor an origin, so a forged one leads nowhere else. The operation
/// and its arguments are given again, and the cursor replaces only the paging.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The operationId.
    #[serde(rename = "o")]
    pub operation: String,
    /// The query of the page. Parameters that it lacks come from the arguments.
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// The number of items of the page that were already shown.
    #[serde(rename = "s", default)]
    pub skip: usize,
}

/// A text that is not a cursor of this list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not of a list of {0}; give back `next` as it came, with the same arguments")]
pub struct CursorError(String);

impl Cursor {
    /// Encodes the cursor as text for an answer.
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Decodes a cursor from text.
    ///
    /// # Errors
    ///
    /// Returns an error when the text is not a cursor, or belongs to another operation.
    pub fn decode(operation: &str, text: &str) -> Result<Self, CursorError> {
        BASE64
            .decode(text.trim())
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|cursor| cursor.operation == operation)
            .ok_or_else(|| CursorError(operation.to_owned()))
    }
}
