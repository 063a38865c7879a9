//! The key that distinguishes the requests of different operations.

/// Hashes a method and a path template, without what follows a `?`. An operation's key is
/// computed when the catalogue is compiled. FNV-1a suffices, because templates are short and do
/// not come from an attacker.
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

pub(crate) const fn with(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
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
