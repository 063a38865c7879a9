//! Answers any operation from its path and method alone. What Okta does differently for
//! a resource is said in [`behaviours`](crate::behaviours).

mod action;
mod documents;
mod generic;
pub(crate) mod links;
pub(crate) mod list;
mod made;
mod refusals;
mod sample;

pub(crate) use generic::answer;

use crate::description::{Description, Operation};

/// Whether an operation takes a part of what it changes.
pub(crate) fn takes_a_part(description: &Description, operation: &Operation) -> bool {
    use action::Action::{Merge, MergeDocument};
    matches!(
        action::Action::of(description, operation),
        Merge | MergeDocument
    )
}
