//! Writes resources in any format that serde supports, and as free-form JSON.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::Value;

use super::{
    date_time,
    reflect::{Entries, List, Object, View, present},
};

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::Integer(value) => serializer.serialize_i64(value),
            Self::Float(value) => serializer.serialize_f64(value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Instant(instant) => serializer.serialize_str(date_time::text(instant).as_str()),
            Self::Json(value) => value.serialize(serializer),
            Self::Object(object) => write_object(object, serializer),
            Self::List(list) => write_list(list, serializer),
            Self::Map(entries) => write_entries(entries, serializer),
        }
    }
}

/// Writes a resource: described properties first, then the others.
#[inline(never)] // so that a scalar, as most values are, is written without room for a map
fn write_object<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut written = Ok(());
    object.visit(&mut |properties| {
        written =
            present(properties).try_for_each(|(name, value)| map.serialize_entry(name, &value));
    });
    written?;
    for (name, value) in object.additional() {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

#[inline(never)]
fn write_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(None)?;
    for element in (0..).map_while(|index| list.element(index)) {
        seq.serialize_element(&element)?;
    }
    seq.end()
}

#[inline(never)]
fn write_entries<S: Serializer>(entries: &dyn Entries, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (key, value) in (0..).map_while(|index| entries.entry(index)) {
        map.serialize_entry(key, &value)?;
    }
    map.end()
}

/// A value as free-form JSON.
pub(crate) fn to_json(view: View<'_>) -> Value {
    match view {
        View::Absent | View::Null => Value::Null,
        View::Bool(value) => value.into(),
        View::Integer(value) => value.into(),
        View::Float(value) => value.into(),
        View::Text(text) => text.into(),
        View::Instant(instant) => date_time::text(instant).as_str().into(),
        View::Json(value) => value.clone(),
        View::Object(object) => {
            let mut properties = serde_json::Map::new();
            object.visit(&mut |described| {
                let described = present(described);
                properties.extend(described.map(|(name, value)| (name.to_owned(), to_json(value))));
            });
            for (name, value) in object.additional() {
                properties.insert(name.to_owned(), value.clone());
            }
            properties.into()
        }
        View::List(list) => (0..)
            .map_while(|index| list.element(index))
            .map(to_json)
            .collect::<Vec<_>>()
            .into(),
        View::Map(entries) => {
            let mut object = serde_json::Map::new();
            for (key, value) in (0..).map_while(|index| entries.entry(index)) {
                object.insert(key.to_owned(), to_json(value));
            }
            object.into()
        }
    }
}
