//! From a JSON value to a described type by its first token.
//!
//! What a JSON value is (a string, a number, an object, …) shows before it is read, so
//! a value that is not of the described type can be kept whole without going back.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        DeserializeSeed, Error, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

use super::{debug::Redacted, field::Field, mismatch};

/// A type that a property can have. Each method answers for one JSON type; where a type
/// does not take it, the property becomes [`Field::Other`].
pub trait Schema: Serialize + fmt::Debug + Sized {
    /// What is expected, for messages: `a string`.
    const EXPECTED: &'static str;

    /// Shows the value without secrets. Free-form JSON does not do so by itself.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

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

    /// From an array, into the property.
    fn read_seq<'de, A: SeqAccess<'de>>(field: &mut Field<Self>, seq: A) -> Result<(), A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
        mismatch::keep(field, value)
    }

    /// From an object, into the property.
    fn read_map<'de, A: MapAccess<'de>>(field: &mut Field<Self>, map: A) -> Result<(), A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(map))?;
        mismatch::keep(field, value)
    }
}

/// Reads a property in its place: resources are large, and moving them costs more than
/// reading them.
pub(super) struct Place<'a, T>(pub(super) &'a mut Field<T>);

impl<'de, T: Schema> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<T: Schema> Place<'_, T> {
    fn put<E: Error>(self, known: Option<T>, other: impl FnOnce() -> Value) -> Result<(), E> {
        match known {
            Some(value) => {
                *self.0 = Field::Value(value);
                Ok(())
            }
            None => mismatch::keep(self.0, other()),
        }
    }
}

impl<'de, T: Schema> Visitor<'de> for Place<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = Field::Null;
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        *self.0 = Field::Null;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.put(T::from_bool(value), || value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.put(T::from_i64(value), || value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        let known = value.try_into().ok().and_then(T::from_i64);
        self.put(known, || value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.put(T::from_f64(value), || value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.put(T::from_str(value), || value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        T::read_seq(self.0, seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        T::read_map(self.0, map)
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

    fn read_map<'de, A: MapAccess<'de>>(field: &mut Field<Self>, map: A) -> Result<(), A::Error> {
        let mut inner = Field::Absent;
        T::read_map(&mut inner, map)?;
        *field = match inner {
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Value(value) => Field::Value(Self::new(value)),
            Field::Other(value) => Field::Other(value),
        };
        Ok(())
    }
}

/// A value shown by [`Schema::show`].
pub(super) struct Shown<'a, T>(pub(super) &'a T);

impl<T: Schema> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// Free-form JSON: everything is as described.
impl Schema for Value {
    const EXPECTED: &'static str = "JSON";

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Redacted(self), f)
    }

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

    fn read_seq<'de, A: SeqAccess<'de>>(field: &mut Field<Self>, seq: A) -> Result<(), A::Error> {
        *field = Field::Value(Self::deserialize(SeqAccessDeserializer::new(seq))?);
        Ok(())
    }

    fn read_map<'de, A: MapAccess<'de>>(field: &mut Field<Self>, map: A) -> Result<(), A::Error> {
        *field = Field::Value(Self::deserialize(MapAccessDeserializer::new(map))?);
        Ok(())
    }
}

/// A list whose elements are all as described. One that is not makes the whole property
/// [`Field::Other`], so that no element is lost and none moves.
impl<T: Schema> Schema for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(Shown)).finish()
    }

    fn read_seq<'de, A: SeqAccess<'de>>(
        field: &mut Field<Self>,
        mut seq: A,
    ) -> Result<(), A::Error> {
        let mut items = Self::new();
        let mut item = Field::Absent;
        while seq
            .next_element_seed(Place(&mut item))
            .inspect_err(|_| mismatch::inside(items.len()))?
            .is_some()
        {
            match item.take() {
                Field::Value(item) => items.push(item),
                item => {
                    let mut values = Vec::with_capacity(items.len() + 1);
                    for item in &items {
                        values.push(written(item)?);
                    }
                    values.push(written(&item)?);
                    while let Some(value) = seq.next_element()? {
                        values.push(value);
                    }
                    return mismatch::keep(field, Value::Array(values));
                }
            }
        }
        *field = Field::Value(items);
        Ok(())
    }
}

/// A value as the JSON it came from.
pub(super) fn written<E: serde::de::Error>(value: &impl Serialize) -> Result<Value, E> {
    serde_json::to_vec(value)
        .and_then(|json| serde_json::from_slice(&json))
        .map_err(E::custom)
}
