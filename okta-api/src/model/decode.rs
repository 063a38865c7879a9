//! From bytes to a type and back, compiled once for each type of a request or response.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use super::{mismatch, object::Object};

/// A type that a response decodes to.
pub(crate) trait Decode: Sized {
    /// Decodes a body; an empty one is an error unless the type says otherwise.
    fn from_body(body: &[u8]) -> Result<Self, DecodeError>;
}

/// A type whose lists decode element by element.
pub(crate) trait DecodeList: Sized {
    /// Decodes a page: at once when every element decodes, which they nearly always do;
    /// otherwise each on its own, so that one that does not costs no other.
    fn list_from_body(body: &[u8]) -> Result<Vec<Result<Self, BadItem>>, DecodeError>;
}

/// A type that a request sends.
pub(crate) trait Encode {
    /// The JSON to send.
    fn to_json(&self) -> Result<Vec<u8>, serde_json::Error>;
}

impl<T: Serialize> Encode for T {
    fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// Why a body is not what its type says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Where, as a JSON path: `$[3].profile`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
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

/// Decodes a body and tells, in the log, where it is not as described.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let (result, mismatches) = mismatch::counted(|| serde_json::from_slice(body));
    if mismatches > 0 {
        report(
            mismatches,
            mismatch::strictly(|| serde_json::from_slice::<T>(body)).err(),
        );
    }
    result.map_err(explain)
}

/// Kept values are not an error, but whoever relies on the type wants to know.
#[cold]
fn report(mismatches: usize, first: Option<(serde_json::Error, String)>) {
    if let Some((error, path)) = first {
        tracing::warn!(
            mismatches,
            path,
            reason = %error,
            "a value is not of the type that Okta describes; it is kept as it came"
        );
    }
}

#[cold]
fn explain((error, path): (serde_json::Error, String)) -> DecodeError {
    DecodeError {
        path,
        reason: error.to_string(),
    }
}

impl<T: Object + DeserializeOwned> Decode for T {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        decode(body)
    }
}

impl<T: DeserializeOwned> Decode for Vec<T> {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        decode(body)
    }
}

impl<T: DeserializeOwned> DecodeList for T {
    fn list_from_body(body: &[u8]) -> Result<Vec<Result<Self, BadItem>>, DecodeError> {
        if let Ok(items) = decode::<Vec<Self>>(body) {
            return Ok(items.into_iter().map(Ok).collect());
        }
        let raw_items: Vec<&RawValue> = decode_borrowed(body)?;
        let items = raw_items.into_iter().enumerate().map(|(index, raw)| {
            decode(raw.get().as_bytes()).map_err(|error| BadItem {
                index,
                path: format!("$[{index}]{}", error.path.trim_start_matches('$')),
                reason: error.reason,
                raw: raw.get().to_owned(),
            })
        });
        Ok(items.collect())
    }
}

fn decode_borrowed<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, DecodeError> {
    let (result, _) = mismatch::counted(|| serde_json::from_slice(body));
    result.map_err(explain)
}

/// Text that is not JSON: XML, for example.
impl Decode for String {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        std::str::from_utf8(body)
            .map(str::to_owned)
            .map_err(|error| DecodeError {
                path: "$".into(),
                reason: error.to_string(),
            })
    }
}

/// Free-form JSON; no body is `null`.
impl Decode for Value {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        match body {
            [] => Ok(Self::Null),
            body => decode(body),
        }
    }
}

/// The answer of an operation for which Okta describes no body.
///
/// Okta sends one now and then all the same, `{}` as a rule; it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoContent {
    /// The body, in case there was one.
    pub body: Option<Value>,
}

impl Decode for NoContent {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self {
            body: match body {
                [] => None,
                body => Some(decode(body)?),
            },
        })
    }
}
