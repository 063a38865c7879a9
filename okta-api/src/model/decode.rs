//! From bytes to a type and back, compiled once for each type of a request or response.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{
    Map, mismatch,
    object::{Resource, blank, root},
    schema::Schema,
};

/// A type that a response decodes to.
pub(crate) trait Decode: Sized {
    /// Decodes a body; an empty one is an error unless the type says otherwise.
    fn from_body(body: &[u8]) -> Result<Self, DecodeError>;
}

/// A type whose lists decode element by element.
pub(crate) trait DecodeList: Sized {
    /// Decodes a page: at once when every element decodes, which they nearly always do;
    /// otherwise each on its own, so that one that does not costs no other.
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError>;
}

/// The elements of a list: those that decoded, in order, and those that did not.
pub(crate) struct Listed<T> {
    pub(crate) values: Vec<T>,
    pub(crate) bad: Vec<BadItem>,
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
///
/// The body is checked to be UTF-8 as a whole, which is much faster than string by
/// string.
fn decode<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, DecodeError> {
    let mut value = None;
    read(body, &mut |text| {
        value = Some(serde_json::from_str(text)?);
        Ok(())
    })?;
    value.ok_or_else(|| DecodeError {
        path: "$".into(),
        reason: "nothing was read".into(),
    })
}

/// Not generic, so that a type costs one call.
fn read<'a>(
    body: &'a [u8],
    read: &mut dyn FnMut(&'a str) -> Result<(), serde_json::Error>,
) -> Result<(), DecodeError> {
    let text = text(body)?;
    let (result, mismatches) = mismatch::counted(|| read(text));
    if mismatches > 0 {
        report(mismatches, mismatch::strictly(|| read(text)).err());
    }
    result.map_err(explain)
}

fn text(body: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(body).map_err(|error| DecodeError {
        path: "$".into(),
        reason: error.to_string(),
    })
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

impl<T: Resource> Decode for T {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        decode(body)
    }
}

impl<T: Resource> Decode for Vec<T> {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        decode(body).map(|List(items)| items)
    }
}

/// A list whose elements are read where they stay: they are large.
struct List<T>(Vec<T>);

impl<'de, T: Resource> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Resource> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut items = Vec::new();
        loop {
            let index = items.len();
            items.push(blank::<T, A::Error>()?);
            let read = seq
                .next_element_seed(root(&mut items[index])?)
                .inspect_err(|_| mismatch::inside(index))?;
            if read.is_none() {
                items.pop();
                return Ok(List(items));
            }
        }
    }
}

impl<T: Resource> DecodeList for T {
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError> {
        match decode(body) {
            Ok(List(values)) => Ok(Listed {
                values,
                bad: Vec::new(),
            }),
            Err(_) => one_by_one(body),
        }
    }
}

impl DecodeList for Value {
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError> {
        Ok(Listed {
            values: decode(body)?,
            bad: Vec::new(),
        })
    }
}

/// Decodes the elements of a list of which at least one does not decode.
#[cold]
fn one_by_one<T: DeserializeOwned>(body: &[u8]) -> Result<Listed<T>, DecodeError> {
    let raw_items: Vec<&RawValue> = decode(body)?;
    let mut listed = Listed {
        values: Vec::new(),
        bad: Vec::new(),
    };
    for (index, raw) in raw_items.into_iter().enumerate() {
        match decode(raw.get().as_bytes()) {
            Ok(value) => listed.values.push(value),
            Err(error) => listed.bad.push(BadItem {
                index,
                path: format!("$[{index}]{}", error.path.trim_start_matches('$')),
                reason: error.reason,
                raw: raw.get().to_owned(),
            }),
        }
    }
    Ok(listed)
}

/// Text that is not JSON: XML, for example.
impl Decode for String {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        text(body).map(str::to_owned)
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

impl<V: Schema> Resource for Map<V> {}

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
