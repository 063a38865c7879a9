//! The `q` parameter: a quick look-up by the beginning of a name.

use serde_json::Value;

use super::{compare::Case, path::any_at};

/// Whether a value at one of the paths begins with `q`, in any letter case. An empty
/// `q` selects everything, as if it were not given.
pub(crate) fn has_prefix(resource: &Value, q: &str, paths: &[&str]) -> bool {
    let q = Case::Ignored.fold(q.trim());
    let begins = &mut |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| Case::Ignored.fold(text).starts_with(q.as_ref()))
    };
    q.is_empty() || paths.iter().any(|path| any_at(resource, path, begins))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn prefixes() {
        let user = json!({"profile": {
            "firstName": "Ada", "lastName": "Lovelace", "email": null, "aliases": ["Countess"]
        }});
        let paths = [
            "profile.firstName",
            "profile.lastName",
            "profile.email",
            "profile.aliases",
        ];
        for (q, expected) in [
            ("", true),
            ("ad", true),
            ("LOVE", true),
            (" lovelace ", true),
            ("count", true),
            ("lace", false),
            ("adam", false),
        ] {
            assert_eq!(has_prefix(&user, q, &paths), expected, "{q:?}");
        }
        assert!(!has_prefix(&user, "ada", &[]));
    }
}
