//! An id of one kind of resource where another kind's belongs. Two swapped ids look right to
//! the compiler, and to a person.

use std::fmt;

use http::StatusCode;

use crate::operations::{Operation, Segment};

/// For kinds that are easily confused: how their ids begin, what has such an id, and how the
/// names of parameters end that take one.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("00g", "a group", &["groupid"]),
    ("00p", "a policy", &["policyid"]),
    ("00u", "a user", &["userid"]),
    (
        "0oa",
        "an application, a client or an identity provider",
        &[
            "appid",
            "applicationid",
            "appinstanceid",
            "clientid",
            "idpid",
        ],
    ),
    ("0pr", "a rule", &["ruleid"]),
    ("aus", "an authorization server", &["authserverid"]),
];

/// An id in the wrong place of a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Misplaced {
    id: String,
    belongs_to: &'static str,
    parameter: &'static str,
}

impl Misplaced {
    /// Finds the first one in a path at which Okta found nothing.
    pub(super) fn find(
        operation: &Operation,
        path: &str,
        status: StatusCode,
        code: Option<&str>,
    ) -> Option<Self> {
        if status != StatusCode::NOT_FOUND || code != Some("E0000007") {
            return None;
        }
        let given = path.split('/').filter(|segment| !segment.is_empty());
        // The org URL may have a path of its own, which comes first.
        let given: Vec<&str> = given.collect();
        let wanted: Vec<Segment> = operation.segments().collect();
        let given = given.get(given.len().checked_sub(wanted.len())?..)?;
        wanted.iter().zip(given).find_map(|(wanted, id)| {
            let Segment::Parameter(parameter) = *wanted else {
                return None;
            };
            let name = parameter.to_lowercase();
            let (right, _, _) = KINDS
                .iter()
                .find(|(_, _, ends)| ends.iter().any(|end| name.ends_with(end)))?;
            let (found, belongs_to, _) =
                KINDS.iter().find(|(prefix, _, _)| id.starts_with(prefix))?;
            let is_id = id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (is_id && found != right).then(|| Self {
                id: (*id).to_owned(),
                belongs_to,
                parameter,
            })
        })
    }
}

impl fmt::Display for Misplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            belongs_to,
            parameter,
        } = self;
        write!(
            f,
            "`{parameter}` is {id}, the id of {belongs_to}: check the arguments and their order"
        )
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn an_id_in_the_place_of_another_kind_is_named() {
        let user = "00u1abcdefGHIJKLMN12";
        let group = "00g1abcdefGHIJKLMN12";
        let app = "0oa1abcdefGHIJKLMN12";
        let members = "/api/v1/groups/{groupId}/users/{userId}";
        let providers = "/api/v1/idps/{idpId}/users/{userId}";
        for (template, path, expected) in [
            (
                members,
                format!("/api/v1/groups/{user}/users/{group}"),
                Some("groupId"),
            ),
            (
                members,
                format!("/api/v1/groups/{group}/users/{app}"),
                Some("userId"),
            ),
            (
                members,
                format!("/base/api/v1/groups/{group}/users/{app}"),
                Some("userId"),
            ),
            (
                members,
                format!("/api/v1/groups/{group}/users/{user}"),
                None,
            ),
            (
                members,
                format!("/api/v1/groups/{group}/users/ada%40example.com"),
                None,
            ),
            (
                members,
                format!("/api/v1/groups/{group}/users/00goat"),
                None,
            ),
            (members, "/api/v1".to_owned(), None),
            // Identity providers have the prefix of applications.
            (providers, format!("/api/v1/idps/{app}/users/{user}"), None),
            (
                providers,
                format!("/api/v1/idps/{user}/users/{user}"),
                Some("idpId"),
            ),
            ("", format!("/api/v1/groups/{user}"), None),
            // The ids that belong here have no prefix of their own.
            (
                "/api/v1/sessions/{sessionId}",
                format!("/api/v1/sessions/{user}"),
                None,
            ),
        ] {
            let operation = Operation::new("x", "x", Method::GET, template);
            let found = |status, code| Misplaced::find(&operation, &path, status, code);
            let misplaced = found(StatusCode::NOT_FOUND, Some("E0000007"));
            assert_eq!(misplaced.map(|it| it.parameter), expected, "{path}");
            assert_eq!(found(StatusCode::NOT_FOUND, None), None);
            assert_eq!(found(StatusCode::FORBIDDEN, Some("E0000006")), None);
        }
    }
}
