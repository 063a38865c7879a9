//! The policy file.
//!
//! ```yaml
//! rules:
//!   - deny: {area: apps, class: destroy}
//!   - ask: {class: write}
//!   - allow: {operation: addUserToGroup}
//!   - deny: {pattern: "*Key*"}
//! ```

use std::path::Path;

use serde::Deserialize;

use super::{allow::known_area, error::PolicyError};
use crate::catalogue::{Catalogue, Operation, class};

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Allow the call, if it may be allowed at all.
    Allow,
    /// A person decides.
    Ask,
    /// Refuse the call.
    Deny,
}

/// The rules of a file.
#[derive(Debug, Clone, Default)]
pub struct RuleSet(Vec<(Rule, Matcher)>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    allow: Option<Matcher>,
    ask: Option<Matcher>,
    deny: Option<Matcher>,
}

/// All that is named has to match.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Matcher {
    operation: Option<String>,
    area: Option<String>,
    class: Option<String>,
    /// A pattern of operation ids, with `*` for anything.
    pattern: Option<String>,
}

impl RuleSet {
    pub(super) fn read(path: &Path, catalogue: &Catalogue) -> Result<Self, PolicyError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| PolicyError::File {
            path: shown.clone(),
            source,
        })?;
        Self::parse(&text, catalogue).map_err(|problem| PolicyError::Format {
            path: shown,
            problem,
        })
    }

    fn parse(text: &str, catalogue: &Catalogue) -> Result<Self, String> {
        let file: File = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
        let mut rules = Vec::new();
        for (index, entry) in file.rules.into_iter().enumerate() {
            let number = index + 1;
            let rule = match (entry.allow, entry.ask, entry.deny) {
                (Some(matcher), None, None) => (Rule::Allow, matcher),
                (None, Some(matcher), None) => (Rule::Ask, matcher),
                (None, None, Some(matcher)) => (Rule::Deny, matcher),
                _ => {
                    return Err(format!(
                        "rule {number} has to be one of allow, ask and deny"
                    ));
                }
            };
            rule.1
                .check(catalogue)
                .map_err(|problem| format!("rule {number}: {problem}"))?;
            rules.push(rule);
        }
        Ok(Self(rules))
    }

    /// The strictest of the rules that match.
    pub(super) fn verdict(&self, operation: &Operation) -> Option<Rule> {
        self.0
            .iter()
            .filter(|(_, matcher)| matcher.matches(operation))
            .map(|(rule, _)| *rule)
            .max()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Matcher {
    /// A rule that can match nothing is a mistake that would be found too late.
    fn check(&self, catalogue: &Catalogue) -> Result<(), String> {
        if let Some(area) = &self.area {
            known_area(area, catalogue)?;
        }
        if let Some(name) = &self.class {
            class::named(name)?;
        }
        if let Some(id) = &self.operation
            && catalogue.find(id).is_none_or(|found| found.id != *id)
        {
            return Err(format!("there is no operation `{id}`"));
        }
        if self.operation.is_none()
            && self.area.is_none()
            && self.class.is_none()
            && self.pattern.is_none()
        {
            return Err("it names no operation, area, class or pattern".to_owned());
        }
        if !catalogue
            .operations()
            .iter()
            .any(|operation| self.matches(operation))
        {
            return Err("it matches no operation".to_owned());
        }
        Ok(())
    }

    fn matches(&self, operation: &Operation) -> bool {
        self.operation.as_ref().is_none_or(|id| *id == operation.id)
            && self
                .area
                .as_ref()
                .is_none_or(|area| *area == operation.area)
            && self
                .class
                .as_ref()
                .is_none_or(|class| class == operation.class.as_str())
            && self
                .pattern
                .as_ref()
                .is_none_or(|pattern| like(pattern, &operation.id))
    }
}

/// Whether a text is like a pattern, in which `*` stands for anything.
fn like(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match text.find(part) {
            Some(at) => text = text.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_stars() {
        for (pattern, text, expected) in [
            ("listUsers", "listUsers", true),
            ("listUsers", "listUser", false),
            ("list*", "listUsers", true),
            ("*", "", true),
            ("*Key*", "generateApplicationKey", true),
            ("*Key*s", "listKeys", true),
            ("*Key*s", "listKey", false),
            ("a*b*c", "abc", true),
            ("a*bc*c", "abc", false),
        ] {
            assert_eq!(like(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_rule_that_means_nothing_is_refused() {
        let catalogue = Catalogue::built_in().unwrap();
        for (text, problem) in [
            ("", "unexpected end of input"),
            ("{}", "missing field"),
            (
                "rules: [{deny: {operation: deleteUsers}}]",
                "rule 1: there is no operation",
            ),
            ("rules: [{deny: {class: writes}}]", "not a class of risk"),
            ("rules: [{deny: {area: user}}]", "there is no area"),
            ("rules: [{deny: {pattern: 'zap*'}}]", "matches no operation"),
            ("rules: [{deny: {}}]", "names no operation"),
            (
                "rules: [{deny: {class: read}, ask: {class: read}}]",
                "one of allow",
            ),
            ("rules: [{dney: {class: read}}]", "unknown field"),
            ("rules: [{deny: {klass: read}}]", "unknown field"),
        ] {
            let error = RuleSet::parse(text, &catalogue).unwrap_err();
            assert!(error.contains(problem), "{text}: {error}");
        }
        RuleSet::parse("rules: [{deny: {area: users, class: destroy}}]", &catalogue).unwrap();
    }
}
