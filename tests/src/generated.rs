//! Every operation and every type, from the code that `cargo xtask regen` generates.

use std::pin::Pin;

use okta_api::{Client, Error, Response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::sample::Sample;

#[rustfmt::skip]
#[path = "../generated/sweep.rs"]
mod sweep;

pub use sweep::{codecs, sweeps};

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
