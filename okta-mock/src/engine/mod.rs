//! Answers any operation from its path and method alone. What Okta does differently for
//! a resource is said in [`behaviours`](crate::behaviours).

mod action;
mod generic;
pub(crate) mod links;
pub(crate) mod list;

pub(crate) use generic::answer;
