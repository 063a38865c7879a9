//! What every resource has besides its fields.
//!
//! All of it is `#[inline]`. The reason is not speed: nothing of it is compiled with this
//! crate, and a program compiles only the resources that it uses, rather than all five hundred.

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed},
};

use super::{read::Root, schema::Schema, trace::Trace};

/// Makes a struct a resource by naming each field's property. A type that is chosen by
/// discriminators `carries` them in its `Default`, and is read from a blank one without them. A
/// `secret` is never shown, and `read_only` is not sent back.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $name:ident { $($field:ident: $wire:literal,)* }
        $(carries $($carried:ident)+;)?
        $(secret $($secret:literal)+;)?
        $(read_only $($read_only:literal)+;)?
    ) => {
        impl $crate::codegen::Object for $name {
            #[inline]
            fn type_name(&self) -> &'static str {
                stringify!($name)
            }

            #[inline]
            fn visit(&self, visitor: $crate::codegen::Visitor<'_>) {
                visitor(&[$(($wire, &self.$field)),*]);
            }

            #[inline]
            fn slot(&mut self, name: &str) -> Option<&mut dyn $crate::codegen::Slot> {
                match name {
                    $($wire => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            $(
                #[inline]
                fn is_secret(&self, name: &str) -> bool {
                    matches!(name, $($secret)|+)
                }
            )?

            $(
                #[inline]
                fn is_read_only(&self, name: &str) -> bool {
                    matches!(name, $($read_only)|+)
                }
            )?

            #[inline]
            fn additional(&self) -> &$crate::Map<serde_json::Value> {
                &self.additional_properties
            }

            #[inline]
            fn additional_mut(&mut self) -> &mut $crate::Map<serde_json::Value> {
                &mut self.additional_properties
            }
        }

        $crate::codegen::resource!($name, Object, Self {
            $($($carried: $crate::Field::Absent,)+)?
            ..Self::default()
        });
    };
}
pub use __object as object;

/// Makes an enum of boxed structs a resource, which behaves like the struct in it. The last
/// variant is the base, to which every other type of the resource falls back.
#[doc(hidden)]
#[macro_export]
macro_rules! __choice {
    ($name:ident { $($variant:ident: $inner:ident,)* } or $base:ident) => {
        impl $name {
            #[inline]
            fn inner(&self) -> &dyn $crate::codegen::Object {
                match self {
                    $(Self::$variant(value) => &**value,)*
                    Self::Unrecognized(value) => &**value,
                }
            }

            #[inline]
            fn inner_mut(&mut self) -> &mut dyn $crate::codegen::Object {
                match self {
                    $(Self::$variant(value) => &mut **value,)*
                    Self::Unrecognized(value) => &mut **value,
                }
            }

            /// Returns the properties that the description does not name.
            #[inline]
            pub fn additional_properties(&self) -> &$crate::Map<serde_json::Value> {
                $crate::codegen::Object::additional(self)
            }

            /// Returns [`additional_properties`](Self::additional_properties), mutably.
            #[inline]
            pub fn additional_properties_mut(&mut self) -> &mut $crate::Map<serde_json::Value> {
                $crate::codegen::Object::additional_mut(self)
            }
        }

        impl $crate::codegen::Object for $name {
            #[inline]
            fn type_name(&self) -> &'static str {
                self.inner().type_name()
            }

            #[inline]
            fn visit(&self, visitor: $crate::codegen::Visitor<'_>) {
                self.inner().visit(visitor);
            }

            #[inline]
            fn slot(&mut self, name: &str) -> Option<&mut dyn $crate::codegen::Slot> {
                self.inner_mut().slot(name)
            }

            #[inline]
            fn is_secret(&self, name: &str) -> bool {
                self.inner().is_secret(name)
            }

            #[inline]
            fn is_read_only(&self, name: &str) -> bool {
                self.inner().is_read_only(name)
            }

            #[inline]
            fn additional(&self) -> &$crate::Map<serde_json::Value> {
                self.inner().additional()
            }

            #[inline]
            fn additional_mut(&mut self) -> &mut $crate::Map<serde_json::Value> {
                self.inner_mut().additional_mut()
            }
        }

        /// Creates the base type with all properties absent.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unrecognized(Box::default())
            }
        }

        $(
            impl From<$inner> for $name {
                #[inline]
                fn from(value: $inner) -> Self {
                    Self::$variant(Box::new(value))
                }
            }
        )*

        impl From<$base> for $name {
            #[inline]
            fn from(value: $base) -> Self {
                Self::Unrecognized(Box::new(value))
            }
        }

        $crate::codegen::resource!($name, Choice, Self::default());
    };
}
pub use __choice as choice;

/// Gives an enum of structs the properties that all of these have: what reads one, and what
/// changes it. First the id, if there is one, which is read as a text that is there.
#[doc(hidden)]
#[macro_export]
macro_rules! __common {
    (
        $name:ident $variants:tt
        { $($id:ident $id_mut:ident: $id_type:ty = $id_doc:literal;)* }
        $($field:ident $field_mut:ident: $type:ty = $doc:literal;)*
    ) => {
        impl $name {
            $(
                $crate::codegen::common! { @read $variants $id: Result<&str, $crate::Error> = $id_doc }
                $crate::codegen::common! { @change $variants $id $id_mut: $id_type }
            )*
            $(
                $crate::codegen::common! { @borrow $variants $field: $type = $doc }
                $crate::codegen::common! { @change $variants $field $field_mut: $type }
            )*
        }
    };
    (@read { $($variant:ident)* } $id:ident: $type:ty = $doc:literal) => {
        #[doc = $doc]
        ///
        /// # Errors
        ///
        /// Returns an error that names the resource when the id is absent, null or of another
        /// type.
        #[inline]
        pub fn $id(&self) -> $type {
            match self {
                $(Self::$variant(value) => value.$id(),)*
            }
        }
    };
    (@borrow { $($variant:ident)* } $field:ident: $type:ty = $doc:literal) => {
        #[doc = $doc]
        #[inline]
        pub fn $field(&self) -> &$type {
            match self {
                $(Self::$variant(value) => &value.$field,)*
            }
        }
    };
    (@change { $($variant:ident)* } $field:ident $mutable:ident: $type:ty) => {
        #[doc = concat!("Lets [`", stringify!($field), "`](Self::", stringify!($field), ") be changed.")]
        #[inline]
        pub fn $mutable(&mut self) -> &mut $type {
            match self {
                $(Self::$variant(value) => &mut value.$field,)*
            }
        }
    };
}
pub use __common as common;

/// Gives a resource a method that returns its id as text, which nearly every program needs.
#[doc(hidden)]
#[macro_export]
macro_rules! __identified {
    ($name:ident $id:ident) => {
        impl $name {
            #[doc = concat!("The `", stringify!($id), "`, which everything has that Okta has sent.")]
            ///
            /// # Errors
            ///
            /// Returns an error that names the resource when the id is absent, null or of
            /// another type.
            #[inline]
            pub fn $id(&self) -> Result<&str, $crate::Error> {
                let id = self.$id.as_deref();
                id.ok_or_else(|| $crate::codegen::missing(stringify!($name), stringify!($id)))
            }
        }
    };
}
pub use __identified as identified;

/// What structs and enums of structs have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __resource {
    ($name:ident, $container:ident, $blank:expr) => {
        impl $crate::codegen::Schema for $name {
            const EXPECTED: &'static str = concat!("a JSON object (", stringify!($name), ")");

            #[inline]
            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::View::Object(self)
            }

            #[inline]
            fn empty(kind: $crate::codegen::Kind) -> Option<Self> {
                (kind == $crate::codegen::Kind::Object)
                    .then(<Self as $crate::codegen::Resource>::blank)
            }

            #[inline]
            fn container(&mut self) -> Option<$crate::codegen::Container<'_>> {
                Some($crate::codegen::Container::$container(self))
            }
        }

        impl $crate::codegen::Resource for $name {
            #[inline]
            fn blank() -> Self {
                $blank
            }

            #[inline]
            fn root(&mut self) -> $crate::codegen::Root<'_> {
                $crate::codegen::Root {
                    container: $crate::codegen::Container::$container(self),
                    expected: <Self as $crate::codegen::Schema>::EXPECTED,
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codegen::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::codegen::View::Object(self), serializer)
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::codegen::debug(self, f)
            }
        }
    };
}
pub use __resource as resource;

/// A type that is a JSON object, and so can be a body or an element of a list.
pub trait Resource: Schema + DeserializeOwned {
    /// Returns a value without any property, not even a discriminator.
    fn blank() -> Self;

    /// Returns the place into which a value is read.
    fn root(&mut self) -> Root<'_>;
}

/// Reads a resource.
pub fn deserialize<'de, T: Resource, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    value
        .root()
        .with(&mut Trace::default())
        .deserialize(deserializer)?;
    Ok(value)
}
