//! Path templates, and their shape: what is left of one when parameters lose their names.
//!
//! Okta renames parameters and operations from one release to the next, and a path with
//! its method stays what it is.

/// Whether two path templates differ in nothing but the names of their parameters. A
/// query in a template does not matter.
pub(crate) fn same_shape(one: &str, other: &str) -> bool {
    let mut one = path(one).split('/');
    let mut other = path(other).split('/');
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || (is_parameter(a) && is_parameter(b)) => {}
            _ => return false,
        }
    }
}

/// A template without the names of its parameters: `/api/v1/users/{}`.
pub(crate) fn shape(template: &str) -> String {
    let mut shape = String::with_capacity(template.len());
    for segment in path(template).split('/').skip(1) {
        shape.push('/');
        shape.push_str(if is_parameter(segment) { "{}" } else { segment });
    }
    shape
}

/// A template without its query and without what tells variants apart.
pub(crate) fn path(template: &str) -> &str {
    template.split(['?', '#']).next().unwrap_or(template)
}

/// Whether a segment of a template is a parameter.
pub(crate) fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

/// The name of a parameter; `None` for a literal segment.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    (!name.contains('/')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parameters_do_not_matter() {
        for (one, other, expected) in [
            ("/api/v1/users/{userId}", "/api/v1/users/{id}", true),
            ("/api/v1/users/{userId}", "/api/v1/users/{}", true),
            ("/api/v1/users/{userId}?a=b", "/api/v1/users/{id}#v", true),
            ("/api/v1/users/{userId}", "/api/v1/users/me", false),
            ("/api/v1/users/{userId}", "/api/v1/users", false),
            ("/api/v1/users/{userId}", "/api/v1/groups/{groupId}", false),
        ] {
            assert_eq!(same_shape(one, other), expected, "{one} {other}");
            assert_eq!(shape(one) == shape(other), expected, "{one} {other}");
        }
        assert_eq!(
            shape("/api/v1/users/{userId}/roles?x=1"),
            "/api/v1/users/{}/roles"
        );
        assert_eq!(parameter("{userId}"), Some("userId"));
        assert_eq!(parameter("users"), None);
        assert_eq!(parameter("{userId}/roles/{roleId}"), None);
    }
}
