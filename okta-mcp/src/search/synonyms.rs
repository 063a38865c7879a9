//! People's words for Okta's.

use std::{cmp::Reverse, collections::HashMap, path::Path};

use super::words::{split, stem, words};

/// What a word counts for that was not said, but is meant.
const MEANT: f64 = 0.8;

/// What a word counts for whose synonym was found: it was said, but not in Okta's words.
const SAID_OTHERWISE: f64 = 0.5;

/// Words that may stand a little after the verb that they belong to.
const PARTICLES: &[&str] = &[
    "out", "off", "on", "back", "away", "down", "again", "up", "in",
];

/// How many words may stand between.
const GAP: usize = 3;

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

/// The words of a phrase after its first one, and what is meant.
type Phrase = (Vec<String>, Vec<String>);

/// A word to look for, and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) weight: f64,
    /// Whether it was said, and not only meant.
    pub(super) said: bool,
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
                let mut phrase = split(phrase).into_iter().map(|word| stem(&word));
                let Some(first) = phrase.next() else {
                    return Err(SynonymsError::Line { line: index + 1 });
                };
                let phrases = synonyms.phrases.entry(first).or_default();
                phrases.push((phrase.collect(), meant.clone()));
            }
        }
        Ok(synonyms)
    }

    /// The words to look for: those that were said, and those that are meant.
    pub(super) fn expand(&self, intent: &str) -> Vec<Term> {
        // An address stands for the person who has it, and a scope for its grant.
        let intent: Vec<&str> = intent
            .split_whitespace()
            .map(|word| match word {
                word if word.contains('@') => "user",
                word if word.to_ascii_lowercase().starts_with("okta.") => "grant scope",
                word => word,
            })
            .collect();
        let intent = &intent.join(" ");
        let said: Vec<String> = split(intent).iter().map(|word| stem(word)).collect();
        let telling = words(intent);
        let mut covered = vec![false; said.len()];
        let mut terms: Vec<Term> = Vec::new();
        // Longer phrases first: `lock out` means something else than `lock`.
        for (places, meant) in self.matches(&said) {
            let mut new = false;
            for place in places {
                if let Some(covered) = covered.get_mut(place) {
                    new |= !std::mem::replace(covered, true);
                }
            }
            if new {
                for word in meant {
                    add(&mut terms, word, MEANT, false);
                }
            }
        }
        for (word, covered) in said.iter().zip(covered) {
            if telling.contains(word) {
                add(
                    &mut terms,
                    word,
                    if covered { SAID_OTHERWISE } else { 1.0 },
                    true,
                );
            }
        }
        terms
    }

    /// The phrases that were said, the longest first: where their words stand, and what
    /// they mean.
    fn matches(&self, said: &[String]) -> Vec<(Vec<usize>, &[String])> {
        let mut matches = Vec::new();
        for start in 0..said.len() {
            let Some(phrases) = said.get(start).and_then(|first| self.phrases.get(first)) else {
                continue;
            };
            for (rest, meant) in phrases {
                if let Some(places) = follow(said, start, rest) {
                    matches.push((places, meant.as_slice()));
                }
            }
        }
        matches.sort_by_key(|(places, _)| (Reverse(places.len()), places.first().copied()));
        matches
    }
}

/// Where the words of a phrase stand that begins here: one after the other, but for
/// particles, which may come a little later (`lock my colleague out`).
fn follow(said: &[String], start: usize, rest: &[String]) -> Option<Vec<usize>> {
    let mut places = vec![start];
    for word in rest {
        let next = places.last()? + 1;
        let reach = if PARTICLES.contains(&word.as_str()) {
            GAP
        } else {
            0
        };
        let found = (next..=next + reach).find(|at| said.get(*at) == Some(word))?;
        places.push(found);
    }
    Some(places)
}

fn add(terms: &mut Vec<Term>, word: &str, weight: f64, said: bool) {
    match terms.iter_mut().find(|term| term.word == word) {
        Some(term) => {
            term.weight = term.weight.max(weight);
            term.said |= said;
        }
        None => terms.push(Term {
            word: word.to_owned(),
            weight,
            said,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_synonyms_are_whole() {
        Synonyms::built_in().unwrap();
    }

    #[test]
    fn a_line_without_a_meaning_is_refused() {
        for text in ["lock out", "= suspend", "lock out ="] {
            assert!(Synonyms::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn longer_phrases_win() {
        let synonyms = Synonyms::parse("lock out = suspend\nlock = unlock").unwrap();
        let words: Vec<String> = synonyms
            .expand("lock them out, lock out Ada")
            .into_iter()
            .map(|term| term.word)
            .collect();
        assert!(words.contains(&"suspend".to_owned()), "{words:?}");
    }
}
