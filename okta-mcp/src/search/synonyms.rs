//! People's words for Okta's.

use std::{cmp::Reverse, collections::HashMap, path::Path};

use super::{
    phrase::{PARTICLES, Phrase},
    verbs::Wish,
    words::{names_whole, split, stem, words},
};

/// What a word counts for that was not said, but is meant.
const MEANT: f64 = 1.0;

/// What a word counts for whose synonym was found: it was said, but not in Okta's words.
const SAID_OTHERWISE: f64 = 0.5;

/// What a verb counts whose phrase says what it is done to.
const WHOLE: f64 = 1.25;

/// What `user` counts when a name was said.
const NAMED: f64 = 0.4;

/// How much less likely each further verb of a phrase is.
const LESS_LIKELY: f64 = 0.8;

/// Words that begin a clause that only explains.
const CLAUSES: &[&str] = &[
    "when", "becaus", "until", "since", "after", "befor", "so", "that", "who", "which", "whos",
    "while", "if", "wher",
];

/// Why synonyms cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynonymsError {
    /// The file cannot be read.
    #[error("cannot read the synonyms {path}: {source}")]
    File {
        /// The file that was tried.
        path: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A line means nothing.
    #[error("line {line} of the synonyms has no `people's words = Okta's words`")]
    Line {
        /// The number of the line, from 1.
        line: usize,
    },
}

/// Phrases of people, and the words that Okta has for them.
#[derive(Debug, Default)]
pub struct Synonyms {
    /// By the stem of the first word: those of the others, and what is meant.
    phrases: HashMap<String, Vec<Phrase>>,
}

/// What somebody wants.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// What is spoken of.
    pub(super) things: Vec<Term>,
    /// What is to be done.
    pub(super) wish: Wish,
    /// All words that were said or meant.
    pub(super) said: Vec<String>,
}

/// A word to look for, and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) weight: f64,
}

impl Query {
    /// What a word counts.
    pub(super) fn weight(&self, word: &str) -> f64 {
        self.things
            .iter()
            .find(|term| term.word == word)
            .map_or(0.0, |term| term.weight)
    }

    fn thing(&mut self, word: &str, weight: f64) {
        match self.things.iter_mut().find(|term| term.word == word) {
            Some(term) => term.weight = term.weight.max(weight),
            None => self.things.push(Term {
                word: word.to_owned(),
                weight,
            }),
        }
    }
}

/// The words that operations have.
pub(super) trait Vocabulary {
    /// Whether an operation begins with this verb.
    fn is_verb(&self, word: &str) -> bool;
    /// Whether an operation is about something of this name.
    fn is_thing(&self, word: &str) -> bool;
}

impl Synonyms {
    /// The synonyms that come with this program.
    ///
    /// # Errors
    ///
    /// When they are broken, which their test excludes.
    pub fn built_in() -> Result<Self, SynonymsError> {
        Self::parse(include_str!("../../synonyms.txt"))
    }

    /// Synonyms of a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or has a line that means nothing.
    pub fn from_file(path: &Path) -> Result<Self, SynonymsError> {
        let text = std::fs::read_to_string(path).map_err(|source| SynonymsError::File {
            path: path.display().to_string(),
            source,
        })?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, SynonymsError> {
        let mut synonyms = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.is_empty() {
                continue;
            }
            let error = SynonymsError::Line { line: index + 1 };
            let Some((phrases, meant)) = line.split_once('=') else {
                return Err(error);
            };
            let meant = words(meant);
            if meant.is_empty() {
                return Err(error);
            }
            for phrase in phrases.split(',') {
                let Some((first, phrase)) = Phrase::parse(phrase, &meant) else {
                    return Err(error);
                };
                synonyms.phrases.entry(first).or_default().push(phrase);
            }
        }
        Ok(synonyms)
    }

    /// What somebody wants: what was said, and what is meant by it.
    pub(super) fn expand(&self, intent: &str, vocabulary: &impl Vocabulary) -> Query {
        // An address stands for the person who has it, and a scope for its grant.
        let intent: Vec<&str> = intent
            .split_whitespace()
            .map(|word| match word {
                word if word.contains('@') => "user",
                word if word.to_ascii_lowercase().starts_with("okta.") => "grant scope",
                word => word,
            })
            .collect();
        let named = has_a_name(&intent.join(" "));
        let intent = &names_whole(&intent.join(" "));
        let words_said = split(intent);
        let said: Vec<String> = words_said.iter().map(|word| stem(word)).collect();
        let telling = words(intent);
        let mut covered = vec![false; said.len()];
        let mut query = Query::default();
        let aside = aside(&said);
        // Longer phrases first: `lock out` means something else than `lock`.
        for (places, meant) in self.matches(&words_said, &said) {
            let at = places.first().copied().unwrap_or_default();
            let (doing, thing) = match places.as_slice() {
                // In `the admins group` there are no admins: it is a name.
                [only] if names_a_group(&said, *only) => (0.0, 0.3),
                _ if at >= aside => (0.4, 0.6),
                _ => (1.0, 1.0),
            };
            // What stands in a longer phrase already is not said once more.
            let known = places.iter().filter(|at| covered.get(**at) == Some(&true));
            if known.count() * 2 >= places.len() {
                continue;
            }
            for place in places {
                if let Some(covered) = covered.get_mut(place) {
                    *covered = true;
                }
            }
            let whole = meant.iter().any(|word| !vocabulary.is_verb(word));
            let mut weight = if whole { WHOLE } else { 1.0 };
            for word in meant {
                if vocabulary.is_verb(word) {
                    query.wish.add(word, weight * doing);
                    weight *= LESS_LIKELY;
                } else {
                    query.thing(word, MEANT * thing);
                }
                query.said.push(word.clone());
            }
        }
        for (at, (word, covered)) in said.iter().zip(covered).enumerate() {
            if !telling.contains(word) || names_a_group(&said, at) && covered {
                continue;
            }
            let (doing, thing) = if at >= aside { (0.4, 0.6) } else { (1.0, 1.0) };
            if vocabulary.is_verb(word) && !covered {
                query.wish.add(word, doing);
            }
            query.thing(word, thing * if covered { SAID_OTHERWISE } else { 1.0 });
            query.said.push(word.clone());
        }
        if named {
            query.thing("user", NAMED);
        }
        // Whoever something is done to, Okta has no word for them.
        if !query.wish.is_empty()
            && !query
                .things
                .iter()
                .any(|term| vocabulary.is_thing(&term.word))
        {
            query.thing("user", NAMED);
        }
        query.wish.or_see();
        query
    }

    /// The phrases that were said, the longest first: where their words stand, and what
    /// they mean.
    fn matches(&self, words: &[String], said: &[String]) -> Vec<(Vec<usize>, &[String])> {
        let mut matches = Vec::new();
        for start in 0..said.len() {
            let Some(phrases) = said.get(start).and_then(|first| self.phrases.get(first)) else {
                continue;
            };
            for phrase in phrases {
                if let Some(places) = phrase.places(words, said, start) {
                    matches.push((places, phrase.meant.as_slice()));
                }
            }
        }
        matches.sort_by_key(|(places, _)| (Reverse(places.len()), places.first().copied()));
        matches
    }
}

/// Whether somebody is named: there is a word with a capital within.
fn has_a_name(intent: &str) -> bool {
    let named = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    };
    intent.split_whitespace().skip(1).any(named)
}

/// Where what is only explained begins: who is meant, when, and why.
fn aside(said: &[String]) -> usize {
    let clause = |pair: &[String]| match pair {
        // After a particle, `that` points at something.
        [before, word] if word == "that" => !PARTICLES.contains(&before.as_str()),
        [_, word] => CLAUSES.contains(&word.as_str()),
        _ => false,
    };
    let after = said.windows(2).skip(1).position(clause);
    after.map_or(usize::MAX, |at| at + 2)
}

/// Whether the word at this place is the name of a group: it stands right before it.
fn names_a_group(said: &[String], at: usize) -> bool {
    let group = |next: &String| matches!(next.as_str(), "group" | "team" | "department");
    at > 0 && said.get(at + 1).is_some_and(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [&'static str]);

    impl Vocabulary for Words {
        fn is_verb(&self, word: &str) -> bool {
            self.0.contains(&word)
        }

        fn is_thing(&self, word: &str) -> bool {
            word == "user"
        }
    }

    /// What is looked for besides what was said.
    fn meant(synonyms: &str, intent: &str) -> Vec<String> {
        let synonyms = Synonyms::parse(synonyms).unwrap();
        let said: Vec<String> = words(intent);
        let query = synonyms.expand(intent, &Words(&["suspend"]));
        let meant = query.said.into_iter();
        meant.filter(|word| !said.contains(word)).collect()
    }

    #[test]
    fn the_built_in_synonyms_are_whole() {
        Synonyms::built_in().unwrap();
    }

    #[test]
    fn a_line_without_a_meaning_is_refused() {
        for text in ["lock out", "= suspend", "lock out =", "* out = suspend"] {
            assert!(Synonyms::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_longest_phrase_counts_whatever_stands_in_between() {
        let synonyms = "lock out = suspend user\nlock = unlock\ngive * access to = assign\n\
                        who -ed = log\n^why = event";
        for (intent, expected) in [
            ("lock my colleague out", vec!["suspend", "user"]),
            ("lock it", vec!["unlock"]),
            ("give Ada from sales access to Jira", vec!["assign"]),
            ("give everybody in all of the teams access to Jira", vec![]),
            ("who deleted the group", vec!["log"]),
            ("who gave it to her", vec!["log"]),
            ("who is it", vec![]),
            ("why not", vec!["event"]),
            ("say why", vec![]),
        ] {
            assert_eq!(meant(synonyms, intent), expected, "{intent}");
        }
    }
}
