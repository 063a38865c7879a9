//! Reading and writing the properties of a resource.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value;

use super::{Field, Map, mismatch, schema::Schema};

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
pub(crate) fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &'static str,
    field: &mut T,
) -> Result<bool, A::Error> {
    match map.next_value() {
        Ok(value) => {
            *field = value;
            Ok(true)
        }
        Err(error) => {
            mismatch::inside_property(name);
            Err(error)
        }
    }
}

/// Reads all properties of an object into it.
pub(super) fn read_all<'de, T: Object, A: MapAccess<'de>>(
    object: &mut T,
    map: &mut A,
) -> Result<(), A::Error> {
    while let Some(Key(name)) = map.next_key()? {
        if !object.read(&name, map)? {
            read_additional(object.additional_mut(), name, map)?;
        }
    }
    Ok(())
}

/// Keeps a property that the description does not know.
fn read_additional<'de, A: MapAccess<'de>>(
    additional: &mut Map<Value>,
    name: Cow<'_, str>,
    map: &mut A,
) -> Result<(), A::Error> {
    match map.next_value() {
        Ok(value) => {
            additional.push(name.into_owned(), value);
            Ok(())
        }
        Err(error) => {
            mismatch::inside_property(&name);
            Err(error)
        }
    }
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
pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a JSON object ({})", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            let mut object = T::blank();
            read_all(&mut object, &mut map)?;
            Ok(object)
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData))
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

/// What every generated object has besides its properties.
macro_rules! object {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }

        impl $crate::model::Schema for $name {
            const EXPECTED: &'static str = concat!("an object (", stringify!($name), ")");

            fn from_map<'de, A: serde::de::MapAccess<'de>>(
                mut map: A,
            ) -> Result<$crate::Field<Self>, A::Error> {
                $crate::model::from_map(&mut map)
            }
        }

        $crate::model::written!($name);
    };
}
pub(crate) use object;

/// How every resource is written and shown.
macro_rules! written {
    ($name:ident) => {
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
pub(crate) use written;

/// Reads a resource that is the value of a property.
pub(crate) fn from_map<'de, T: Object, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Field<T>, A::Error> {
    let mut object = T::blank();
    read_all(&mut object, map)?;
    Ok(Field::Value(object))
}
