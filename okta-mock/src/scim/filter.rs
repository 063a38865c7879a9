//! A parsed expression and how it is applied to a resource.

use serde_json::Value;
use thiserror::Error;

use super::{
    compare::{Case, Operand, Operator},
    path::Path,
};

/// A `filter` or `search` expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filter {
    pub(super) root: Expression,
    pub(super) case: Case,
}

/// Why an expression is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub(crate) struct FilterError {
    /// Where, in characters from the start.
    pub(crate) position: usize,
    /// What is wrong, in words like the ones of Okta's System Log API.
    pub(crate) message: String,
}

/// A node of the expression. Chains of `and` and of `or` are flat, so the tree is no
/// deeper than the parentheses, which the parser bounds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    Compare {
        path: Path,
        operator: Operator,
        operand: Operand,
    },
}

impl Filter {
    /// Whether the resource is selected. An attribute that is an array matches when any
    /// of its elements does.
    pub(crate) fn matches(&self, resource: &Value) -> bool {
        self.root.matches(resource, self.case)
    }
}

impl Expression {
    fn matches(&self, resource: &Value, case: Case) -> bool {
        match self {
            Self::And(all) => all.iter().all(|e| e.matches(resource, case)),
            Self::Or(any) => any.iter().any(|e| e.matches(resource, case)),
            Self::Not(inner) => !inner.matches(resource, case),
            Self::Compare {
                path,
                operator,
                operand,
            } => path.any(resource, &mut |value| {
                operand.matches(*operator, value, case)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::policy::ANYTHING, *};

    fn ada() -> Value {
        json!({
            "id": "00u1", "status": "ACTIVE", "activated": null,
            "created": "2024-05-01T12:00:00.000Z",
            "type": {"id": "oty1"},
            "profile": {
                "firstName": "Ada", "lastName": "O\"Hara \\ Söhne", "login": "ada@example.com",
                "department": "Engineering", "nickName": "", "age": 36, "ratio": 0.5,
                "manager": false, "scores": [1, 5, 9], "skills": ["Rust", "C"],
                "phones": [{"type": "work", "number": "1"}, {"type": "home", "number": "2"}],
                "big": 9_007_199_254_740_993_i64
            }
        })
    }

    #[track_caller]
    fn check(cases: &[(&str, bool)]) {
        for (text, expected) in cases {
            let filter = ANYTHING.parse(text).unwrap();
            assert_eq!(filter.matches(&ada()), *expected, "{text}");
        }
    }

    #[test]
    fn strings() {
        check(&[
            (r#"status eq "ACTIVE""#, true),
            (r#"status eq "active""#, true),
            (r#"status ne "ACTIVE""#, false),
            (r#"status EQ "ACTIVE""#, true),
            (r#"Status eq "ACTIVE""#, false),
            (r#"status eq"ACTIVE""#, true),
            (r#"profile.firstName sw "ad""#, true),
            (r#"profile.firstName sw "da""#, false),
            (r#"profile.login co "EXAMPLE""#, true),
            (r#"profile.login ew ".com""#, true),
            (r#"profile.login ew ".org""#, false),
            (r#"profile.department gt "engineer""#, true),
            (r#"profile.department lt "F""#, true),
            (r#"profile.department ge "engineering""#, true),
            (r#"profile.department le "ENGINEERING""#, true),
            (r#"profile.department gt "Engineering""#, false),
            (r#"status lt "STAGED" or status gt "STAGED""#, true),
            (r#"profile.lastName eq "o\"hara \\ S\u00f6hne""#, true),
            (r#"profile.lastName eq "O\"Hara \\ Sohne""#, false),
            (r#"profile.firstName eq """#, false),
            (r#"profile.nickName eq """#, true),
        ]);
    }

    #[test]
    fn numbers_booleans_null() {
        check(&[
            ("profile.age eq 36", true),
            ("profile.age eq 36.0", true),
            ("profile.age gt 35", true),
            ("profile.age lt -1", false),
            ("profile.ratio le 5e-1", true),
            (r#"profile.age eq "36""#, false),
            ("profile.big eq 9007199254740992", false),
            ("profile.manager eq false", true),
            ("profile.manager eq true", false),
            ("profile.manager ne true", true),
            ("activated eq null", true),
            ("missing eq null", true),
            ("status eq null", false),
            ("status ne null", true),
            (r#"missing ne "x""#, true),
            (r#"missing eq "x""#, false),
            (r#"missing lt "x" or missing gt "x""#, false),
        ]);
    }

    #[test]
    fn presence() {
        check(&[
            ("profile.department pr", true),
            ("profile pr", true),
            ("profile.nickName pr", false),
            ("activated pr", false),
            ("missing pr", false),
            ("profile.manager pr", true),
            ("not (profile.nickName pr)", true),
            ("profile.department pr and profile.nickName pr", false),
        ]);
    }

    #[test]
    fn dates_are_instants() {
        check(&[
            (r#"created eq "2024-05-01T14:00:00+02:00""#, true),
            (r#"created gt "2024-05-01T13:59:59+02:00""#, true),
            (r#"created gt "2024-05-01T12:00:00.000Z""#, false),
            (r#"created ge "2024-05-01""#, true),
            (r#"created sw "2024-05""#, true),
            (r#"created lt "yesterday""#, true),
        ]);
    }

    #[test]
    fn any_element_of_an_array() {
        check(&[
            (r#"profile.skills eq "rust""#, true),
            (r#"profile.skills eq "Java""#, false),
            (r#"profile.skills ne "rust""#, true),
            ("profile.scores gt 8", true),
            ("profile.scores gt 9", false),
            (r#"profile.phones.type eq "home""#, true),
            (r#"profile.phones.number eq "3""#, false),
        ]);
    }

    #[test]
    fn precedence() {
        let (t, f) = (r#"status eq "ACTIVE""#, r#"status eq "STAGED""#);
        check(&[
            (&format!("{t} or {f} and {f}"), true),
            (&format!("({t} or {f}) and {f}"), false),
            (&format!("{f} and {f} or {t}"), true),
            (&format!("{f} and ({f} or {t})"), false),
            (&format!("not ({f}) and {t}"), true),
            (&format!("not ({f} and {t}) and {t}"), true),
            (&format!("not ({t}) or {t}"), true),
            (&format!("NOT({t} OR {f})"), false),
            (&format!("{t} AND not (({f}))"), true),
            (&format!("  ( {t} )\tand\n( {t} )  "), true),
        ]);
    }
}
