//! What every generated resource has besides its properties.

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed},
};

use super::{read::Root, schema::Schema};

/// Implements the traits of a generated object. `choice` is for the resources whose type
/// their discriminators tell.
macro_rules! object {
    ($name:ident) => {
        $crate::model::object!($name, Object, Self::nothing());
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

        impl $crate::model::Resource for $name {
            fn blank() -> Self {
                $empty
            }

            fn root(&mut self) -> $crate::model::Root<'_> {
                $crate::model::Root {
                    container: $crate::model::Container::$container(self),
                    expected: <Self as $crate::model::Schema>::EXPECTED,
                }
            }
        }

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
pub trait Resource: Schema + DeserializeOwned {
    /// A value without any property, not even one that tells the type.
    fn blank() -> Self;

    /// Where a value is read into.
    fn root(&mut self) -> Root<'_>;
}

/// Reads a resource.
pub(crate) fn deserialize<'de, T: Resource, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::blank();
    value.root().deserialize(deserializer)?;
    Ok(value)
}
