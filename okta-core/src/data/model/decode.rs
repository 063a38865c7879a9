//! Converts bytes to a type and back, compiled once for each type of a request or response.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, DeserializeSeed, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{
    elements::{self, Progress},
    flaw::{BadItem, DecodeError, Flaw},
    object::Resource,
    read::Root,
    reading::{Json, Target, read_and_tell, report, report_mended},
    text::{text, without_lone_surrogates},
    trace::Trace,
};

/// Decodes a body, strictly or not.
pub type DecodeBody<T> = fn(&[u8], bool) -> Result<T, DecodeError>;

/// Decodes the next element of a list into this place. A resource is large, and would be moved
/// several times if it were returned.
pub type DecodeNext<T> = fn(&str, &mut Progress, &mut Option<T>) -> Option<Result<(), Flaw>>;

/// A type into which a response decodes.
pub trait Decode: Sized {
    /// Decodes a body. An empty body is an error unless the type says otherwise. A strict
    /// reading refuses whatever is not as described.
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError>;
}

/// A type whose lists decode element by element.
pub trait DecodeList: Sized {
    /// Decodes a page: as a whole when every element decodes, as is usual, and otherwise one by
    /// one, so that a bad element does not affect the others.
    fn list_from_body(body: &[u8], strict: bool) -> Result<Listed<Self>, DecodeError>;

    /// Decodes the next element of a list into this place, or says what is wrong with it.
    /// Returns `None` after the last one.
    fn next_from_list(
        list: &str,
        progress: &mut Progress,
        place: &mut Option<Self>,
    ) -> Option<Result<(), Flaw>>;
}

/// The elements of a list: those that decoded, in order, and those that did not.
pub struct Listed<T> {
    /// The elements that decoded, in order.
    pub values: Vec<T>,
    /// The elements that did not decode, with their positions.
    pub bad: Vec<BadItem>,
}

/// A type that a request sends.
pub trait Encode {
    /// Returns the JSON to send.
    fn to_json(&self) -> Result<String, serde_json::Error>;
}

impl<T: Serialize> Encode for T {
    fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// Decodes a body, and logs where it is not as described.
fn decode(body: &[u8], strict: bool, target: &mut dyn Target) -> Result<(), DecodeError> {
    mended(body, strict, |text| {
        target.reset();
        let read = |target: &mut dyn Target, trace: &mut Trace| {
            let mut json = Json::from_str(text);
            target.read(&mut json, trace)?;
            json.end()
        };
        read_and_tell(target, strict, read, Some(report))
    })
}

/// Decodes JSON that is not a resource.
fn free_form<T: DeserializeOwned>(body: &[u8], strict: bool) -> Result<T, DecodeError> {
    mended(body, strict, |text| {
        serde_json::from_str(text).map_err(|error| DecodeError::new(&error))
    })
}

/// Reads a body's text: as it is or, unless the reading is strict, with U+FFFD for broken
/// characters.
pub(super) fn mended<T>(
    body: &[u8],
    strict: bool,
    mut read: impl FnMut(&str) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let text = text(body);
    if let Cow::Owned(_) = text {
        if strict {
            return Err(DecodeError::no_utf8());
        }
        report_mended("$");
    }
    let read_as_it_is = read(&text);
    let Err(error) = &read_as_it_is else {
        return read_as_it_is;
    };
    let Some(Ok(value)) = without_lone_surrogates(&text)
        .filter(|_| !strict)
        .map(|text| read(&text))
    else {
        return read_as_it_is;
    };
    report_mended(&error.path);
    Ok(value)
}

impl<T: Resource> Decode for T {
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError> {
        let mut value = Self::blank();
        decode(body, strict, &mut value)?;
        Ok(value)
    }
}

impl<T: Resource> Target for T {
    fn read(&mut self, json: &mut Json<'_>, trace: &mut Trace) -> Result<(), serde_json::Error> {
        self.root().with(trace).deserialize(json)
    }

    fn reset(&mut self) {
        *self = Self::blank();
    }
}

impl<T: Resource> Decode for Vec<T> {
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError> {
        let mut items = room_for_all(body);
        decode(body, strict, &mut items)?;
        Ok(items)
    }
}

impl<T: Resource> Target for Vec<T> {
    fn read(&mut self, json: &mut Json<'_>, trace: &mut Trace) -> Result<(), serde_json::Error> {
        json.deserialize_seq(ListVisitor { items: self, trace })
    }

    fn reset(&mut self) {
        self.clear();
    }
}

/// A list whose elements are read in place, because they are large.
trait Growing {
    /// Appends an empty element to be read.
    fn grow(&mut self) -> Root<'_>;

    /// Removes the last element again.
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

/// A list that usually need not grow, because elements are large and growing would move them
/// all. An element takes no more room than its text.
fn room_for_all<T>(body: &[u8]) -> Vec<T> {
    Vec::with_capacity(body.len() / size_of::<T>().max(1))
}

struct ListVisitor<'a> {
    items: &'a mut dyn Growing,
    trace: &'a mut Trace,
}

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { items, trace } = self;
        for index in 0.. {
            let read = seq
                .next_element_seed(items.grow().with(trace))
                .inspect_err(|_| trace.inside(index))?;
            if read.is_none() {
                items.shrink();
                break;
            }
        }
        Ok(())
    }
}

impl<T: Resource> DecodeList for T {
    fn list_from_body(body: &[u8], strict: bool) -> Result<Listed<Self>, DecodeError> {
        let mut values = room_for_all(body);
        listed(
            body,
            strict,
            decode(body, strict, &mut values).map(|()| values),
            Self::next_from_list,
        )
    }

    fn next_from_list(
        list: &str,
        progress: &mut Progress,
        place: &mut Option<Self>,
    ) -> Option<Result<(), Flaw>> {
        elements::next(list, progress, place.insert(Self::blank()))
    }
}

macro_rules! free_form_lists {
    ($($element:ty),*) => {$(
        impl DecodeList for $element {
            fn list_from_body(body: &[u8], strict: bool) -> Result<Listed<Self>, DecodeError> {
                listed(body, strict, free_form(body, strict), next_free_form)
            }

            fn next_from_list(
                list: &str,
                progress: &mut Progress,
                place: &mut Option<Self>,
            ) -> Option<Result<(), Flaw>> {
                next_free_form(list, progress, place)
            }
        }
    )*};
}

free_form_lists!(Value, String);

/// Decodes the next element of a list whose elements are not resources.
pub(super) fn next_free_form<T: DeserializeOwned>(
    list: &str,
    progress: &mut Progress,
    place: &mut Option<T>,
) -> Option<Result<(), Flaw>> {
    struct FreeForm<'a, T>(&'a mut Option<T>);

    impl<T: DeserializeOwned> Target for FreeForm<'_, T> {
        fn read(&mut self, json: &mut Json<'_>, _: &mut Trace) -> Result<(), serde_json::Error> {
            *self.0 = Some(T::deserialize(json)?);
            Ok(())
        }

        fn reset(&mut self) {}
    }

    elements::next(list, progress, &mut FreeForm(place))
}

/// Returns the elements of a list: at once when all of them decoded, and otherwise one by one.
pub(super) fn listed<T>(
    body: &[u8],
    strict: bool,
    all: Result<Vec<T>, DecodeError>,
    next: DecodeNext<T>,
) -> Result<Listed<T>, DecodeError> {
    let mut listed = Listed {
        values: Vec::new(),
        bad: Vec::new(),
    };
    let error = match all {
        Ok(values) => {
            listed.values = values;
            return Ok(listed);
        }
        Err(error) => error,
    };
    let list = text(body);
    let mut progress = Progress::new(strict, matches!(list, Cow::Owned(_)));
    let mut place = None;
    while let Some(read) = next(&list, &mut progress, &mut place) {
        match read {
            Ok(()) => listed.values.extend(place.take()),
            Err(Flaw::Element(item)) => listed.bad.push(item),
            // The list is incomplete, as was found before.
            Err(Flaw::Body(_)) => return Err(error),
        }
    }
    Ok(listed)
}

/// Text that is not JSON, such as XML.
impl Decode for String {
    fn from_body(body: &[u8], _: bool) -> Result<Self, DecodeError> {
        match str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(DecodeError::no_utf8()),
        }
    }
}

/// A list of names, for example.
impl Decode for Vec<String> {
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError> {
        free_form(body, strict)
    }
}

impl Decode for Vec<Value> {
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError> {
        free_form(body, strict)
    }
}

/// Free-form JSON. An empty body is `null`.
impl Decode for Value {
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError> {
        match body {
            [] => Ok(Self::Null),
            body => free_form(body, strict),
        }
    }
}

/// The response of an operation for which Okta describes no body.
///
/// Okta sometimes sends one anyway, usually `{}`. It is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoContent {
    /// The body, if there was one.
    pub body: Option<Value>,
}

impl Decode for NoContent {
    fn from_body(body: &[u8], strict: bool) -> Result<Self, DecodeError> {
        Ok(Self {
            body: match body {
                [] => None,
                body => Some(free_form(body, strict)?),
            },
        })
    }
}
