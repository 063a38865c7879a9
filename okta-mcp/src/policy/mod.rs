//! What an agent may do: by itself, with a person, or not at all.

mod allow;
mod error;
mod file;

use std::path::Path;

pub use allow::Grant;
pub use error::PolicyError;
pub use file::{Rule, RuleSet};

use crate::catalogue::{Catalogue, Operation, needs_a_person};

/// The decision about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The call is made.
    Allow,
    /// A person decides.
    Ask,
    /// The call is refused, for this reason.
    Deny(String),
}

/// What an agent may do. By default it may read.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    grants: Vec<Grant>,
    rules: RuleSet,
}

impl Policy {
    /// Creates a policy from the values of `--allow` and a file.
    ///
    /// # Errors
    ///
    /// Returns an error when one of them cannot be understood or names an operation or area
    /// that does not exist, or when the file cannot be read.
    pub fn new(
        allow: &[String],
        file: Option<&Path>,
        catalogue: &Catalogue,
    ) -> Result<Self, PolicyError> {
        let grants = allow
            .iter()
            .flat_map(|list| list.split(','))
            .map(str::trim)
            .filter(|given| !given.is_empty())
            .map(|given| {
                Grant::parse(given, catalogue).map_err(|problem| PolicyError::Allow {
                    given: given.to_owned(),
                    problem,
                })
            })
            .collect::<Result<_, _>>()?;
        let rules = match file {
            Some(path) => RuleSet::read(path, catalogue)?,
            None => RuleSet::default(),
        };
        Ok(Self { grants, rules })
    }

    /// Decides about a call of this operation.
    ///
    /// Of the file's rules that match, the strictest counts. If none matches, reads are
    /// allowed, and so is what `--allow` names. In any case, a person decides about
    /// replacements, removals and changes of privileges or credentials.
    #[must_use]
    pub fn decide(&self, operation: &Operation) -> Decision {
        let class = operation.class;
        let opened = if needs_a_person(class) {
            Decision::Ask
        } else {
            Decision::Allow
        };
        match self.rules.verdict(operation) {
            Some(Rule::Deny) => Decision::Deny("the policy file denies it".to_owned()),
            Some(Rule::Ask) => Decision::Ask,
            Some(Rule::Allow) => opened,
            None if class.is_read() || self.grants.iter().any(|grant| grant.opens(operation)) => {
                opened
            }
            None => Decision::Deny(format!(
                "this server is {}, and the operation is of class {name}; whoever starts the \
                 server opens it with `--allow {}:{name}`",
                if self.grants.is_empty() {
                    "read-only"
                } else {
                    "not open for it"
                },
                operation.area,
                name = class.as_str(),
            )),
        }
    }

    /// Describes in words what is allowed.
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        let mut words = vec!["read".to_owned()];
        words.extend(self.grants.iter().map(ToString::to_string));
        words
    }

    /// Returns the number of rules in the file.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.rules.len()
    }
}
