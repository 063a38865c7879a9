//! What non-generic code needs to know about a resource.
//!
//! Reading and writing are written once over these traits, rather than compiled again for each
//! of five hundred types. A generated type only says where its properties are.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Map;

/// A resource: its described properties, and those that the description does not name.
///
/// Implemented by generated code.
pub trait Object {
    /// Returns the type's name for messages.
    fn type_name(&self) -> &'static str;

    /// Visits the described properties, including absent ones, in the description's order.
    fn visit(&self, visitor: Visitor<'_>);

    /// Returns the place of a property, if it is a described one.
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot>;

    /// Whether a described property's value must never be shown.
    fn is_secret(&self, _name: &str) -> bool {
        false
    }

    /// Whether only Okta sets a described property, so that it is not sent back.
    fn is_read_only(&self, _name: &str) -> bool {
        false
    }

    /// Returns the properties that the description does not name.
    fn additional(&self) -> &Map<Value>;

    /// Returns the same, mutably.
    fn additional_mut(&mut self) -> &mut Map<Value>;
}

/// Visits the properties of a resource with their names. It is called once rather than for each
/// property, most of which are absent.
pub type Visitor<'v> = &'v mut dyn FnMut(&[Property<'_>]);

/// A described property: its name and its place.
pub type Property<'p> = (&'static str, &'p dyn Slot);

/// Iterates over the present properties.
pub(super) fn present<'p>(
    properties: &'p [Property<'p>],
) -> impl Iterator<Item = (&'static str, View<'p>)> {
    let shown = properties.iter().map(|(name, slot)| (*name, slot.view()));
    shown.filter(|(_, value)| !matches!(value, View::Absent))
}

/// A resource whose type depends on its discriminators.
///
/// Implemented by generated code.
pub trait Choice {
    /// Returns the names of the discriminators.
    fn discriminators(&self) -> &'static [&'static str];

    /// Becomes a blank value of the type that these discriminators mean, in order, or of the
    /// base type when they mean none.
    fn choose(&mut self, values: &[Option<String>]) -> &mut dyn Object;
}

/// A value as JSON sees it.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value; the property is left out.
    Absent,
    /// `null`, which clears the property.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A string, or the value of an enum.
    Text(&'a str),
    /// A date-time, written as a string.
    Instant(&'a DateTime<Utc>),
    /// Any JSON, as it came.
    Json(&'a Value),
    /// A nested resource.
    Object(&'a dyn Object),
    /// An array.
    List(&'a dyn List),
    /// An object with arbitrary keys.
    Map(&'a dyn Entries),
}

/// A scalar, as JSON has it.
#[derive(Clone, Copy)]
pub enum Scalar<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or beyond the range of integers.
    Float(f64),
    /// A string.
    Text(&'a str),
}

/// The place of a property.
pub trait Slot {
    /// Returns the current value.
    fn view(&self) -> View<'_>;

    /// Says what is expected, for messages: `a string`.
    fn expected(&self) -> &'static str;

    /// Makes the property `null`.
    fn put_null(&mut self);

    /// Sets a scalar, if one of its type is expected.
    fn put_scalar(&mut self, scalar: Scalar<'_>) -> bool;

    /// Sets JSON, if any JSON is expected. Otherwise returns it.
    fn put_json(&mut self, value: Value) -> Result<(), Value>;

    /// Sets JSON of another type than expected.
    fn put_unrecognized(&mut self, value: Value);

    /// Sets an empty object or list, if one is expected, and returns it to be filled.
    fn open(&mut self, kind: Kind) -> Option<Container<'_>>;
}

/// A kind of container.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opens with a brace.
    Object,
    /// Opens with a bracket.
    List,
}

/// A container to be filled.
pub enum Container<'a> {
    /// A resource.
    Object(&'a mut dyn Object),
    /// A resource whose type depends on its discriminators.
    Choice(&'a mut dyn Choice),
    /// An array.
    List(&'a mut dyn List),
    /// An object with arbitrary keys.
    Map(&'a mut dyn Entries),
    /// An object of free-form JSON, which accepts every value.
    Json(&'a mut Map<Value>),
}

/// Reads one value into a slot, and leaves the slot absent when there is none.
pub type Reader<'r> = &'r mut dyn FnMut(&mut dyn Slot);

/// The outcome of appending an element.
pub enum Added {
    /// It was appended.
    Yes,
    /// There was no element.
    Nothing,
    /// It is not of the elements' type. This is its value.
    Other(Value),
}

/// A list of values of one type.
pub trait List {
    /// Returns the element at this position.
    fn element(&self, index: usize) -> Option<View<'_>>;

    /// Reads an element and appends it.
    fn append(&mut self, read: Reader<'_>) -> Added;
}

/// A map to values of one type.
pub trait Entries {
    /// Returns the entry at this position.
    fn entry(&self, index: usize) -> Option<(&str, View<'_>)>;

    /// Reads a value and appends an entry.
    fn append(&mut self, key: &str, read: Reader<'_>) -> Added;
}
