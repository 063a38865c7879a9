//! A [`Map`] as JSON.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    list::element,
    map::Map,
    object::{Resource, deserialize},
    read::Root,
    reflect::{Added, Container, Entries, Kind, Reader, View},
    schema::{self, Schema},
};

impl<V: Schema> fmt::Debug for Map<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::debug(self, f)
    }
}

impl<V: Schema> Serialize for Map<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(serializer)
    }
}

impl<'de, V: Schema> Deserialize<'de> for Map<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

/// A map whose values are all as described. Otherwise the whole property is kept as it came,
/// like a list.
impl<V: Schema> Schema for Map<V> {
    const EXPECTED: &'static str = "a JSON object";

    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn empty(kind: Kind) -> Option<Self> {
        (kind == Kind::Object).then(Self::new)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        Some(V::map(self))
    }
}

impl<V: Schema> Entries for Map<V> {
    fn entry(&self, index: usize) -> Option<(&str, View<'_>)> {
        let (key, value) = self.at(index)?;
        Some((key, value.view()))
    }

    fn append(&mut self, key: &str, read: Reader<'_>) -> Added {
        match element(read) {
            Ok(Some(value)) => {
                self.push(key, value);
                Added::Yes
            }
            Ok(None) => Added::Nothing,
            Err(other) => Added::Other(other),
        }
    }
}

impl<V: Schema> Resource for Map<V> {
    fn blank() -> Self {
        Self::new()
    }

    fn root(&mut self) -> Root<'_> {
        Root {
            container: V::map(self),
            expected: Self::EXPECTED,
        }
    }
}
