//! Every operation and every type, from the code that `cargo xtask regen` generates.

use serde::{Serialize, de::DeserializeOwned};

#[rustfmt::skip]
#[path = "../../okta-api/src/generated/sweep.rs"]
mod sweep;

pub use sweep::codecs;

/// A generated type by its name in the operation catalogue.
pub struct Codec {
    /// The name, such as `User` or `Vec<Group>`.
    pub name: &'static str,
    /// Decodes JSON and encodes the result again.
    pub round_trip: fn(&[u8]) -> Result<Vec<u8>, serde_json::Error>,
}

fn codec<T: Serialize + DeserializeOwned>(name: &'static str) -> Codec {
    Codec {
        name,
        round_trip: |json| serde_json::to_vec(&serde_json::from_slice::<T>(json)?),
    }
}
