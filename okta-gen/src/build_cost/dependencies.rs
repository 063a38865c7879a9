//! What each dependency alone brings: the crates that would go if it went.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use super::wrapper::Compiled;

/// A dependency, and what would go with it.
#[derive(Debug, PartialEq)]
pub struct Dependency {
    /// Its package.
    pub package: String,
    /// Whether `okta-api` names it itself.
    pub direct: bool,
    /// Crates that nothing else needs, itself among them.
    pub crates: usize,
    /// What building these took.
    pub cpu: Duration,
}

/// Packages, and those that each needs.
struct Graph<'a> {
    root: &'a str,
    needs: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Graph<'a> {
    /// From the text of `cargo tree --prefix depth --no-dedupe`.
    fn new(tree: &'a str) -> Self {
        let mut graph = Self {
            root: "",
            needs: BTreeMap::new(),
        };
        let mut above: Vec<&str> = Vec::new();
        for line in tree.lines() {
            let name = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let Ok(depth) = line[..line.len() - name.len()].parse() else {
                continue;
            };
            // `name v1.2.3`, without what is said in parentheses behind it.
            let package = name.split(" (").next().unwrap_or(name).trim();
            above.truncate(depth);
            match above.last() {
                Some(parent) => _ = graph.needs.entry(parent).or_default().insert(package),
                None => graph.root = package,
            }
            above.push(package);
        }
        graph
    }

    /// The packages that are needed, were this one not.
    fn needed_without(&self, package: &str) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.root];
        while let Some(next) = open.pop() {
            if next != package && seen.insert(next) {
                open.extend(self.needs.get(next).into_iter().flatten());
            }
        }
        seen
    }
}

/// The direct dependencies, and those further below that take `least` or more, the
/// most expensive first.
pub fn cost(tree: &str, compiled: &[Compiled], least: Duration) -> Vec<Dependency> {
    let graph = Graph::new(tree);
    let mut cpu: BTreeMap<&str, Duration> = BTreeMap::new();
    for entry in compiled {
        *cpu.entry(&entry.package).or_default() += entry.usage.cpu;
    }
    let direct = graph.needs.get(graph.root).cloned().unwrap_or_default();
    let all = graph.needed_without("");
    let mut found: Vec<Dependency> = all
        .iter()
        .filter(|package| **package != graph.root)
        .map(|package| {
            let rest = graph.needed_without(package);
            let gone = || all.difference(&rest);
            Dependency {
                package: (*package).to_owned(),
                direct: direct.contains(package),
                crates: gone().count(),
                cpu: gone().filter_map(|package| cpu.get(package)).sum(),
            }
        })
        .filter(|dependency| dependency.direct || dependency.cpu >= least)
        .collect();
    found.sort_by_key(|dependency| std::cmp::Reverse(dependency.cpu));
    found
}

#[cfg(test)]
mod tests {
    use super::super::process::Usage;
    use super::*;

    #[test]
    fn shared_crates_are_nobodys() {
        let tree = "0me v0.1.0 (/here)\n1a v1.0.0\n2shared v2.0.0\n3deep v1.0.0\n2own v1.0.0 (proc-macro)\n1b v1.0.0\n2shared v2.0.0\n3deep v1.0.0\n";
        let compiled =
            ["a v1.0.0", "shared v2.0.0", "deep v1.0.0", "own v1.0.0"].map(|package| Compiled {
                package: package.into(),
                name: String::new(),
                usage: Usage {
                    cpu: Duration::from_secs(2),
                    ..Usage::default()
                },
            });
        let found = cost(tree, &compiled, Duration::from_secs(3));
        let plain: Vec<_> = found
            .iter()
            .map(|d| (&*d.package, d.direct, d.crates, d.cpu.as_secs()))
            .collect();
        assert_eq!(
            plain,
            [
                ("a v1.0.0", true, 2, 4),
                ("shared v2.0.0", false, 2, 4),
                ("b v1.0.0", true, 1, 0),
            ]
        );
    }
}
