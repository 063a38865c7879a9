//! A property that can be absent, null or a value.

mod conversions;

use std::{fmt, mem};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeSeed};
use serde_json::Value;
use thiserror::Error;

use super::{
    debug::Shown,
    read::Place,
    reflect::{Container, Kind, Scalar, Slot, View},
    schema::Schema,
    trace::{Trace, found},
};

/// A property of a resource: absent, null, or a value.
///
/// JSON distinguishes the three, and so does Okta: an update leaves an absent property as it is
/// and clears one that is `null`. Read a field like an [`Option`] ([`as_ref`](Self::as_ref),
/// [`as_deref`](Self::as_deref), [`is_some`](Self::is_some), …). Write `value.into()`,
/// [`Field::Null`] or [`Field::Absent`].
///
/// ```
/// use okta_api::{Field, types::UserProfile};
///
/// let mut profile = UserProfile {
///     first_name: "Ada".into(),
///     mobile_phone: Field::Null, // clear it
///     ..Default::default()
/// };
/// assert_eq!(profile.first_name.as_deref(), Some("Ada"));
/// profile.nick_name = Field::from("Countess");
/// assert_eq!(
///     serde_json::to_string(&profile)?,
///     r#"{"firstName":"Ada","mobilePhone":null,"nickName":"Countess"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A value of another JSON type than Okta describes does not fail the whole resource. It is
/// kept as [`Field::Unrecognized`] and written back as it came.
#[derive(Clone, PartialEq, Default)]
pub enum Field<T> {
    /// The property is missing.
    #[default]
    Absent,
    /// The property is `null`. An update clears it.
    Null,
    /// The property has a value of the described type.
    Value(T),
    /// The property has a value of another type. It reads like [`Field::Null`]. It is boxed
    /// because it is rare, so that a field is no larger than its value.
    Unrecognized(Box<Value>),
}

/// A property holds a value of another type than Okta describes, and it would be lost.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "there is {found} where Okta describes something else, and it would be lost: read it with \
     `Field::unrecognized`, or replace it with `field = value.into()`"
)]
pub struct UnrecognizedValue {
    /// The kind of value, without the value, which may be a secret.
    found: &'static str,
}

impl<T> Field<T> {
    /// Returns the value, borrowed.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value, mutably borrowed.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value dereferenced: a `&str` for a `String`, a slice for a `Vec`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.as_ref().map(T::deref)
    }

    /// Returns the value. Absent, null and values of another type become `None`.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Returns a copy of the value.
    pub fn copied(&self) -> Option<T>
    where
        T: Copy,
    {
        self.as_ref().copied()
    }

    /// Returns a clone of the value.
    pub fn cloned(&self) -> Option<T>
    where
        T: Clone,
    {
        self.as_ref().cloned()
    }

    /// Returns whether there is a value of the described type.
    pub fn is_some(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Returns whether there is no value of the described type: the property is absent, null or
    /// of another type.
    pub fn is_none(&self) -> bool {
        !self.is_some()
    }

    /// Returns whether there is a value that meets the condition.
    pub fn is_some_and(&self, condition: impl FnOnce(&T) -> bool) -> bool {
        self.as_ref().is_some_and(condition)
    }

    /// Returns whether the property is missing.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns a value of another type than described, if there is one.
    pub fn unrecognized(&self) -> Option<&Value> {
        match self {
            Self::Unrecognized(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value, or `default`.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_option().unwrap_or(default)
    }

    /// Returns the value, or the result of `default`.
    pub fn unwrap_or_else(self, default: impl FnOnce() -> T) -> T {
        self.into_option().unwrap_or_else(default)
    }

    /// Returns the value, or the type's default if the property is absent, null or of another type.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }

    /// Returns the value, or this error.
    ///
    /// # Errors
    ///
    /// Returns the given error when there is no value of the described type.
    pub fn ok_or<E>(self, error: E) -> Result<T, E> {
        self.into_option().ok_or(error)
    }

    /// Returns the value, or the error that `error` makes.
    ///
    /// # Errors
    ///
    /// Returns that error when there is no value of the described type.
    pub fn ok_or_else<E>(self, error: impl FnOnce() -> E) -> Result<T, E> {
        self.into_option().ok_or_else(error)
    }

    /// Transforms the value and returns it as an [`Option`].
    pub fn map<U>(self, transform: impl FnOnce(T) -> U) -> Option<U> {
        self.into_option().map(transform)
    }

    /// Transforms the value with a function that may return `None`.
    pub fn and_then<U>(self, transform: impl FnOnce(T) -> Option<U>) -> Option<U> {
        self.into_option().and_then(transform)
    }

    /// Returns the value if it meets the condition.
    pub fn filter(self, condition: impl FnOnce(&T) -> bool) -> Option<T> {
        self.into_option().filter(condition)
    }

    /// Takes the property out and leaves it absent.
    pub fn take(&mut self) -> Self {
        mem::take(self)
    }

    /// Returns the value mutably, after inserting the default if there is none. Use it to reach
    /// a nested property.
    ///
    /// ```
    /// # use okta_api::types::User;
    /// let mut user = User::default();
    /// user.profile.get_or_insert_default()?.title = "Analyst".into();
    /// # Ok::<(), okta_api::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`UnrecognizedValue`] when there is a value of another type than described,
    /// because inserting would lose it. The value stays. To replace it, assign `field =
    /// value.into()`.
    pub fn get_or_insert_default(&mut self) -> Result<&mut T, UnrecognizedValue>
    where
        T: Default,
    {
        let found = match self {
            Self::Unrecognized(value) => found(value),
            Self::Value(_) => "",
            Self::Absent | Self::Null => {
                *self = Self::Value(T::default());
                ""
            }
        };
        self.as_mut().ok_or(UnrecognizedValue { found })
    }

    /// Iterates over the value, if there is one.
    pub fn iter(&self) -> std::option::IntoIter<&T> {
        self.as_ref().into_iter()
    }
}

impl<T: Schema> Slot for Field<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
            Self::Unrecognized(value) => View::Json(value),
        }
    }

    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn put_null(&mut self) {
        self.put(Self::Null);
    }

    fn put_scalar(&mut self, scalar: Scalar<'_>) -> bool {
        match T::from_scalar(scalar) {
            Some(value) => {
                self.put(Self::Value(value));
                true
            }
            None => false,
        }
    }

    fn put_json(&mut self, value: Value) -> Result<(), Value> {
        match T::from_json(value) {
            Ok(value) => {
                self.put(Self::Value(value));
                Ok(())
            }
            Err(value) => Err(value),
        }
    }

    fn put_unrecognized(&mut self, value: Value) {
        self.put(Self::Unrecognized(Box::new(value)));
    }

    fn open(&mut self, kind: Kind) -> Option<Container<'_>> {
        self.put(Self::Value(T::empty(kind)?));
        self.as_mut()?.container()
    }
}

impl<T: Schema> Field<T> {
    /// Sets the value. An absent field, as nearly every field is while reading, is not dropped;
    /// dropping a resource is a lot of code.
    fn put(&mut self, value: Self) {
        match self {
            Self::Absent => mem::forget(mem::replace(self, value)),
            _ => self.overwrite(value),
        }
    }

    #[cold]
    #[inline(never)]
    fn overwrite(&mut self, value: Self) {
        *self = value;
    }
}

/// Shows the value, and nothing if there is none. A value of another type is shown as JSON.
impl<T: fmt::Display> fmt::Display for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent | Self::Null => f.pad(""),
            Self::Value(value) => value.fmt(f),
            Self::Unrecognized(value) => value.fmt(f),
        }
    }
}

impl<T: Schema> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Null => f.write_str("Null"),
            Self::Value(value) => f.debug_tuple("Value").field(&Shown(value.view())).finish(),
            Self::Unrecognized(value) => f
                .debug_tuple("Unrecognized")
                .field(&Shown(View::Json(value)))
                .finish(),
        }
    }
}

impl<'de, T: Schema> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut field = Self::Absent;
        let (slot, trace) = (&mut field, &mut Trace::default());
        Place { slot, trace }.deserialize(deserializer)?;
        Ok(field)
    }
}

/// A resource leaves an absent property out. Outside one there is nothing to leave out, so
/// absent becomes `null`.
impl<T: Schema> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(serializer)
    }
}
