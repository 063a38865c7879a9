//! A list as JSON.

use serde_json::Value;

use super::{
    field::Field,
    reflect::{Added, Container, Kind, List, Reader, View},
    schema::Schema,
};

/// A list whose elements are all as described. One bad element makes the whole property
/// [`Field::Unrecognized`], so that no element is lost and none moves.
impl<T: Schema> Schema for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn empty(kind: Kind) -> Option<Self> {
        (kind == Kind::List).then(Self::new)
    }

    fn container(&mut self) -> Option<Container<'_>> {
        Some(Container::List(self))
    }
}

impl<T: Schema> List for Vec<T> {
    fn element(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(T::view)
    }

    fn append(&mut self, read: Reader<'_>) -> Added {
        match element(read) {
            Ok(Some(value)) => {
                self.push(value);
                Added::Yes
            }
            Ok(None) => Added::Nothing,
            Err(other) => Added::Other(other),
        }
    }
}

/// Reads an element of a list or a map.
pub(super) fn element<T: Schema>(read: Reader<'_>) -> Result<Option<T>, Value> {
    let mut slot = Field::Absent;
    read(&mut slot);
    match slot {
        Field::Value(value) => Ok(Some(value)),
        Field::Absent => Ok(None),
        Field::Null => T::from_null().map(Some).ok_or(Value::Null),
        Field::Unrecognized(other) => Err(*other),
    }
}
