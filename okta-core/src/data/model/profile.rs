//! Custom attributes: the properties that an org adds to Okta's schemas.

use serde::{
    Serialize,
    de::{DeserializeOwned, DeserializeSeed},
};

use super::{
    read::Place,
    reflect::{Object, present},
    trace::Trace,
    view,
};

/// Reads an attribute by name, described or custom.
pub fn get<T: DeserializeOwned>(
    object: &dyn Object,
    name: &str,
) -> Result<Option<T>, serde_json::Error> {
    let mut value = object.additional().get(name).cloned().unwrap_or_default();
    object.visit(&mut |properties| {
        if let Some((_, shown)) = present(properties).find(|(property, _)| *property == name) {
            value = view::to_json(shown);
        }
    });
    serde_json::from_value(value)
}

/// Sets an attribute by name, described or custom.
pub fn set(
    object: &mut dyn Object,
    name: &str,
    value: &impl Serialize,
) -> Result<(), serde_json::Error> {
    let value = serde_json::to_value(value)?;
    match object.slot(name) {
        // A described attribute has its own field.
        Some(slot) => Place {
            slot,
            trace: &mut Trace::default(),
        }
        .deserialize(value),
        None => {
            object.additional_mut().insert(name, value);
            Ok(())
        }
    }
}

/// Gives a profile typed access to its custom attributes.
#[doc(hidden)]
#[macro_export]
macro_rules! __profile {
    ($name:ident) => {
        impl $name {
            /// Reads the attribute with this name, custom or described. Returns `None` when it
            /// is absent or null.
            ///
            /// # Errors
            ///
            /// Returns an error when the attribute is present but not a `T`.
            pub fn get<T: serde::de::DeserializeOwned>(
                &self,
                name: &str,
            ) -> Result<Option<T>, serde_json::Error> {
                $crate::codegen::profile_get(self, name)
            }

            /// Sets the attribute with this name, custom or described. `()` and `None` set
            /// null, which clears the attribute.
            ///
            /// # Errors
            ///
            /// Returns an error when the value cannot be written as JSON.
            pub fn set(
                &mut self,
                name: &str,
                value: impl serde::Serialize,
            ) -> Result<(), serde_json::Error> {
                $crate::codegen::profile_set(self, name, &value)
            }

            /// Removes the custom attribute with this name, so that an update leaves it as it
            /// is. To clear it, set it to null.
            #[inline]
            pub fn remove(&mut self, name: &str) -> Option<serde_json::Value> {
                self.additional_properties.remove(name)
            }

            /// Iterates over the custom attributes, in the order in which they came.
            #[inline]
            pub fn custom(&self) -> impl Iterator<Item = (&str, &serde_json::Value)> {
                self.additional_properties.iter()
            }
        }
    };
}
pub use __profile as profile;
