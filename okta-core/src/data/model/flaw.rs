//! Faults in a body.

use crate::bounded::bounded;

/// The length in characters up to which a fault's description is shown.
const REASON: usize = 300;

/// Why a body does not match its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The JSON path of the fault: `$[3].profile`.
    pub path: String,
    /// Says what is wrong there.
    pub reason: String,
}

impl DecodeError {
    pub(super) fn new(error: &serde_json::Error) -> Self {
        Self {
            path: "$".into(),
            reason: reason(error),
        }
    }

    /// A strict reading refuses text that is not UTF-8.
    pub(super) fn no_utf8() -> Self {
        Self {
            path: "$".into(),
            reason: "there are bytes that are not UTF-8".into(),
        }
    }
}

/// An element of a list that does not decode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadItem {
    /// Its position in the page, from 0.
    pub index: usize,
    /// The JSON path of the fault in the page: `$[3].profile`.
    pub path: String,
    /// Says what is wrong there.
    pub reason: String,
    /// The element as it came.
    pub raw: String,
}

/// A fault in a list.
pub enum Flaw {
    /// An element does not decode. The others may.
    Element(BadItem),
    /// From here on the body is not JSON.
    Body(DecodeError),
}

/// Returns serde's description of a fault without the value that it quotes, which may be a
/// secret.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let quotes = ["invalid type: ", "invalid value: ", "unknown variant "]
        .iter()
        .any(|start| message.starts_with(start));
    let without_value = message.split_once(['"', '`']).filter(|_| quotes);
    let message = match without_value {
        Some((before, _)) => {
            let after = message.rsplit_once(", expected ");
            let expected = after.map_or(String::new(), |(_, after)| format!(", expected {after}"));
            format!("{}{expected}", before.trim_end())
        }
        None => message,
    };
    bounded(&message, REASON)
}
