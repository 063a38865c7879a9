//! From a JSON value to a described type by its first token.
//!
//! What a JSON value is (a string, a number, an object, …) shows before it is read, so
//! a value that is not of the described type can be kept whole without going back.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

use super::{field::Field, mismatch};

/// A type that a property can have. Each method answers for one JSON type; where a type
/// does not take it, the property becomes [`Field::Other`].
pub trait Schema: Serialize + Sized {
    /// What is expected, for messages: `a string`.
    const EXPECTED: &'static str;

    /// Writes the value as Okta writes it.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    /// From `true` or `false`.
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    /// From a whole number.
    fn from_i64(_: i64) -> Option<Self> {
        None
    }

    /// From a number with a fraction or an exponent.
    fn from_f64(_: f64) -> Option<Self> {
        None
    }

    /// From a string.
    fn from_str(_: &str) -> Option<Self> {
        None
    }

    /// From an array.
    fn from_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<Field<Self>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(seq)).and_then(mismatch::keep::<Self, _>)
    }

    /// From an object.
    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Field<Self>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).and_then(mismatch::keep::<Self, _>)
    }
}

/// Reads a [`Field`] of a described type.
pub(super) struct SchemaVisitor<T>(PhantomData<T>);

impl<T> SchemaVisitor<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

fn known_or<T: Schema, E: serde::de::Error>(
    known: Option<T>,
    other: impl FnOnce() -> Value,
) -> Result<Field<T>, E> {
    match known {
        Some(value) => Ok(Field::Value(value)),
        None => mismatch::keep(other()),
    }
}

impl<'de, T: Schema> Visitor<'de> for SchemaVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        known_or(T::from_bool(value), || value.into())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
        known_or(T::from_i64(value), || value.into())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
        known_or(value.try_into().ok().and_then(T::from_i64), || value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        known_or(T::from_f64(value), || value.into())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
        known_or(T::from_str(value), || value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        T::from_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::from_map(map)
    }
}

impl Schema for String {
    const EXPECTED: &'static str = "a string";

    fn from_str(value: &str) -> Option<Self> {
        Some(value.to_owned())
    }
}

impl Schema for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl Schema for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn from_i64(value: i64) -> Option<Self> {
        Some(value)
    }
}

impl Schema for f64 {
    const EXPECTED: &'static str = "a number";

    fn from_i64(value: i64) -> Option<Self> {
        // Beyond 2^53 a float would be another number; such a value is kept as it is.
        let float = value as f64;
        (value.unsigned_abs() <= 1 << 53).then_some(float)
    }

    fn from_f64(value: f64) -> Option<Self> {
        Some(value)
    }
}

impl<T: Schema> Schema for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Field<Self>, A::Error> {
        Ok(match T::from_map(map)? {
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Value(value) => Field::Value(Self::new(value)),
            Field::Other(value) => Field::Other(value),
        })
    }
}

/// Free-form JSON: everything is as described.
impl Schema for Value {
    const EXPECTED: &'static str = "JSON";

    fn from_bool(value: bool) -> Option<Self> {
        Some(value.into())
    }

    fn from_i64(value: i64) -> Option<Self> {
        Some(value.into())
    }

    fn from_f64(value: f64) -> Option<Self> {
        Some(value.into())
    }

    fn from_str(value: &str) -> Option<Self> {
        Some(value.into())
    }

    fn from_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<Field<Self>, A::Error> {
        Self::deserialize(SeqAccessDeserializer::new(seq)).map(Field::Value)
    }

    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Field<Self>, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(map)).map(Field::Value)
    }
}

/// A list whose elements are all as described. One that is not makes the whole property
/// [`Field::Other`], so that no element is lost and none moves.
impl<T: Schema> Schema for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn from_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Field<Self>, A::Error> {
        let mut items = Self::new();
        let mut index = 0;
        while let Some(item) = seq
            .next_element::<Field<T>>()
            .inspect_err(|_| mismatch::inside(index))?
        {
            index += 1;
            match item {
                Field::Value(item) => items.push(item),
                item => {
                    let mut values = items
                        .into_iter()
                        .map(|item| written(&item))
                        .collect::<Result<Vec<_>, _>>()?;
                    values.push(written(&item)?);
                    while let Some(value) = seq.next_element()? {
                        values.push(value);
                    }
                    return mismatch::keep(Value::Array(values));
                }
            }
        }
        Ok(Field::Value(items))
    }
}

/// A value as the JSON it came from.
pub(super) fn written<E: serde::de::Error>(value: &impl Serialize) -> Result<Value, E> {
    serde_json::to_vec(value)
        .and_then(|json| serde_json::from_slice(&json))
        .map_err(E::custom)
}
