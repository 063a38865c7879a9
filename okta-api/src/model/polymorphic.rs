//! Resources whose type a discriminator tells.

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, MapAccess};
use serde_json::Value;

use super::object::{Key, Object, fill};

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
pub(crate) fn choose_and_fill<'de, T: Polymorphic, A: MapAccess<'de>>(
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
        let json = serde_json::to_string(&value).map_err(Error::custom)?;
        if !chosen.read(&name, &mut Aside::<A::Error>::new(&json))? {
            chosen.additional_mut().push(name.into_owned(), value);
        }
    }
    fill(&mut chosen, map)?;
    Ok(chosen)
}

/// The value of a property that was set aside. It is read from its JSON once more, by
/// the same compiled code that reads a body.
pub(super) struct Aside<'a, E>(&'a str, PhantomData<E>);

impl<'a, E> Aside<'a, E> {
    /// The value that this JSON holds.
    pub(super) fn new(json: &'a str) -> Self {
        Self(json, PhantomData)
    }
}

impl<'a, E: Error> MapAccess<'a> for Aside<'a, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, _: K) -> Result<Option<K::Value>, E> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, E> {
        seed.deserialize(&mut serde_json::Deserializer::from_str(self.0))
            .map_err(E::custom)
    }
}
