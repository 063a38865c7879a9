//! Which operation a request counts as, and how that is hashed.

use std::{borrow::Cow, hash::Hasher};

use http::Method;

use crate::{call::Request, raw};

/// What requests are told apart by before anything is known: method and path template.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) hash: u64,
    /// The path template.
    pub(super) name: Cow<'static, str>,
}

impl Key {
    pub(super) fn of(request: &Request) -> Self {
        let name = match request.operation.path {
            "" => Cow::Owned(raw::template(&request.path)),
            path => Cow::Borrowed(path.split('?').next().unwrap_or(path)),
        };
        Self::new(&request.method, name)
    }

    pub(super) fn new(method: &Method, name: Cow<'static, str>) -> Self {
        let mut hasher = KeyHasher::default();
        hasher.write(method.as_str().as_bytes());
        // `{userId}` and `{id}` are the same parameter.
        let mut in_parameter = false;
        for byte in name.bytes() {
            in_parameter = byte != b'/' && (in_parameter || byte == b'{');
            if !in_parameter || byte == b'{' {
                hasher.write_u8(byte);
            }
        }
        Self {
            hash: hasher.finish(),
            name,
        }
    }
}

/// FNV-1a: templates are short and no attacker's, and this runs for every call. A key is
/// such a hash already, and taken as it is.
#[derive(Clone, Copy)]
pub(super) struct KeyHasher(u64);

impl Default for KeyHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u8(*byte);
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_has_the_same_bucket_by_any_name() {
        let hash = |name: &'static str| Key::new(&Method::GET, name.into()).hash;
        assert_eq!(hash("/users/{userId}/x"), hash("/users/{}/x"));
        assert_ne!(hash("/users/{userId}/x"), hash("/users/{userId}/y"));
        assert_ne!(hash("/users/{userId}"), hash("/users"));
        assert_ne!(
            hash("/users"),
            Key::new(&Method::POST, "/users".into()).hash
        );
    }
}
