//! Groups: departments first, then teams of them in many places.

use super::{
    people::{DEPARTMENTS, PLACES},
    rng::nth,
};

/// A made-up group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// Unique in the org.
    pub(crate) name: String,
    pub(crate) description: String,
}

/// The n-th group. The first ones are the departments of
/// [`DEPARTMENTS`](super::DEPARTMENTS) in their order, whatever the seed, so that tests
/// can name them.
pub(crate) fn group(n: u64) -> Group {
    let departments = DEPARTMENTS.len() as u64;
    let teams = departments * PLACES.len() as u64;
    let department = nth(DEPARTMENTS, n);
    let Some(team) = n.checked_sub(departments) else {
        return Group {
            name: department.to_owned(),
            description: format!("Everyone in {department}"),
        };
    };
    let (place, ..) = nth(PLACES, team / departments);
    let name = match team / teams {
        0 => format!("{department} {place}"),
        round => format!("{department} {place} {}", round + 1),
    };
    Group {
        description: format!("The {name} team"),
        name,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_begin_with_the_departments() {
        let names: Vec<String> = (0..2000).map(|n| group(n).name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        assert_eq!(names[..DEPARTMENTS.len()], *DEPARTMENTS);
        assert_eq!(group(12).name, "Engineering San Francisco");
        assert_eq!(group(12 + 144).name, "Engineering San Francisco 2");
        assert!(!group(u64::MAX).name.is_empty());
    }
}
