//! Custom attributes: the properties that an org adds to Okta's schemas.

use serde::{
    Serialize,
    de::{DeserializeOwned, MapAccess},
};
use serde_json::Value;

use super::{object::Object, polymorphic::Aside};

/// Reads an attribute by name, described or custom.
pub(crate) fn get<O: Object + Serialize, T: DeserializeOwned>(
    object: &O,
    name: &str,
) -> Result<Option<T>, serde_json::Error> {
    let value = match object.additional().get(name) {
        Some(value) => value.clone(),
        None => match serde_json::to_value(object)?.get_mut(name) {
            Some(value) => value.take(),
            None => Value::Null,
        },
    };
    serde_json::from_value(value)
}

/// Sets an attribute by name, described or custom.
pub(crate) fn set<O: Object>(
    object: &mut O,
    name: &str,
    value: impl Serialize,
) -> Result<(), serde_json::Error> {
    let json = serde_json::to_string(&value)?;
    let mut value = Aside::<serde_json::Error>::new(&json);
    // A described attribute has a place of its own.
    if !object.read(name, &mut value)? {
        let value = value.next_value()?;
        object.additional_mut().insert(name, value);
    }
    Ok(())
}

/// Gives a profile typed access to its custom attributes.
macro_rules! profile {
    ($name:ident) => {
        impl $name {
            /// Reads the attribute of this name, custom or described; `None` when it is
            /// absent or null.
            ///
            /// # Errors
            ///
            /// When the attribute is there and not a `T`.
            pub fn get<T: serde::de::DeserializeOwned>(
                &self,
                name: &str,
            ) -> Result<Option<T>, serde_json::Error> {
                $crate::model::profile::get(self, name)
            }

            /// Sets the attribute of this name, custom or described; `()` or `None` sets
            /// null, which clears it.
            ///
            /// # Errors
            ///
            /// When the value cannot be written as JSON.
            pub fn set(
                &mut self,
                name: &str,
                value: impl serde::Serialize,
            ) -> Result<(), serde_json::Error> {
                $crate::model::profile::set(self, name, value)
            }

            /// Takes the custom attribute of this name out: an update then leaves it as it
            /// is. To clear it, set it to null.
            pub fn remove(&mut self, name: &str) -> Option<serde_json::Value> {
                self.additional_properties.remove(name)
            }

            /// The custom attributes, in the order in which they came.
            pub fn custom(&self) -> impl Iterator<Item = (&str, &serde_json::Value)> {
                self.additional_properties.iter()
            }
        }
    };
}
pub(crate) use profile;
