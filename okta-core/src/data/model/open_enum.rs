//! Enums that Okta may extend at any time.

/// A generated open enum. Any text is one of its values.
pub trait OpenEnum: for<'a> From<&'a str> {
    /// Returns the value as Okta's API writes it.
    fn text(&self) -> &str;
}

/// Returns the variant of a known value. A look-up in a table is less code than a comparison
/// with each value, which the largest enums would repeat hundreds of times.
#[doc(hidden)]
#[inline]
pub fn open_value<T: Clone>(known: &[&str], variants: &[T], value: &str) -> Option<T> {
    variants.get(position(known, value)?).cloned()
}

fn position(known: &[&str], value: &str) -> Option<usize> {
    known.iter().position(|known| *known == value)
}

/// What every generated open enum has besides its values: the traits that make it as convenient
/// as a string.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident { $($variant:ident: $wire:literal,)* }) => {
        impl $name {
            /// The values that this version knows.
            pub const KNOWN: &'static [&'static str] = &[$($wire),*];

            /// The variants of the values in `KNOWN`.
            const VARIANTS: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the value as Okta's API writes it.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(value) => value,
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                $crate::codegen::open_value(Self::KNOWN, Self::VARIANTS, value)
                    .unwrap_or_else(|| Self::Unrecognized(value.to_owned()))
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl From<&String> for $name {
            #[inline]
            fn from(value: &String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl $crate::codegen::OpenEnum for $name {
            #[inline]
            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::codegen::Schema for $name {
            const EXPECTED: &'static str = concat!("a string (", stringify!($name), ")");

            #[inline]
            fn view(&self) -> $crate::codegen::View<'_> {
                $crate::codegen::View::Text(self.as_str())
            }

            #[inline]
            fn from_scalar(scalar: $crate::codegen::Scalar<'_>) -> Option<Self> {
                match scalar {
                    $crate::codegen::Scalar::Text(text) => Some(Self::from(text)),
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(deserializer)
                    .map(|text| Self::from(&*text))
            }
        }
    };
}
pub use __open_enum as open_enum;
