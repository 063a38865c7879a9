//! The types that a property can have.

use std::{fmt, mem};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    date_time,
    field::Field,
    reflect::{Added, Container, Kind, List, Reader, Scalar, Slot, View},
};

/// A type that a property can have: how it shows as JSON, and what JSON it takes. Where
/// it does not take what comes, the property becomes [`Field::Unrecognized`].
pub trait Schema: Sized {
    /// What is expected, for messages: `a string`.
    const EXPECTED: &'static str;

    /// The value as JSON sees it.
    fn view(&self) -> View<'_>;

    /// From a scalar.
    fn from_scalar(_: Scalar<'_>) -> Option<Self> {
        None
    }

    /// From `null`, where that is a value of its own.
    fn from_null() -> Option<Self> {
        None
    }

    /// From any JSON.
    fn from_json(value: Value) -> Result<Self, Value> {
        Err(value)
    }

    /// An empty object or list.
    fn empty(_: Kind) -> Option<Self> {
        None
    }

    /// What [`Schema::empty`] made, to be filled.
    fn container(&mut self) -> Option<Container<'_>> {
        None
    }
}

impl<T: Schema> Slot for Field<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
            Self::Unrecognized(value) => View::Json(value),
        }
    }

    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn put_null(&mut self) {
        self.put(Self::Null);
    }

    fn put_scalar(&mut self, scalar: Scalar<'_>) -> bool {
        match T::from_scalar(scalar) {
            Some(value) => {
                self.put(Self::Value(value));
                true
            }
            None => false,
        }
    }

    fn put_json(&mut self, value: Value) -> Result<(), Value> {
        match T::from_json(value) {
            Ok(value) => {
                self.put(Self::Value(value));
                Ok(())
            }
            Err(value) => Err(value),
        }
    }

    fn put_unrecognized(&mut self, value: Value) {
        self.put(Self::Unrecognized(Box::new(value)));
    }

    fn open(&mut self, kind: Kind) -> Option<Container<'_>> {
        self.put(Self::Value(T::empty(kind)?));
        self.as_mut()?.container()
    }
}

impl<T: Schema> Field<T> {
    /// Puts a value there. What is absent, as nearly everything is that is read, needs no
    /// dropping, which for a resource is a lot of code.
    fn put(&mut self, value: Self) {
        match self {
            Self::Absent => mem::forget(mem::replace(self, value)),
            _ => self.overwrite(value),
        }
    }

    #[cold]
    #[inline(never)]
    fn overwrite(&mut self, value: Self) {
        *self = value;
    }
}

impl Schema for String {
    const EXPECTED: &'static str = "a string";

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Schema for bool {
    const EXPECTED: &'static str = "true or false";

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Schema for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Integer(value) => Some(value),
            _ => None,
        }
    }
}

impl Schema for f64 {
    const EXPECTED: &'static str = "a number";

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Float(value) => Some(value),
            // Beyond 2^53 a float would be another number; such a value is kept as it is.
            Scalar::Integer(value) if value.unsigned_abs() <= 1 << 53 => Some(value as Self),
            _ => None,
        }
    }
}

impl Schema for DateTime<Utc> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn view(&self) -> View<'_> {
        View::Instant(self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => date_time::parse(text),
            _ => None,
        }
    }
}

impl<T: Schema> Schema for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn view(&self) -> View<'_> {
        T::view(self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        T::from_scalar(scalar).map(Self::new)
    }

    fn empty(kind: Kind) -> Option<Self> {
        T::empty(kind).map(Self::new)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        T::container(self)
    }
}

/// Free-form JSON: everything is as described.
impl Schema for Value {
    const EXPECTED: &'static str = "JSON";

    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(scalar.into())
    }

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }

    fn from_json(value: Value) -> Result<Self, Value> {
        Ok(value)
    }
}

impl From<Scalar<'_>> for Value {
    fn from(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Bool(value) => value.into(),
            Scalar::Integer(value) => value.into(),
            Scalar::Float(value) => value.into(),
            Scalar::Text(text) => text.into(),
        }
    }
}

/// A list whose elements are all as described. One that is not makes the whole property
/// [`Field::Unrecognized`], so that no element is lost and none moves.
impl<T: Schema> Schema for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn empty(kind: Kind) -> Option<Self> {
        (kind == Kind::List).then(Self::new)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        Some(Container::List(self))
    }
}

impl<T: Schema> List for Vec<T> {
    fn element(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(T::view)
    }

    fn append(&mut self, read: Reader<'_>) -> Added {
        match element(read) {
            Ok(Some(value)) => {
                self.push(value);
                Added::Yes
            }
            Ok(None) => Added::Nothing,
            Err(other) => Added::Other(other),
        }
    }
}

/// Reads an element of a list or a map.
pub(super) fn element<T: Schema>(read: Reader<'_>) -> Result<Option<T>, Value> {
    let mut slot = Field::Absent;
    read(&mut slot);
    match slot {
        Field::Value(value) => Ok(Some(value)),
        Field::Absent => Ok(None),
        Field::Null => T::from_null().map(Some).ok_or(Value::Null),
        Field::Unrecognized(other) => Err(*other),
    }
}

/// A described type shows itself without secrets, whatever it holds.
pub fn debug<T: Schema>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&super::debug::Shown(value.view()), f)
}
