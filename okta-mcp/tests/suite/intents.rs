//! What people say finds the operation that serves it, among the first five.
use okta_mcp::{catalogue::Catalogue, search::Search};

/// How many of the intents of a file find one of their operations, and which do not.
fn found(file: &str) -> (usize, usize, Vec<String>) {
    let catalogue = Catalogue::built_in().unwrap();
    let search = Search::new(&catalogue).unwrap();
    let mut all = 0;
    let mut missed = Vec::new();
    for line in file
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (intent, wanted) = line.rsplit_once(" = ").unwrap();
        let wanted: Vec<&str> = wanted.split('|').map(str::trim).collect();
        for id in &wanted {
            assert!(catalogue.find(id).is_some(), "there is no operation {id}");
        }
        let hits = search.find(&catalogue, intent, 5);
        all += 1;
        if !hits
            .iter()
            .any(|hit| wanted.contains(&hit.operation.id.as_str()))
        {
            let ids: Vec<&str> = hits.iter().map(|hit| hit.operation.id.as_str()).collect();
            missed.push(format!("{intent}: {}", ids.join(", ")));
        }
    }
    (all - missed.len(), all, missed)
}

#[test]
fn intents_that_the_synonyms_were_written_for() {
    let (found, all, missed) = found(include_str!("../intents/tuned.txt"));
    assert!(all >= 60);
    assert!(
        found * 100 >= all * 98,
        "{found} of {all}; missed:\n{}",
        missed.join("\n")
    );
}

/// Nothing is tuned on these, so this is how well it does on others' words; a change that
/// makes it clearly worse fails.
#[test]
fn intents_that_nothing_was_tuned_on() {
    let (found, all, missed) = found(include_str!("../intents/held_out.txt"));
    println!("{found} of {all}; missed:\n{}", missed.join("\n"));
    assert!(
        found * 100 >= all * 85,
        "{found} of {all}; missed:\n{}",
        missed.join("\n")
    );
}
