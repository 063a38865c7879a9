//! Conversions into a field and out of one, and comparisons.

use super::Field;
use crate::data::model::open_enum::OpenEnum;

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// A nested resource is boxed.
impl<T> From<T> for Field<Box<T>> {
    fn from(value: T) -> Self {
        Self::Value(Box::new(value))
    }
}

/// `None` becomes absent. Null needs [`Field::Null`].
impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&String> for Field<String> {
    fn from(value: &String) -> Self {
        Self::Value(value.clone())
    }
}

impl From<&[&str]> for Field<Vec<String>> {
    fn from(values: &[&str]) -> Self {
        Self::Value(values.iter().map(|value| (*value).to_owned()).collect())
    }
}

/// Lets an iterator of `&str` collect into a field. A `From<Vec<&str>>` would make
/// `Vec::new().into()` ambiguous.
impl<A: Into<String>> FromIterator<A> for Field<Vec<String>> {
    fn from_iter<I: IntoIterator<Item = A>>(values: I) -> Self {
        Self::Value(values.into_iter().map(Into::into).collect())
    }
}

impl<const N: usize> From<[&str; N]> for Field<Vec<String>> {
    fn from(values: [&str; N]) -> Self {
        values.as_slice().into()
    }
}

impl<T: OpenEnum> From<&str> for Field<T> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl<T> From<Field<T>> for Option<T> {
    fn from(field: Field<T>) -> Self {
        field.into_option()
    }
}

impl<T> IntoIterator for Field<T> {
    type Item = T;
    type IntoIter = std::option::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_option().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Field<T> {
    type Item = &'a T;
    type IntoIter = std::option::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Compares with a plain value: `user.status == UserStatus::Active`.
impl<T: PartialEq> PartialEq<T> for Field<T> {
    fn eq(&self, other: &T) -> bool {
        self.as_ref() == Some(other)
    }
}

/// Compares with an open enum's text: `user.status == "ACTIVE"`.
impl<T: OpenEnum> PartialEq<str> for Field<T> {
    fn eq(&self, other: &str) -> bool {
        self.as_ref().is_some_and(|value| value.text() == other)
    }
}

impl<T: OpenEnum> PartialEq<&str> for Field<T> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<str> for Field<String> {
    fn eq(&self, other: &str) -> bool {
        self.as_deref() == Some(other)
    }
}

impl PartialEq<&str> for Field<String> {
    fn eq(&self, other: &&str) -> bool {
        self.as_deref() == Some(*other)
    }
}
