//! What is to be done, as the first word of an operation's id says it.

use super::words::stem;

/// Verbs that do nearly the same, and how well one stands in for another: whether something
/// is deleted, revoked or unassigned depends on what it is, and people do not care.
const FAMILIES: &[(f64, &[&str])] = &[
    (0.8, &["list", "get"]),
    (0.6, &["get", "preview"]),
    (
        0.7,
        &[
            "create",
            "add",
            "generate",
            "enroll",
            "upload",
            "publish",
            "clone",
            "assign",
            "grant",
            "link",
            "subscribe",
        ],
    ),
    (
        0.8,
        &[
            "update", "replace", "set", "change", "upsert", "upload", "extend", "rotate",
        ],
    ),
    (
        0.8,
        &[
            "unassign",
            "delete",
            "revoke",
            "unlink",
            "unenroll",
            "unsubscribe",
        ],
    ),
    (
        0.5,
        &["deactivate", "suspend", "delete", "revoke", "unassign"],
    ),
    (0.5, &["activate", "unsuspend", "unlock", "reactivate"]),
    // To add to something, or to take from it, is to change it.
    (0.4, &["update", "replace", "create", "add", "delete"]),
    (0.4, &["update", "replace", "activate"]),
    (0.4, &["update", "replace", "deactivate"]),
    (0.6, &["verify", "execute", "send"]),
    (0.5, &["reset", "expire", "forgot", "change"]),
];

/// From here on, a verb is one of the main clause.
const SAID: f64 = 0.6;
/// How well any other verb does.
const OTHER: f64 = 0.35;
/// How well a verb does where none was said: a thing alone is to be seen.
const UNSAID_READ: f64 = 0.65;
const UNSAID_CHANGE: f64 = 0.55;

/// The verbs that somebody wants, and how much.
#[derive(Debug, Default)]
pub(super) struct Wish(Vec<(String, f64)>);

impl Wish {
    pub(super) fn add(&mut self, verb: &str, weight: f64) {
        match self.0.iter_mut().find(|(known, _)| known == verb) {
            Some((_, known)) => *known = known.max(weight),
            None => self.0.push((verb.to_owned(), weight)),
        }
    }

    /// Whether no verb was said.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a verb stands in explanations at most, something is to be seen.
    pub(super) fn or_see(&mut self) {
        if !self.0.is_empty() && self.0.iter().all(|(_, weight)| *weight < SAID) {
            self.add("list", 0.9);
            self.add("get", 0.8);
        }
    }

    /// How much an operation with this verb is wanted.
    pub(super) fn suits(&self, verb: &str, reads: bool) -> f64 {
        if self.0.is_empty() {
            return if reads { UNSAID_READ } else { UNSAID_CHANGE };
        }
        let serve = |(wanted, weight): &(String, f64)| weight * related(wanted, verb);
        self.0.iter().map(serve).fold(OTHER, f64::max)
    }
}

fn related(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    FAMILIES
        .iter()
        .filter(|(_, family)| {
            let has = |verb: &str| family.iter().any(|known| stem(known) == verb);
            has(one) && has(other)
        })
        .map(|(weight, _)| *weight)
        .fold(0.0, f64::max)
}
