//! Resources whose type a discriminator tells.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};
use serde_json::Value;

use super::object::{Key, Object, read_all};

/// A resource that is one of several types.
///
/// Implemented by generated code only.
pub trait Polymorphic: Object {
    /// The values of the discriminators: as many strings as there are discriminators.
    type Discriminators: Default + AsMut<[Option<String>]>;

    /// The properties that tell the type, in the order of their values.
    const DISCRIMINATORS: &'static [&'static str];

    /// A blank value of the type that these discriminators mean; of the base type when
    /// they mean none.
    fn choose(discriminators: &Self::Discriminators) -> Self;
}

/// Reads an object: properties are set aside until the discriminators have been seen
/// (they come early), then read into the type that these mean.
pub(crate) fn polymorphic_from_map<'de, T: Polymorphic, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<T, A::Error> {
    let mut discriminators = T::Discriminators::default();
    let mut missing = T::DISCRIMINATORS.len();
    let mut aside: Vec<(Key<'de>, Value)> = Vec::new();
    while missing > 0 {
        let Some(name) = map.next_key::<Key<'de>>()? else {
            break;
        };
        let value: Value = map.next_value()?;
        let told = T::DISCRIMINATORS.iter().zip(discriminators.as_mut());
        if let Some((_, told)) = told.into_iter().find(|(known, _)| **known == name.0) {
            *told = value.as_str().map(str::to_owned);
            missing -= 1;
        }
        aside.push((name, value));
    }
    let mut chosen = T::choose(&discriminators);
    for (Key(name), value) in aside {
        let json = serde_json::to_vec(&value).map_err(Error::custom)?;
        if !chosen.read(&name, &mut Aside::<A::Error>::new(&json))? {
            chosen.additional_mut().push(name.into_owned(), value);
        }
    }
    read_all(&mut chosen, map)?;
    Ok(chosen)
}

/// The value of a property that was set aside. It is read from its JSON once more, by
/// the same compiled code that reads a body.
pub(super) struct Aside<'a, E>(&'a [u8], PhantomData<E>);

impl<'a, E> Aside<'a, E> {
    /// The value that this JSON holds.
    pub(super) fn new(json: &'a [u8]) -> Self {
        Self(json, PhantomData)
    }
}

impl<'a, E: Error> MapAccess<'a> for Aside<'a, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, _: K) -> Result<Option<K::Value>, E> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, E> {
        seed.deserialize(&mut serde_json::Deserializer::from_slice(self.0))
            .map_err(E::custom)
    }
}

/// Reads a polymorphic resource where nothing else is possible.
pub(crate) fn deserialize_polymorphic<'de, T: Polymorphic, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct PolymorphicVisitor<T>(PhantomData<T>);

    impl<'de, T: Polymorphic> Visitor<'de> for PolymorphicVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a JSON object ({})", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            polymorphic_from_map(&mut map)
        }
    }

    deserializer.deserialize_map(PolymorphicVisitor(PhantomData))
}

/// What every generated polymorphic resource has besides its types.
macro_rules! polymorphic {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::deserialize_polymorphic(deserializer)
            }
        }

        impl $crate::model::Schema for $name {
            const EXPECTED: &'static str = concat!("an object (", stringify!($name), ")");

            fn from_map<'de, A: serde::de::MapAccess<'de>>(
                mut map: A,
            ) -> Result<$crate::Field<Self>, A::Error> {
                $crate::model::polymorphic_from_map(&mut map).map($crate::Field::Value)
            }
        }

        $crate::model::written!($name);
    };
}
pub(crate) use polymorphic;
