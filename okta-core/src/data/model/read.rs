//! Reads JSON, or any other format that serde supports, into resources.
//!
//! The kind of a value (a string, a number, an object, …) is known before it is read, so a
//! value of another type than described can be kept whole without going back. Nothing here is
//! generic over the resource, so it is compiled once for each format.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

use super::{
    map::Map,
    reflect::{Added, Choice, Container, Entries, Kind, List, Object, Scalar, Slot},
    trace::Trace,
    view,
};

/// Reads a value into the place of a property.
pub(super) struct Place<'a> {
    pub(super) slot: &'a mut dyn Slot,
    pub(super) trace: &'a mut Trace,
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Place<'_> {
    fn scalar<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        match self.slot.put_scalar(scalar) {
            true => Ok(()),
            false => self.trace.keep(self.slot, scalar.into()),
        }
    }

    /// Handles JSON where a property does not open: it accepts any JSON, or expects something
    /// else.
    #[cold]
    fn json<E: Error>(self, value: Value) -> Result<(), E> {
        match self.slot.put_json(value) {
            Ok(()) => Ok(()),
            Err(value) => self.trace.keep(self.slot, value),
        }
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slot.expected())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.slot.put_null();
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.slot.put_null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.scalar(Scalar::Integer(value)),
            Err(_) => self.json(value.into()),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let other = match self.slot.open(Kind::List) {
            Some(Container::List(list)) => read_list(list, seq, self.trace)?,
            _ => {
                let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
                return self.json(value);
            }
        };
        match other {
            None => Ok(()),
            Some(value) => self.json(value),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let other = match self.slot.open(Kind::Object) {
            Some(Container::Object(object)) => return fill(object, &mut map, self.trace),
            Some(Container::Choice(choice)) => {
                return choose_and_fill(choice, &mut map, self.trace);
            }
            Some(Container::Map(entries)) => read_entries(entries, map, self.trace)?,
            Some(Container::Json(entries)) => return read_json(entries, map, self.trace),
            _ => {
                let value = Value::deserialize(MapAccessDeserializer::new(map))?;
                return self.json(value);
            }
        };
        match other {
            None => Ok(()),
            Some(value) => self.json(value),
        }
    }
}

/// Reads all properties of an object, described or not.
pub(super) fn fill<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    map: &mut A,
    trace: &mut Trace,
) -> Result<(), A::Error> {
    while let Some(Key(name)) = map.next_key()? {
        let read = match object.slot(&name) {
            Some(slot) => map.next_value_seed(Place { slot, trace }),
            None => map
                .next_value()
                .map(|value| object.additional_mut().push(&name, value)),
        };
        read.inspect_err(|_| trace.inside_property(&name))?;
    }
    Ok(())
}

/// Reads an object whose type depends on its discriminators. Properties are set aside until the
/// discriminators have come, which they do early, and are then read into the type that they
/// mean.
fn choose_and_fill<'de, A: MapAccess<'de>>(
    choice: &mut dyn Choice,
    map: &mut A,
    trace: &mut Trace,
) -> Result<(), A::Error> {
    let discriminators = choice.discriminators();
    let mut values = vec![None; discriminators.len()];
    let mut missing = discriminators.len();
    let mut aside: Vec<(Cow<'de, str>, Value)> = Vec::new();
    while missing > 0 {
        let Some(Key(name)) = map.next_key()? else {
            break;
        };
        let value: Value = map
            .next_value()
            .inspect_err(|_| trace.inside_property(&name))?;
        if let Some(index) = discriminators.iter().position(|known| **known == name) {
            values[index] = value.as_str().map(str::to_owned);
            missing -= 1;
        }
        aside.push((name, value));
    }
    let object = choice.choose(&values);
    let read = fill_from(object, aside, trace)
        .map_err(A::Error::custom)
        .and_then(|()| fill(object, map, trace));
    read.inspect_err(|_| trace.inside_variant(object.type_name()))
}

/// Reads properties that were set aside.
fn fill_from(
    object: &mut dyn Object,
    properties: Vec<(Cow<'_, str>, Value)>,
    trace: &mut Trace,
) -> Result<(), serde_json::Error> {
    for (name, value) in properties {
        match object.slot(&name) {
            Some(slot) => Place { slot, trace }
                .deserialize(value)
                .inspect_err(|_| trace.inside_property(&name))?,
            None => object.additional_mut().push(&name, value),
        }
    }
    Ok(())
}

/// Reads a list. If an element is not of the type of the others, returns the whole list as
/// JSON.
fn read_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut seq: A,
    trace: &mut Trace,
) -> Result<Option<Value>, A::Error> {
    let mut index = 0;
    loop {
        let mut read = Ok(());
        let added = list.append(&mut |slot| {
            read = seq.next_element_seed(Place { slot, trace }).map(|_| ());
        });
        read.inspect_err(|_| trace.inside(index))?;
        match added {
            Added::Yes => index += 1,
            Added::Nothing => return Ok(None),
            Added::Other(other) => {
                let mut values: Vec<Value> = (0..index)
                    .filter_map(|index| list.element(index))
                    .map(view::to_json)
                    .collect();
                values.push(other);
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                return Ok(Some(Value::Array(values)));
            }
        }
    }
}

/// Reads a map as [`read_list`] reads a list.
fn read_entries<'de, A: MapAccess<'de>>(
    entries: &mut dyn Entries,
    mut map: A,
    trace: &mut Trace,
) -> Result<Option<Value>, A::Error> {
    while let Some(Key(key)) = map.next_key()? {
        let mut read = Ok(());
        let added = entries.append(&key, &mut |slot| {
            read = map.next_value_seed(Place { slot, trace });
        });
        read.inspect_err(|_| trace.inside_property(&key))?;
        if let Added::Other(other) = added {
            let mut values = serde_json::Map::new();
            for index in 0.. {
                let Some((key, value)) = entries.entry(index) else {
                    break;
                };
                values.insert(key.to_owned(), view::to_json(value));
            }
            values.insert(key.into_owned(), other);
            while let Some((key, value)) = map.next_entry()? {
                values.insert(key, value);
            }
            return Ok(Some(Value::Object(values)));
        }
    }
    Ok(None)
}

/// Reads a map of free-form JSON, which accepts every value.
fn read_json<'de, A: MapAccess<'de>>(
    entries: &mut Map<Value>,
    mut map: A,
    trace: &mut Trace,
) -> Result<(), A::Error> {
    while let Some(Key(key)) = map.next_key()? {
        let value = map
            .next_value()
            .inspect_err(|_| trace.inside_property(&key))?;
        entries.push(&key, value);
    }
    Ok(())
}

/// A resource where nothing else is possible, such as an element of a list or a whole body.
pub struct Root<'a> {
    /// The place to fill.
    pub container: Container<'a>,
    /// What is expected, for messages.
    pub expected: &'static str,
}

impl<'a> Root<'a> {
    /// Reads it, and notes what happens.
    pub(super) fn with(self, trace: &'a mut Trace) -> Traced<'a> {
        Traced { root: self, trace }
    }
}

/// Reads a resource.
pub(super) struct Traced<'a> {
    root: Root<'a>,
    trace: &'a mut Trace,
}

impl<'de> DeserializeSeed<'de> for Traced<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Traced<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.root.expected)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let trace = self.trace;
        match self.root.container {
            Container::Object(object) => fill(object, &mut map, trace),
            Container::Choice(choice) => choose_and_fill(choice, &mut map, trace),
            Container::Map(entries) => match read_entries(entries, map, trace)? {
                None => Ok(()),
                Some(_) => Err(A::Error::custom("an entry does not match the description")),
            },
            Container::Json(entries) => read_json(entries, map, trace),
            Container::List(_) => Err(A::Error::custom("a list is expected")),
        }
    }
}

/// A property name, borrowed from the input where that is possible.
struct Key<'de>(Cow<'de, str>);

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
