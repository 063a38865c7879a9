//! From bytes to a type and back, compiled once for each type of a request or response.

/// A type that a response decodes to.
pub(crate) trait Decode: Sized {
    /// Decodes a body; an empty one is an error unless the type says otherwise.
    fn from_body(body: &[u8]) -> Result<Self, DecodeError>;
}

/// A type that a request sends.
pub(crate) trait Encode {
    /// The JSON to send.
    fn to_json(&self) -> Result<Vec<u8>, serde_json::Error>;
}

/// Why a body is not what its type says.
#[derive(Debug, Clone)]
pub struct DecodeError {
    /// Where, as a JSON path.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}
