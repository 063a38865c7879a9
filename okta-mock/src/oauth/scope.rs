//! OAuth scopes.

use std::collections::BTreeSet;

/// The scopes of a space-separated list.
pub(super) fn list(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Whether what is granted covers what is required: who may manage may read.
pub(super) fn covers(granted: &BTreeSet<String>, required: &str) -> bool {
    granted.contains(required)
        || required
            .strip_suffix(".read")
            .is_some_and(|area| granted.contains(&format!("{area}.manage")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managing_covers_reading() {
        let granted = list(" okta.users.manage  okta.groups.read\n");
        assert_eq!(granted.len(), 2);
        for (required, expected) in [
            ("okta.users.manage", true),
            ("okta.users.read", true),
            ("okta.groups.read", true),
            ("okta.groups.manage", false),
            ("okta.apps.read", false),
            ("okta.users", false),
        ] {
            assert_eq!(covers(&granted, required), expected, "{required}");
        }
    }
}
