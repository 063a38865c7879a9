//! The operation that a request counts as, and its hash.

use std::{borrow::Cow, hash::Hasher};

use crate::{
    operations::key::{key, with},
    request::Request,
};

/// What distinguishes requests before anything is known: method and path template.
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
                let template = template(&request.path);
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

/// Uses a key as its own hash, because it already is one.
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

/// Guesses the path template of a raw path: names and ids alternate after `/api/v1`.
fn template(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let segments = path.split('/').enumerate().map(|(index, segment)| {
        // "", "api", "v1", name, id, name, id, …
        if index >= 4 && index % 2 == 0 && !segment.is_empty() {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_do_not_tell_buckets_apart() {
        for (path, expected) in [
            ("/api/v1/users", "/api/v1/users"),
            ("/api/v1/users/00u1", "/api/v1/users/{}"),
            ("/api/v1/users/00u1/factors", "/api/v1/users/{}/factors"),
            (
                "/api/v1/users/00u1/factors/f2?x=1",
                "/api/v1/users/{}/factors/{}",
            ),
            ("/oauth2/v1", "/oauth2/v1"),
            ("", ""),
        ] {
            assert_eq!(template(path), expected);
        }
    }
}
