//! Which attributes and operators each operation takes, as Okta documents them.

use okta_api::operations::{self, Operation};

use super::{
    compare::{Case, Operator},
    filter::FilterError,
};

/// What a parameter of an operation allows in its expressions.
#[derive(Debug)]
pub(crate) struct Policy {
    /// Attributes with their operators; the first entry that fits decides. `a.*` is
    /// everything below `a`, `*` is everything.
    attributes: &'static [(&'static str, &'static [Operator])],
    /// Whether `not` is allowed.
    pub(super) not: bool,
    /// Whether values are compared by letter case.
    pub(super) case: Case,
    /// How a refusal is worded.
    wording: Wording,
}

/// Okta words its refusals differently from one API to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wording {
    /// E0000031 with a cause.
    Search,
    /// E0000053 that names the mistake and its place.
    Log,
}

/// What Okta's error object says about an expression that is refused; the status is 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// `errorCode`.
    pub(crate) code: &'static str,
    /// `errorSummary`.
    pub(crate) summary: String,
    /// The `errorSummary` of each of `errorCauses`.
    pub(crate) causes: Vec<String>,
}

const ALL: &[Operator] = Operator::ALL;
const NONE: &[Operator] = &[];
const EQUAL: &[Operator] = &[Operator::Equal];
const EQUAL_OR_ORDER: &[Operator] = &[
    Operator::Equal,
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Less,
    Operator::LessOrEqual,
];
const ALL_BUT_NOT_EQUAL: &[Operator] = &[
    Operator::Equal,
    Operator::Contains,
    Operator::StartsWith,
    Operator::EndsWith,
    Operator::Present,
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Less,
    Operator::LessOrEqual,
];
const ALL_BUT_CONTAINS: &[Operator] = &[
    Operator::Equal,
    Operator::NotEqual,
    Operator::StartsWith,
    Operator::EndsWith,
    Operator::Present,
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Less,
    Operator::LessOrEqual,
];

/// Every attribute and operator: for parameters of which Okta documents no limits.
pub(crate) const ANYTHING: Policy = Policy {
    attributes: &[("*", ALL)],
    not: true,
    case: Case::Ignored,
    wording: Wording::Search,
};

/// The documented limits, by operation and parameter.
static POLICIES: &[(&Operation, &str, Policy)] = &[
    (
        &operations::LIST_USERS,
        "filter",
        Policy {
            attributes: &[
                ("status", EQUAL),
                ("lastUpdated", EQUAL_OR_ORDER),
                ("id", EQUAL),
                ("profile.login", EQUAL),
                ("profile.email", EQUAL),
                ("profile.firstName", EQUAL),
                ("profile.lastName", EQUAL),
            ],
            not: false,
            case: Case::Sensitive,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_USERS,
        "search",
        Policy {
            attributes: &[
                ("profile.*", ALL_BUT_NOT_EQUAL),
                ("id", ALL_BUT_NOT_EQUAL),
                ("status", ALL_BUT_NOT_EQUAL),
                ("created", ALL_BUT_NOT_EQUAL),
                ("activated", ALL_BUT_NOT_EQUAL),
                ("statusChanged", ALL_BUT_NOT_EQUAL),
                ("lastUpdated", ALL_BUT_NOT_EQUAL),
                ("type.id", ALL_BUT_NOT_EQUAL),
            ],
            not: true,
            case: Case::Ignored,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_GROUPS,
        "filter",
        Policy {
            attributes: &[
                ("id", EQUAL),
                ("type", EQUAL),
                ("lastUpdated", EQUAL_OR_ORDER),
                ("lastMembershipUpdated", EQUAL_OR_ORDER),
            ],
            not: false,
            case: Case::Sensitive,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_GROUPS,
        "search",
        Policy {
            attributes: &[
                ("_embedded.*", NONE),
                ("_links.*", NONE),
                ("objectClass", NONE),
                ("*", ALL),
            ],
            not: true,
            case: Case::Ignored,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_APPLICATIONS,
        "filter",
        Policy {
            attributes: &[
                ("status", EQUAL),
                ("user.id", EQUAL),
                ("group.id", EQUAL),
                ("credentials.signing.kid", EQUAL),
                ("name", EQUAL),
            ],
            not: false,
            case: Case::Sensitive,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_TRUSTED_ORIGINS,
        "filter",
        Policy {
            attributes: &[
                ("name", ALL),
                ("origin", ALL),
                ("status", ALL),
                ("type", ALL),
            ],
            not: true,
            case: Case::Sensitive,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_NETWORK_ZONES,
        "filter",
        Policy {
            attributes: &[("usage", EQUAL), ("id", EQUAL)],
            not: false,
            case: Case::Sensitive,
            wording: Wording::Search,
        },
    ),
    (
        &operations::LIST_LOG_EVENTS,
        "filter",
        Policy {
            attributes: &[
                // It would contradict `since` and `until`.
                ("published", NONE),
                ("debugContext.debugData.url", ALL_BUT_CONTAINS),
                ("debugContext.debugData.requestUri", ALL_BUT_CONTAINS),
                ("*", ALL),
            ],
            not: true,
            case: Case::Sensitive,
            wording: Wording::Log,
        },
    ),
];

/// What this parameter of an operation allows; `is` tells whether the operation is one of
/// the catalogue.
pub(crate) fn of(is: impl Fn(&Operation) -> bool, parameter: &str) -> &'static Policy {
    POLICIES
        .iter()
        .find(|(operation, name, _)| *name == parameter && is(operation))
        .map_or(&ANYTHING, |(_, _, policy)| policy)
}

impl Policy {
    /// Okta's words for an expression that [`parse`](Self::parse) refused.
    pub(crate) fn refusal(&self, text: &str, error: &FilterError) -> Refusal {
        match self.wording {
            Wording::Search => Refusal {
                code: "E0000031",
                summary: "Invalid search criteria.".to_owned(),
                causes: vec![format!("Invalid search syntax. {error}")],
            },
            Wording::Log => Refusal {
                code: "E0000053",
                summary: format!("Invalid filter '{text}': {error}"),
                causes: Vec::new(),
            },
        }
    }

    /// The operators that an attribute takes; none when it may not be asked for.
    pub(super) fn operators(&self, attribute: &str) -> &'static [Operator] {
        self.attributes
            .iter()
            .find(|(pattern, _)| fits(pattern, attribute))
            .map_or(NONE, |(_, operators)| operators)
    }
}

fn fits(pattern: &str, attribute: &str) -> bool {
    match pattern.strip_suffix('*') {
        // `_links.*` is `_links` too.
        Some(prefix) => {
            attribute.starts_with(prefix) || prefix.strip_suffix('.') == Some(attribute)
        }
        None => pattern == attribute,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(id: &str, parameter: &str) -> &'static Policy {
        of(|operation| operation.id == id, parameter)
    }

    #[test]
    fn documented_limits() {
        for (operation, parameter, text, allowed) in [
            ("listUsers", "filter", r#"status eq "ACTIVE""#, true),
            (
                "listUsers",
                "filter",
                r#"status eq "A" or (id eq "B" and profile.login eq "C")"#,
                true,
            ),
            (
                "listUsers",
                "filter",
                r#"lastUpdated gt "2013-06-01T00:00:00.000Z""#,
                true,
            ),
            ("listUsers", "filter", r#"lastUpdated sw "2013""#, false),
            ("listUsers", "filter", r#"status ne "ACTIVE""#, false),
            ("listUsers", "filter", r#"not (status eq "ACTIVE")"#, false),
            ("listUsers", "filter", r#"profile.department eq "x""#, false),
            ("listUsers", "filter", r#"profile eq "x""#, false),
            ("listUsers", "search", r#"profile.costCode eq "x""#, true),
            ("listUsers", "search", r#"type.id eq "oty1""#, true),
            ("listUsers", "search", r#"profile.department ne "x""#, false),
            (
                "listUsers",
                "search",
                r#"credentials.provider.type eq "OKTA""#,
                false,
            ),
            ("listGroups", "filter", r#"type eq "OKTA_GROUP""#, true),
            ("listGroups", "filter", r#"profile.name eq "x""#, false),
            ("listGroups", "search", r#"source.id eq "0oa1""#, true),
            ("listGroups", "search", r#"objectClass eq "x""#, false),
            ("listGroups", "search", "_links pr", false),
            ("listGroups", "search", r#"_links.logo.name eq "x""#, false),
            ("listApplications", "filter", r#"user.id eq "00u1""#, true),
            ("listApplications", "filter", r#"label eq "x""#, false),
            (
                "listLogEvents",
                "filter",
                r#"eventType sw "user." and not (outcome.result ne "FAILURE")"#,
                true,
            ),
            (
                "listLogEvents",
                "filter",
                r#"published gt "2024-01-01T00:00:00Z""#,
                false,
            ),
            (
                "listLogEvents",
                "filter",
                r#"debugContext.debugData.url co "x""#,
                false,
            ),
            (
                "listLogEvents",
                "filter",
                r#"debugContext.debugData.url sw "x""#,
                true,
            ),
            ("listSomethingElse", "filter", r#"anything co "x""#, true),
        ] {
            let result = policy(operation, parameter).parse(text);
            assert_eq!(
                result.is_ok(),
                allowed,
                "{operation} {parameter} {text}: {result:?}"
            );
        }
    }

    #[test]
    fn case_counts_in_filters_and_not_in_searches() {
        let user = json!({"status": "ACTIVE"});
        for (parameter, text, expected) in [
            ("filter", r#"status eq "active""#, false),
            ("filter", r#"status EQ "ACTIVE""#, true),
            ("search", r#"status eq "active""#, true),
            ("search", r#"STATUS eq "active""#, false),
        ] {
            let selected = policy("listUsers", parameter)
                .parse(text)
                .is_ok_and(|f| f.matches(&user));
            assert_eq!(selected, expected, "{parameter} {text}");
        }
    }

    #[test]
    fn refusals_are_worded_as_by_okta() {
        let text = r#"display_message eqq "x""#;
        let logs = policy("listLogEvents", "filter");
        let refusal = logs.refusal(text, &logs.parse(text).unwrap_err());
        assert_eq!(refusal.code, "E0000053");
        assert!(refusal.summary.starts_with(
            r#"Invalid filter 'display_message eqq "x"': Unrecognized attribute operator 'eqq' at position 16. Expected: "#
        ));

        let users = policy("listUsers", "search");
        let refusal = users.refusal("status", &users.parse("status").unwrap_err());
        assert_eq!(
            (refusal.code, refusal.summary.as_str()),
            ("E0000031", "Invalid search criteria.")
        );
        assert!(refusal.causes[0].starts_with("Invalid search syntax. "));
    }
}
