//! The overlay that keeps the names of an older release: a method whose name changes breaks
//! programs, and one whose name means something else changes what they do.

use std::{collections::BTreeSet, fmt::Write as _};

use super::operations;
use crate::{
    api::{Api, Operation},
    words,
};

/// An overlay for the newer release that gives operations the ids that they had; empty when
/// all of them have these.
pub fn overlay(before: &Api, after: &Api, old: &str, new: &str) -> String {
    let mut taken: BTreeSet<String> = before
        .operations
        .iter()
        .map(|operation| operation.name.to_string())
        .collect();
    let mut actions = String::new();
    // The variants of one operation are named after it: they cannot be named apart here.
    let variants = |operation: &Operation| {
        let same = |other: &&Operation| {
            (&other.method, &other.path) == (&operation.method, &operation.path)
        };
        after.operations.iter().filter(same).count() > 1
    };
    for pair in operations::matched(before, after).into_values() {
        let (operation, id, reason) = match pair {
            (Some(was), Some(is)) if was.id != is.id => (
                is,
                was.id.clone(),
                format!(
                    "{new} calls it {}; it keeps the name that it has in {old}.",
                    is.id
                ),
            ),
            // A new operation with the name of an older one.
            (None, Some(is)) if taken.contains(&is.name.to_string()) => {
                let id = apart(is, &taken);
                let reason = format!(
                    "{new} calls it {}, which is the name of another operation in {old}.",
                    is.id
                );
                (is, id, reason)
            }
            _ => continue,
        };
        if variants(operation) {
            continue;
        }
        taken.insert(words::snake(&id));
        // Writing to a string cannot fail.
        let _ = writeln!(
            actions,
            "  - target: \"$.paths['{}'].{}\"\n    description: >-\n      {reason}\n    update: {{operationId: {id}}}",
            operation.path,
            operation.method.to_lowercase(),
        );
    }
    if actions.is_empty() {
        return actions;
    }
    format!(
        "# The names of operations in {old}, kept for {new}.\n\
         overlay: 1.0.0\n\
         info:\n  title: Operation names of {old}\n  version: 1.0.0\n\
         actions:\n{actions}"
    )
}

/// A name that no operation has: with the resource behind it.
fn apart(operation: &Operation, taken: &BTreeSet<String>) -> String {
    let mut id = format!("{}Of{}", operation.id, words::camel(&operation.tag));
    while taken.contains(&words::snake(&id)) {
        id.push('2');
    }
    id
}
