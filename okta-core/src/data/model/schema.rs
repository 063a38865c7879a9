//! The types that a property can have.

use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    date_time,
    map::Map,
    reflect::{Container, Kind, Scalar, View},
};

/// A type that a property can have: how it becomes JSON, and which JSON it accepts. If it
/// refuses a value, the property becomes [`Field::Unrecognized`](crate::Field::Unrecognized).
pub trait Schema: Sized {
    /// Says what is expected, for messages: `a string`.
    const EXPECTED: &'static str;

    /// Returns the value as JSON sees it.
    fn view(&self) -> View<'_>;

    /// Makes a value from a JSON scalar, if the type is one. The default refuses.
    fn from_scalar(_: Scalar<'_>) -> Option<Self> {
        None
    }

    /// Makes a value from `null`, where that is a value of its own.
    fn from_null() -> Option<Self> {
        None
    }

    /// Makes a value from any JSON.
    fn from_json(value: Value) -> Result<Self, Value> {
        Err(value)
    }

    /// Makes an empty object or list.
    fn empty(_: Kind) -> Option<Self> {
        None
    }

    /// Returns the container that [`Schema::empty`] made, to be filled.
    fn container(&mut self) -> Option<Container<'_>> {
        None
    }

    /// A map to such values, to be filled.
    fn map(map: &mut Map<Self>) -> Container<'_> {
        Container::Map(map)
    }
}

impl Schema for String {
    const EXPECTED: &'static str = "a string";

    #[inline]
    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Schema for bool {
    const EXPECTED: &'static str = "true or false";

    #[inline]
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }

    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Schema for i64 {
    const EXPECTED: &'static str = "a whole number";

    #[inline]
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }

    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Integer(value) => Some(value),
            _ => None,
        }
    }
}

impl Schema for f64 {
    const EXPECTED: &'static str = "a number";

    #[inline]
    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Float(value) => Some(value),
            // Beyond 2^53 a float would be a different number, so such a value is kept as it
            // is.
            Scalar::Integer(value) if value.unsigned_abs() <= 1 << 53 => Some(value as Self),
            _ => None,
        }
    }
}

impl Schema for DateTime<Utc> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    #[inline]
    fn view(&self) -> View<'_> {
        View::Instant(self)
    }

    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => date_time::parse(text),
            _ => None,
        }
    }
}

impl<T: Schema> Schema for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    #[inline]
    fn view(&self) -> View<'_> {
        T::view(self)
    }

    #[inline]
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

/// Free-form JSON, which accepts everything.
impl Schema for Value {
    const EXPECTED: &'static str = "JSON";

    #[inline]
    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    #[inline]
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(scalar.into())
    }

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }

    fn from_json(value: Value) -> Result<Self, Value> {
        Ok(value)
    }

    fn map(map: &mut Map<Self>) -> Container<'_> {
        Container::Json(map)
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

/// Shows a value of a described type without secrets.
pub fn debug<T: Schema>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&super::debug::Shown(value.view()), f)
}
