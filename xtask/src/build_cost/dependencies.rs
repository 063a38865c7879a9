//! What each dependency brings: the crates that would go if it went.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use super::wrapper::Compiled;

const LAYER: &str = "okta-core v";

/// A dependency, and what would go with it.
#[derive(Debug, PartialEq)]
pub struct Dependency {
    /// Its package.
    pub package: String,
    /// Crates that only it needs, and itself.
    pub brings: Cost,
    /// Of these, what would go if our crates did not name it: nothing when another
    /// dependency needs it too. None where our crates do not name it.
    pub saved: Option<Cost>,
}

/// Crates, and the CPU time that building them took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// How many.
    pub crates: usize,
    /// How long.
    pub cpu: Duration,
}

/// Packages, and those that each needs.
struct Graph<'a> {
    root: &'a str,
    needs: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Graph<'a> {
    /// From the text of `cargo tree --prefix depth --no-dedupe`. The layer that the crate
    /// stands on is ours, too: what it needs, the crate needs.
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
            let package = match above.is_empty() || !package.starts_with(LAYER) {
                true => package,
                false => graph.root,
            };
            match above.last() {
                Some(parent) if *parent == package => {}
                Some(parent) => _ = graph.needs.entry(parent).or_default().insert(package),
                None => graph.root = package,
            }
            above.push(package);
        }
        graph
    }

    /// The packages that are reached by needs that are not left out: of what, and what.
    fn reached(&self, left_out: impl Fn(&str, &str) -> bool) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.root];
        while let Some(package) = open.pop() {
            for need in self.needs.get(package).into_iter().flatten() {
                if !left_out(package, need) && seen.insert(*need) {
                    open.push(need);
                }
            }
        }
        seen
    }
}

/// The whole, the direct dependencies, and those further below that bring `least` or
/// more, the most expensive first.
pub fn costs(tree: &str, compiled: &[Compiled], least: Duration) -> (Cost, Vec<Dependency>) {
    let graph = Graph::new(tree);
    let mut cpu: BTreeMap<&str, Duration> = BTreeMap::new();
    for entry in compiled {
        *cpu.entry(&entry.package).or_default() += entry.usage.cpu;
    }
    let cost = |packages: &BTreeSet<&str>| Cost {
        crates: packages.len(),
        cpu: packages.iter().filter_map(|package| cpu.get(package)).sum(),
    };
    let all = graph.reached(|_, _| false);
    let direct = graph.needs.get(graph.root).cloned().unwrap_or_default();
    let mut found: Vec<Dependency> = all
        .iter()
        .map(|&package| {
            let without = graph.reached(|_, need| need == package);
            let unnamed = graph.reached(|by, need| by == graph.root && need == package);
            Dependency {
                package: package.to_owned(),
                brings: cost(&(&all - &without)),
                saved: direct.contains(package).then(|| cost(&(&all - &unnamed))),
            }
        })
        .filter(|dependency| dependency.saved.is_some() || dependency.brings.cpu >= least)
        .collect();
    found.sort_by_key(|dependency| std::cmp::Reverse(dependency.brings.cpu));
    (cost(&all), found)
}

#[cfg(test)]
mod tests {
    use super::super::process::Usage;
    use super::*;

    #[test]
    fn what_another_needs_too_stays() {
        let tree = "0me v0.1.0 (/here)\n1a v1.0.0\n2shared v2.0.0\n3deep v1.0.0\n2own v1.0.0 (proc-macro)\n1okta-core v0.1.0\n2b v1.0.0\n3shared v2.0.0\n4deep v1.0.0\n3a v1.0.0\n";
        let packages = ["a v1.0.0", "shared v2.0.0", "deep v1.0.0", "own v1.0.0"];
        let compiled = packages.map(|package| Compiled {
            package: package.into(),
            name: String::new(),
            usage: Usage {
                cpu: Duration::from_secs(2),
                ..Usage::default()
            },
        });
        let seconds = |cost: Cost| (cost.crates, cost.cpu.as_secs());
        let (all, found) = costs(tree, &compiled, Duration::from_secs(3));
        assert_eq!(seconds(all), (5, 8));
        let plain: Vec<_> = found
            .iter()
            .map(|found| {
                (
                    &*found.package,
                    seconds(found.brings),
                    found.saved.map(seconds),
                )
            })
            .collect();
        assert_eq!(
            plain,
            [
                ("a v1.0.0", (2, 4), Some((0, 0))),
                ("shared v2.0.0", (2, 4), None),
                ("b v1.0.0", (1, 0), Some((1, 0))),
            ]
        );
    }
}
