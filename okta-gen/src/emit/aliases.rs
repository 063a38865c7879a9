//! The phrases by which the search of the documentation finds an operation.
//!
//! The search finds a phrase only as it is written, so each is also there without its articles,
//! and the name of the method is there in words.

use crate::api::Operation;

const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// A verb of Okta's names, and the word that people use for it as often.
const VERBS: [(&str, &str); 5] = [
    ("add", "create"),
    ("create", "add"),
    ("delete", "remove"),
    ("replace", "update"),
    ("unassign", "remove"),
];

/// Returns the former id, the phrases that the description gives, and those that follow from
/// them and from the name, each once.
pub(super) fn of(operation: &Operation) -> Vec<String> {
    let name = operation.name.to_string();
    let given = operation.aliases.iter().cloned();
    let phrases = given.chain(from_name(&name)).flat_map(|phrase| {
        let short = without_articles(&phrase);
        [phrase, short]
    });
    let mut all: Vec<String> = Vec::new();
    for phrase in operation.former_id.iter().cloned().chain(phrases) {
        // The name itself is found anyway, and rustc warns of an alias that repeats it.
        if phrase != name && !all.contains(&phrase) {
            all.push(phrase);
        }
    }
    all
}

/// The name in words, with another verb, and for a read without its verb.
fn from_name(name: &str) -> Vec<String> {
    let words = name.replace("oauth2_", "").replace('_', " ");
    let words = words.replace("application", "app");
    let Some((verb, object)) = words.split_once(' ') else {
        return Vec::new();
    };
    let mut phrases = vec![words.clone()];
    if let Some((_, other)) = VERBS.iter().find(|(known, _)| *known == verb) {
        phrases.push(format!("{other} {object}"));
    }
    if matches!(verb, "get" | "list") {
        phrases.push(object.to_owned());
    }
    phrases
}

fn without_articles(phrase: &str) -> String {
    let words = phrase.split(' ').filter(|word| !ARTICLES.contains(word));
    words.collect::<Vec<_>>().join(" ")
}
