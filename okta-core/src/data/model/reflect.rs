//! What code that is not generic needs to know of a resource.
//!
//! Reading and writing are written once, over these traits, and not compiled again for
//! each of five hundred types: a generated type only says where its properties are.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Map;

/// A resource: described properties, and those that the description does not know.
///
/// Implemented by generated code.
pub trait Object {
    /// What messages call the type.
    fn type_name(&self) -> &'static str;

    /// Shows the described properties, absent ones too, in the order of the description.
    fn visit(&self, visitor: Visitor<'_>);

    /// The place of a property, if it is a described one.
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot>;

    /// Whether the value of a described property must never be shown.
    fn is_secret(&self, _name: &str) -> bool {
        false
    }

    /// Whether only Okta sets a described property, so that it is not sent back.
    fn is_read_only(&self, _name: &str) -> bool {
        false
    }

    /// The properties that the description does not know.
    fn additional(&self) -> &Map<Value>;

    /// The same, to change them.
    fn additional_mut(&mut self) -> &mut Map<Value>;
}

/// What is shown the properties of a resource, with their names. It is called once, and not
/// for each of them, most of which are absent.
pub type Visitor<'v> = &'v mut dyn FnMut(&[Property<'_>]);

/// A described property: its name and its place.
pub type Property<'p> = (&'static str, &'p dyn Slot);

/// Those that are there.
pub(super) fn present<'p>(
    properties: &'p [Property<'p>],
) -> impl Iterator<Item = (&'static str, View<'p>)> {
    let shown = properties.iter().map(|(name, slot)| (*name, slot.view()));
    shown.filter(|(_, value)| !matches!(value, View::Absent))
}

/// A resource whose type its discriminators tell.
///
/// Implemented by generated code.
pub trait Choice {
    /// The properties that tell the type.
    fn discriminators(&self) -> &'static [&'static str];

    /// Becomes a blank value of the type that these discriminators mean, in their order;
    /// of the base type when they mean none.
    fn choose(&mut self, values: &[Option<String>]) -> &mut dyn Object;
}

/// A value as JSON sees it.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value: the property is left out.
    Absent,
    /// `null`, which clears.
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
    /// A resource within a resource.
    Object(&'a dyn Object),
    /// An array.
    List(&'a dyn List),
    /// An object whose keys are not described.
    Map(&'a dyn Entries),
}

/// A scalar as it comes out of JSON.
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
    /// What is there.
    fn view(&self) -> View<'_>;

    /// What is expected there, for messages: `a string`.
    fn expected(&self) -> &'static str;

    /// Puts `null` there.
    fn put_null(&mut self);

    /// Puts a scalar there, if one of its type is expected.
    fn put_scalar(&mut self, scalar: Scalar<'_>) -> bool;

    /// Puts JSON there, if any JSON is expected; gives it back otherwise.
    fn put_json(&mut self, value: Value) -> Result<(), Value>;

    /// Puts JSON there that is not what is expected.
    fn put_unrecognized(&mut self, value: Value);

    /// Puts an empty object or list there, if one is expected, to be filled.
    fn open(&mut self, kind: Kind) -> Option<Container<'_>>;
}

/// What opens with a brace, and what with a bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opens with a brace.
    Object,
    /// Opens with a bracket.
    List,
}

/// Something to be filled.
pub enum Container<'a> {
    /// A resource.
    Object(&'a mut dyn Object),
    /// A resource whose type its discriminators tell.
    Choice(&'a mut dyn Choice),
    /// An array.
    List(&'a mut dyn List),
    /// An object whose keys are not described.
    Map(&'a mut dyn Entries),
    /// An object of free-form JSON, to which every value is as described.
    Json(&'a mut Map<Value>),
}

/// Reads one value into a slot; leaves the slot absent when there is none.
pub type Reader<'r> = &'r mut dyn FnMut(&mut dyn Slot);

/// What became of an element.
pub enum Added {
    /// It is the last one now.
    Yes,
    /// There was none to read.
    Nothing,
    /// It is not of the type of the elements; here it is.
    Other(Value),
}

/// A list of values of one type.
pub trait List {
    /// The element at this position.
    fn element(&self, index: usize) -> Option<View<'_>>;

    /// Reads an element and appends it.
    fn append(&mut self, read: Reader<'_>) -> Added;
}

/// A map to values of one type.
pub trait Entries {
    /// The entry at this position.
    fn entry(&self, index: usize) -> Option<(&str, View<'_>)>;

    /// Reads a value and appends an entry.
    fn append(&mut self, key: &str, read: Reader<'_>) -> Added;
}
