//! Which operation a request belongs to.

use okta_api::operations::{OPERATIONS, Operation};

/// What tells operations with the same path apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The content type of the request body.
    pub content_type: Option<&'a str>,
    /// Whether there is a request body.
    pub has_body: bool,
}

/// The operation of a request. `path` has no query; a literal segment is preferred to a
/// parameter, a fixed query to none, and of variants the one that the body fits.
#[must_use]
pub fn find(method: &str, path: &str, query: &str, hints: Hints<'_>) -> Option<&'static Operation> {
    OPERATIONS
        .iter()
        .copied()
        .filter(|operation| operation.method.as_str().eq_ignore_ascii_case(method))
        .filter_map(|operation| Some((rank(operation, path, query)?, operation)))
        .max_by_key(|(rank, operation)| (rank.clone(), fits(operation, hints)))
        .map(|(_, operation)| operation)
}

/// How specific a match is: which segments are literal, from the left, then the query.
fn rank(operation: &Operation, path: &str, query: &str) -> Option<(Vec<bool>, bool)> {
    let (template, fixed) = match operation.path.split_once('?') {
        Some((template, fixed)) => (template, Some(fixed)),
        None => (operation.path, None),
    };
    let is_given = fixed.is_some_and(|fixed| query.split('&').any(|pair| pair == fixed));
    // Leaving a switch out means `false`.
    if !is_given && fixed.is_some_and(|fixed| !fixed.ends_with("=false")) {
        return None;
    }
    let mut given = path.split('/');
    let mut literal = Vec::new();
    for segment in template.split('/') {
        let given = given.next()?;
        let is_parameter = segment.starts_with('{');
        if is_parameter && given.is_empty() || !is_parameter && segment != given {
            return None;
        }
        literal.push(!is_parameter);
    }
    given.next().is_none().then_some((literal, is_given))
}

fn fits(operation: &Operation, hints: Hints<'_>) -> (bool, bool) {
    let expected = operation.body.as_ref();
    let essence = hints.content_type.and_then(|t| t.split(';').next());
    (
        expected.is_some() == hints.has_body,
        expected.map(|body| body.content_type) == essence.map(str::trim),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(method: &str, path: &str, query: &str, hints: Hints<'_>) -> Option<&'static str> {
        find(method, path, query, hints).map(|operation| operation.id)
    }

    #[test]
    fn requests_find_their_operations() {
        let none = Hints::default();
        for (method, path, query, expected) in [
            ("GET", "/api/v1/users", "limit=1", Some("listUsers")),
            ("get", "/api/v1/users/00u1", "", Some("getUser")),
            ("GET", "/api/v1/groups/rules", "", Some("listGroupRules")),
            ("GET", "/api/v1/groups/00g1", "", Some("getGroup")),
            ("GET", "/api/v1/users/", "", None),
            ("GET", "/api/v1/nowhere", "", None),
            (
                "POST",
                "/api/v1/users/00u1/lifecycle/expire_password",
                "tempPassword=true",
                Some("expirePasswordAndGetTemporaryPassword"),
            ),
            (
                "POST",
                "/api/v1/users/00u1/lifecycle/expire_password",
                "",
                Some("expirePassword"),
            ),
        ] {
            assert_eq!(id(method, path, query, none), expected, "{method} {path}");
        }
    }

    #[test]
    fn variants_are_told_by_their_bodies() {
        let forgot = "/api/v1/users/00u1/credentials/forgot_password";
        let with_body = Hints {
            content_type: Some("application/json; charset=utf-8"),
            has_body: true,
        };
        assert_eq!(
            id("POST", forgot, "", Hints::default()),
            Some("forgotPassword")
        );
        assert_eq!(
            id("POST", forgot, "", with_body),
            Some("forgotPasswordSetNewPassword")
        );
    }

    #[test]
    fn every_operation_is_found_by_its_own_path() {
        for operation in OPERATIONS {
            let (path, query) = operation
                .path
                .split_once('?')
                .unwrap_or((operation.path, ""));
            let hints = Hints {
                content_type: operation.body.as_ref().map(|body| body.content_type),
                has_body: operation.body.is_some(),
            };
            let filled = path.replace(['{', '}'], "x");
            let found = find(operation.method.as_str(), &filled, query, hints).unwrap();
            assert_eq!(found.path, operation.path, "{}", operation.id);
        }
    }
}
