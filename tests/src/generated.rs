//! Every operation and every type, from the code that `cargo xtask regen` generates.

use std::pin::Pin;

use okta_api::{Client, Error, Response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::sample::Sample;

/// Sets an attribute of a profile by its name, in JSON and into JSON, and reads it before and
/// after.
pub type SetAttribute = fn(&[u8], &str, &Value) -> Result<Attribute, serde_json::Error>;

/// A profile whose attribute was set.
#[derive(Debug, PartialEq)]
pub struct Attribute {
    /// What it was.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
    /// The profile as it is sent.
    pub sent: Value,
}

/// A type that takes attributes of an org's own.
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// `get`, `set` and `get` again.
    pub set: SetAttribute,
}

/// The methods of profiles are no trait's: each type is named. Some descriptions have none, and
/// some a type that is itself called `Profile`.
#[allow(unused_macros)]
macro_rules! profile {
    ($type:ident) => {
        super::Profile {
            name: stringify!($type),
            set: |json, name, value| {
                let mut profile: $type = serde_json::from_slice(json)?;
                let before = profile.get(name)?;
                profile.set(name, value)?;
                Ok(super::Attribute {
                    before,
                    after: profile.get(name)?,
                    sent: serde_json::to_value(&profile)?,
                })
            },
        }
    };
}

#[rustfmt::skip]
#[path = "../generated/sweep.rs"]
mod sweep;

pub use sweep::{codecs, profiles, sweeps};

/// A generated type by its name in the operation catalogue.
pub struct Codec {
    /// The name, such as `User` or `Vec<Group>`.
    pub name: &'static str,
    /// Decodes JSON and encodes the result again.
    pub round_trip: fn(&[u8]) -> Result<Vec<u8>, serde_json::Error>,
    /// Decodes JSON and shows the result.
    pub debug: fn(&[u8]) -> Result<String, serde_json::Error>,
}

pub(crate) fn codec<T: Serialize + DeserializeOwned + std::fmt::Debug>(
    name: &'static str,
) -> Codec {
    Codec {
        name,
        round_trip: |json| serde_json::to_vec(&serde_json::from_slice::<T>(json)?),
        debug: |json| Ok(format!("{:?}", serde_json::from_slice::<T>(json)?)),
    }
}

/// An answer that decoded.
#[derive(Debug)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// What it decoded to, as JSON again.
    pub value: Value,
}

/// A call on its way.
pub type Sent = Pin<Box<dyn Future<Output = Result<Answered, Error>> + Send>>;

/// An operation as a typed call with sample arguments.
pub struct Sweep {
    /// The operationId.
    pub id: &'static str,
    /// Makes the call; the error tells which sample is not of the argument's type.
    pub call: fn(&Client, &Sample) -> Result<Sent, serde_json::Error>,
}

fn answered<T: Serialize>(answer: Response<T>) -> Answered {
    Answered {
        status: answer.status().as_u16(),
        value: serde_json::to_value(&*answer).unwrap_or_default(),
    }
}

fn sweep(id: &'static str, call: fn(&Client, &Sample) -> Result<Sent, serde_json::Error>) -> Sweep {
    Sweep { id, call }
}
