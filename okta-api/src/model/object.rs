//! Reading and writing the properties of a resource.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serializer,
    de::{DeserializeSeed, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value;

use super::{
    Field, Map, mismatch,
    schema::{Place, Schema},
};

/// A resource: described properties, and those that the description does not know.
///
/// Implemented by generated code only.
pub trait Object: Default {
    /// The name of the type.
    const NAME: &'static str;

    /// A value without any property. Differs from the default where that already carries
    /// a discriminator.
    fn blank() -> Self {
        Self::default()
    }

    /// Reads the value of this property, if it is a described one; otherwise leaves it
    /// unread and answers `false`.
    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error>;

    /// Reads all properties of an object.
    fn fill<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        fill(self, map)
    }

    /// Writes the described properties in their order.
    fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error>;

    /// The properties that the description does not know.
    fn additional(&self) -> &Map<Value>;

    /// The same, to change them.
    fn additional_mut(&mut self) -> &mut Map<Value>;
}

/// Where the properties of an object are written to: JSON, or a `Debug` output.
pub trait Writer {
    /// What can go wrong.
    type Error;

    /// Writes a property, unless it is absent.
    fn property<T: Schema + fmt::Debug>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> Result<(), Self::Error>;

    /// Writes a property whose value must never be shown.
    fn secret<T: Schema + fmt::Debug>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> Result<(), Self::Error>;
}

/// Reads one property; the one line of [`Object::read`] for it.
pub(crate) fn read<'de, A: MapAccess<'de>, T: Schema>(
    map: &mut A,
    name: &'static str,
    field: &mut Field<T>,
) -> Result<bool, A::Error> {
    match map.next_value_seed(Place(field)) {
        Ok(()) => Ok(true),
        Err(error) => {
            mismatch::inside_property(name);
            Err(error)
        }
    }
}

/// Reads all properties of an object, described or not.
pub(super) fn fill<'de, T: Object, A: MapAccess<'de>>(
    object: &mut T,
    map: &mut A,
) -> Result<(), A::Error> {
    while let Some(Key(name)) = map.next_key()? {
        if !object.read(&name, map)? {
            let value = map
                .next_value()
                .inspect_err(|_| mismatch::inside_property(&name))?;
            object.additional_mut().push(name.into_owned(), value);
        }
    }
    Ok(())
}

/// A property name, borrowed from the input where that is possible.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a property name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Reads a resource where nothing else is possible: an element of a list, a whole body.
pub(super) struct ObjectPlace<'a, T>(pub(super) &'a mut T);

impl<'de, T: Object> DeserializeSeed<'de> for ObjectPlace<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Object> Visitor<'de> for ObjectPlace<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a JSON object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.fill(&mut map)
    }
}

/// Reads a resource.
pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut object = T::blank();
    deserializer.deserialize_map(ObjectPlace(&mut object))?;
    Ok(object)
}

/// Reads a resource that is the value of a property.
pub(crate) fn read_map<'de, T: Object, A: MapAccess<'de>>(
    field: &mut Field<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    *field = Field::Value(T::blank());
    match field {
        Field::Value(object) => object.fill(map),
        _ => Ok(()),
    }
}

/// Writes a resource as a map: described properties first.
pub(crate) fn serialize<T: Object, S: Serializer>(
    object: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut to = MapWriter(serializer.serialize_map(None)?);
    object.write(&mut to)?;
    let mut map = to.0;
    for (name, value) in object.additional() {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Writes properties as the entries of a serialised map.
struct MapWriter<M>(M);

impl<M: SerializeMap> Writer for MapWriter<M> {
    type Error = M::Error;

    fn property<T: Schema + fmt::Debug>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> Result<(), M::Error> {
        if value.is_absent() {
            return Ok(());
        }
        self.0.serialize_entry(name, value)
    }

    fn secret<T: Schema + fmt::Debug>(
        &mut self,
        name: &'static str,
        value: &Field<T>,
    ) -> Result<(), M::Error> {
        self.property(name, value)
    }
}

/// What every generated resource has besides its properties.
macro_rules! object {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }

        impl $crate::model::Schema for $name {
            const EXPECTED: &'static str = concat!("an object (", stringify!($name), ")");

            fn read_map<'de, A: serde::de::MapAccess<'de>>(
                field: &mut $crate::Field<Self>,
                mut map: A,
            ) -> Result<(), A::Error> {
                $crate::model::read_map(field, &mut map)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::model::serialize(self, serializer)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::model::debug(self, f)
            }
        }
    };
}
pub(crate) use object;
