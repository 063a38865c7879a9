//! From bytes to a type and back, compiled once for each type of a request or response.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, DeserializeSeed, IgnoredAny, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{
    Map,
    elements::{self, Flaw, Progress},
    mismatch::{self, Located},
    object::Resource,
    read::Root,
    reflect::Container,
    schema::Schema,
};

/// A type that a response decodes to.
pub trait Decode: Sized {
    /// Decodes a body; an empty one is an error unless the type says otherwise.
    fn from_body(body: &[u8]) -> Result<Self, DecodeError>;
}

/// A type whose lists decode element by element.
pub trait DecodeList: Sized {
    /// Decodes a page: at once when every element decodes, which they nearly always do;
    /// otherwise each on its own, so that one that does not costs no other.
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError>;

    /// Decodes the next element of a list, or says what is wrong there; `None` after the
    /// last one.
    fn next_from_list(list: &str, progress: &mut Progress) -> Option<Result<Self, Flaw>>;
}

/// The elements of a list: those that decoded, in order, and those that did not.
pub struct Listed<T> {
    pub values: Vec<T>,
    pub bad: Vec<BadItem>,
}

/// A type that a request sends.
pub trait Encode {
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

/// What a body is read into. Not generic, so that a type costs next to no code.
pub(super) trait Target {
    /// Reads a body into what is blank.
    fn read(&mut self, json: &mut Json<'_>) -> Result<(), serde_json::Error>;

    /// Is blank again, after a reading.
    fn reset(&mut self);
}

pub(super) type Json<'a> = serde_json::Deserializer<serde_json::de::StrRead<'a>>;

/// Decodes a body and tells, in the log, where it is not as described.
///
/// The body is checked to be UTF-8 as a whole, which is much faster than string by
/// string.
fn decode(body: &[u8], target: &mut dyn Target) -> Result<(), DecodeError> {
    let text = text(body)?;
    let read = |target: &mut dyn Target| {
        let mut json = Json::from_str(text);
        target.read(&mut json)?;
        json.end()
    };
    let tell = |mismatches, first: Option<_>| report(mismatches, first.map(explain));
    read_and_tell(target, read, Some(tell)).map_err(explain)
}

/// Reads into a target. Where something was kept that is not as described, and it is to be
/// told, it is read once more, strictly, to learn where the first such place is.
pub(super) fn read_and_tell<R>(
    target: &mut dyn Target,
    read: impl Fn(&mut dyn Target) -> Result<R, serde_json::Error>,
    tell: Option<impl FnOnce(usize, Option<Located<serde_json::Error>>)>,
) -> Result<R, Located<serde_json::Error>> {
    let (result, mismatches) = mismatch::counted(|| read(target));
    if mismatches > 0
        && let Some(tell) = tell
    {
        target.reset();
        let (strict, _) = mismatch::strictly(|| mismatch::counted(|| read(target)));
        tell(mismatches, strict.err());
        // Reading strictly stopped half-way.
        target.reset();
        let _ = mismatch::counted(|| read(target));
    }
    result
}

pub(super) fn text(body: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(body).map_err(|error| DecodeError {
        path: "$".into(),
        reason: error.to_string(),
    })
}

/// Kept values are not an error, but whoever relies on the type wants to know.
#[cold]
pub(super) fn report(mismatches: usize, first: Option<DecodeError>) {
    if let Some(first) = first {
        tracing::warn!(
            mismatches,
            path = first.path,
            reason = first.reason,
            "a value is not of the type that Okta describes; it is kept as it came"
        );
    }
}

#[cold]
pub(super) fn explain(located: Located<serde_json::Error>) -> DecodeError {
    let Located {
        error,
        path,
        variant,
    } = located;
    DecodeError {
        path,
        reason: match variant {
            Some(variant) => format!("{error} (in a {variant})"),
            None => error.to_string(),
        },
    }
}

impl<T: Resource> Decode for T {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        let mut value = Self::blank();
        decode(body, &mut value)?;
        Ok(value)
    }
}

impl<T: Resource> Target for T {
    fn read(&mut self, json: &mut Json<'_>) -> Result<(), serde_json::Error> {
        self.root().deserialize(json)
    }

    fn reset(&mut self) {
        *self = Self::blank();
    }
}

impl<T: Resource> Decode for Vec<T> {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        let mut items = room_for_all(body);
        decode(body, &mut items)?;
        Ok(items)
    }
}

impl<T: Resource> Target for Vec<T> {
    fn read(&mut self, json: &mut Json<'_>) -> Result<(), serde_json::Error> {
        json.deserialize_seq(ListVisitor(self))
    }

    fn reset(&mut self) {
        self.clear();
    }
}

/// A list whose elements are read where they stay: they are large.
trait Growing {
    /// Appends an empty element, to be read.
    fn grow(&mut self) -> Root<'_>;

    /// Takes the last element off again.
    fn shrink(&mut self);
}

impl<T: Resource> Growing for Vec<T> {
    fn grow(&mut self) -> Root<'_> {
        let index = self.len();
        self.push(T::blank());
        self[index].root()
    }

    fn shrink(&mut self) {
        self.pop();
    }
}

/// A list that need not grow as a rule, because elements are large and would all be moved:
/// one takes no more room than its text.
fn room_for_all<T>(body: &[u8]) -> Vec<T> {
    Vec::with_capacity(body.len() / size_of::<T>().max(1))
}

struct ListVisitor<'a>(&'a mut dyn Growing);

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let items = self.0;
        for index in 0.. {
            let read = seq
                .next_element_seed(items.grow())
                .inspect_err(|_| mismatch::inside(index))?;
            if read.is_none() {
                items.shrink();
                break;
            }
        }
        Ok(())
    }
}

impl<T: Resource> DecodeList for T {
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError> {
        let mut values = room_for_all(body);
        match decode(body, &mut values) {
            Ok(()) => Ok(Listed {
                values,
                bad: Vec::new(),
            }),
            Err(_) => one_by_one(body, Self::next_from_list),
        }
    }

    fn next_from_list(list: &str, progress: &mut Progress) -> Option<Result<Self, Flaw>> {
        let mut value = Self::blank();
        let read = elements::next(list, progress, &mut value)?;
        Some(read.map(|()| value))
    }
}

impl DecodeList for Value {
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError> {
        list(body)
    }

    fn next_from_list(list: &str, progress: &mut Progress) -> Option<Result<Self, Flaw>> {
        next_free_form(list, progress)
    }
}

impl DecodeList for String {
    fn list_from_body(body: &[u8]) -> Result<Listed<Self>, DecodeError> {
        list(body)
    }

    fn next_from_list(list: &str, progress: &mut Progress) -> Option<Result<Self, Flaw>> {
        next_free_form(list, progress)
    }
}

/// The next element of a list of what is not a resource.
fn next_free_form<T: DeserializeOwned + Default>(
    list: &str,
    progress: &mut Progress,
) -> Option<Result<T, Flaw>> {
    struct FreeForm<T>(T);

    impl<T: DeserializeOwned> Target for FreeForm<T> {
        fn read(&mut self, json: &mut Json<'_>) -> Result<(), serde_json::Error> {
            self.0 = T::deserialize(json)?;
            Ok(())
        }

        fn reset(&mut self) {}
    }

    let mut value = FreeForm(T::default());
    let read = elements::next(list, progress, &mut value)?;
    Some(read.map(|()| value.0))
}

/// A list of what is not a resource, as a whole.
fn list<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<Listed<T>, DecodeError> {
    Ok(Listed {
        values: free_form(body)?,
        bad: Vec::new(),
    })
}

/// Decodes JSON that is not a resource.
fn free_form<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, DecodeError> {
    serde_json::from_str(text(body)?).map_err(|error| DecodeError {
        path: "$".into(),
        reason: error.to_string(),
    })
}

/// Decodes the elements of a list of which at least one does not decode.
#[cold]
pub(super) fn one_by_one<T>(
    body: &[u8],
    next: fn(&str, &mut Progress) -> Option<Result<T, Flaw>>,
) -> Result<Listed<T>, DecodeError> {
    // What is not JSON to its end is no list.
    let _: Vec<IgnoredAny> = free_form(body)?;
    let (list, mut progress) = (text(body)?, Progress::default());
    let mut listed = Listed {
        values: Vec::new(),
        bad: Vec::new(),
    };
    while let Some(element) = next(list, &mut progress) {
        match element {
            Ok(value) => listed.values.push(value),
            Err(Flaw::Element(item)) => listed.bad.push(item),
            Err(Flaw::Body(error)) => return Err(error),
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

/// A list of names, say.
impl Decode for Vec<String> {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        free_form(body)
    }
}

impl Decode for Vec<Value> {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        free_form(body)
    }
}

/// Free-form JSON; no body is `null`.
impl Decode for Value {
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        match body {
            [] => Ok(Self::Null),
            body => free_form(body),
        }
    }
}

impl<V: Schema> Resource for Map<V> {
    fn blank() -> Self {
        Self::new()
    }

    fn root(&mut self) -> Root<'_> {
        Root {
            container: Container::Map(self),
            expected: Self::EXPECTED,
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
                body => Some(free_form(body)?),
            },
        })
    }
}
