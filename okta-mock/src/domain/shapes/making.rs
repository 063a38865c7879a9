//! Under what circumstances a resource is made.

use crate::world::state::Landmarks;

/// Under what circumstances a resource is made.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    /// The id of the user who makes it.
    pub(crate) by: &'a str,
    pub(crate) landmarks: &'a Landmarks,
}
