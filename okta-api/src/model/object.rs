//! What every generated resource has besides its properties.

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed},
};

use super::{
    read::Root,
    reflect::{Container, Kind},
    schema::Schema,
};

/// Implements the traits of a generated object. `choice` is for the resources whose type
/// their discriminators tell.
macro_rules! object {
    ($name:ident) => {
        $crate::model::object!($name, Object, Self::blank());
    };
    ($name:ident, choice) => {
        $crate::model::object!($name, Choice, Self::default());
    };
    ($name:ident, $container:ident, $empty:expr) => {
        impl $crate::model::Schema for $name {
            const EXPECTED: &'static str = concat!("a JSON object (", stringify!($name), ")");

            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Object(self)
            }

            fn empty(kind: $crate::model::Kind) -> Option<Self> {
                (kind == $crate::model::Kind::Object).then(|| $empty)
            }

            fn container(&mut self) -> Option<$crate::model::Container<'_>> {
                Some($crate::model::Container::$container(self))
            }
        }

        impl $crate::model::Resource for $name {}

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::model::View::Object(self), serializer)
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

/// A type that is a JSON object, and so can be a body or an element of a list.
pub trait Resource: Schema + DeserializeOwned {}

/// Reads an object or a map where nothing else is possible.
pub(crate) fn deserialize<'de, T: Schema, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = blank::<T, D::Error>()?;
    root(&mut value)?.deserialize(deserializer)?;
    Ok(value)
}

/// An empty value of a type that is an object or a map.
pub(super) fn blank<T: Schema, E: serde::de::Error>() -> Result<T, E> {
    T::empty(Kind::Object).ok_or_else(|| E::custom(T::EXPECTED))
}

/// Where such a value is read into.
pub(super) fn root<T: Schema, E: serde::de::Error>(value: &mut T) -> Result<Root<'_>, E> {
    let container: Option<Container<'_>> = value.container();
    Ok(Root {
        container: container.ok_or_else(|| E::custom(T::EXPECTED))?,
        expected: T::EXPECTED,
    })
}
