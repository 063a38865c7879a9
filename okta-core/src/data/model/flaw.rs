//! What is wrong with a body.

use crate::bounded::bounded;

/// How much of what is wrong is shown, in characters.
const REASON: usize = 300;

/// Why a body is not what its type says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Where, as a JSON path: `$[3].profile`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

impl DecodeError {
    pub(super) fn new(error: &serde_json::Error) -> Self {
        Self {
            path: "$".into(),
            reason: reason(error),
        }
    }

    /// Not what strict reading takes.
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
    /// Its position in the page, from zero.
    pub index: usize,
    /// Where in the page, as a JSON path: `$[3].profile`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
    /// The element as it came.
    pub raw: String,
}

/// What is wrong in a list.
pub enum Flaw {
    /// An element that does not decode; the others may.
    Element(BadItem),
    /// No JSON from here on.
    Body(DecodeError),
}

/// What serde says is wrong, without the value that it quotes: that may be a secret.
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
