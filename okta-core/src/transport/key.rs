//! Which operation a request counts as, and how that is hashed.

use std::{borrow::Cow, hash::Hasher};

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
        match request.operation.path {
            "" => {
                let template = raw::template(&request.path);
                Self {
                    hash: key(request.method.as_str(), &template),
                    name: Cow::Owned(template),
                }
            }
            path => Self {
                hash: request.operation.key,
                name: Cow::Borrowed(path.split('?').next().unwrap_or(path)),
            },
        }
    }
}

/// Hashes a method and a path template, without what follows a `?`. That of an operation is
/// calculated when the catalogue is compiled. FNV-1a: templates are short and no attacker's.
pub(crate) const fn key(method: &str, template: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let (method, template) = (method.as_bytes(), template.as_bytes());
    let mut at = 0;
    while at < method.len() {
        hash = with(hash, method[at]);
        at += 1;
    }
    // `{userId}` and `{id}` are the same parameter.
    let mut in_parameter = false;
    at = 0;
    while at < template.len() && template[at] != b'?' {
        let byte = template[at];
        in_parameter = byte != b'/' && (in_parameter || byte == b'{');
        if !in_parameter || byte == b'{' {
            hash = with(hash, byte);
        }
        at += 1;
    }
    hash
}

const fn with(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// A key is a hash already, and taken as it is.
#[derive(Clone, Copy, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = with(self.0, *byte);
        }
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
        let get = |template: &str| key("GET", template);
        assert_eq!(get("/users/{userId}/x"), get("/users/{}/x"));
        assert_ne!(get("/users/{userId}/x"), get("/users/{userId}/y"));
        assert_ne!(get("/users/{userId}"), get("/users"));
        assert_eq!(get("/users?a=b"), get("/users"));
        assert_ne!(get("/users"), key("POST", "/users"));
    }
}
