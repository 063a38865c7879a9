//! BM25 over fields (Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple
//! weighted fields") for the things that are spoken of, times how well the verb suits.

use std::collections::{HashMap, HashSet};

use super::{
    synonyms::{Query, Vocabulary},
    words::{verb_of, words},
};
use crate::catalogue::{Operation, Place};

/// Saturation of repeated words, and how much long documents count less.
const K1: f64 = 1.2;
const B: f64 = 0.3;

/// What a word counts by where it stands.
const ID: f64 = 3.0;
const ALIAS: f64 = 2.0;
const SUMMARY: f64 = 1.0;
const TAG: f64 = 1.5;
const PATH: f64 = 1.5;
const DESCRIPTION: f64 = 0.4;
const PARAMETER: f64 = 0.3;

/// Of a description the beginning says what an operation is for, in words.
const TELLING: usize = 50;

/// What it counts that everything of an alias was said.
const CALLED: f64 = 1.0;

#[derive(Debug)]
pub(super) struct Index {
    documents: Vec<Document>,
    /// In how many documents a word is.
    spread: HashMap<String, usize>,
    mean_length: f64,
    /// The verbs that operations begin with, and what they are about.
    verbs: HashSet<String>,
    things: HashSet<String>,
}

#[derive(Debug)]
struct Document {
    /// Words and their weighted frequency.
    words: HashMap<String, f64>,
    length: f64,
    verb: String,
    /// The words of the id besides the verb: what it is about, and nothing else.
    about: Vec<String>,
    /// The words of each alias.
    aliases: Vec<Vec<String>>,
    reads: bool,
    list: bool,
}

impl Index {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let documents: Vec<Document> = operations.iter().map(Document::of).collect();
        let mut spread = HashMap::new();
        for word in documents.iter().flat_map(|document| document.words.keys()) {
            *spread.entry(word.clone()).or_insert(0) += 1;
        }
        let total: f64 = documents.iter().map(|document| document.length).sum();
        let mean_length = total / real(documents.len().max(1));
        let verbs = documents.iter().map(|document| document.verb.clone());
        let things = documents.iter().flat_map(|document| document.about.clone());
        Self {
            verbs: verbs.collect(),
            things: things.collect(),
            documents,
            spread,
            mean_length,
        }
    }

    /// The documents with any of the words, and their scores.
    pub(super) fn scores(&self, query: &Query) -> Vec<(usize, f64)> {
        self.documents
            .iter()
            .enumerate()
            .map(|(index, document)| (index, self.score(document, query)))
            .filter(|(_, score)| *score > 0.0)
            .collect()
    }

    fn score(&self, document: &Document, query: &Query) -> f64 {
        let things: f64 = query
            .things
            .iter()
            .map(|term| term.weight * self.bm25(document, &term.word))
            .sum();
        let all: f64 = query
            .things
            .iter()
            .map(|term| term.weight * self.rarity(&term.word))
            .sum();
        let things = things / all.max(1.0);
        let list = if document.list && document.reads {
            1.08
        } else {
            1.0
        };
        let suits = query.wish.suits(&document.verb, document.reads);
        things
            * (0.3 + 0.7 * document.covered(query))
            * suits
            * list
            * (1.0 + CALLED * document.called(query))
    }

    fn rarity(&self, word: &str) -> f64 {
        let all = real(self.documents.len());
        let with = real(self.spread.get(word).copied().unwrap_or(0));
        if with == 0.0 {
            return 0.0;
        }
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    fn bm25(&self, document: &Document, word: &str) -> f64 {
        let Some(frequency) = document.words.get(word) else {
            return 0.0;
        };
        let length = 1.0 - B + B * document.length / self.mean_length;
        self.rarity(word) * frequency * (K1 + 1.0) / (frequency + K1 * length)
    }
}

impl Vocabulary for Index {
    fn is_verb(&self, word: &str) -> bool {
        self.verbs.contains(word)
    }

    fn is_thing(&self, word: &str) -> bool {
        self.things.contains(word)
    }
}

impl Document {
    fn of(operation: &Operation) -> Self {
        let (verb, about) = verb_of(&operation.id);
        let mut document = Self {
            words: HashMap::new(),
            length: 0.0,
            verb,
            about,
            aliases: operation.aliases.iter().map(|alias| words(alias)).collect(),
            reads: operation.class.is_read(),
            list: operation.is_list(),
        };
        for word in document.about.clone() {
            document.count(word, ID);
        }
        document.add(&operation.summary, SUMMARY);
        document.add(&operation.aliases.join(" "), ALIAS);
        document.add(&operation.tag, TAG);
        document.add(&operation.area, TAG);
        let path: String = operation
            .path
            .split('/')
            .filter(|part| !part.starts_with('{'))
            .collect::<Vec<_>>()
            .join(" ");
        document.add(&path, PATH);
        // Some descriptions begin with their summary.
        let description = &operation.description;
        let description: Vec<&str> = description
            .strip_prefix(&operation.summary)
            .unwrap_or(description)
            .split_whitespace()
            .take(TELLING)
            .collect();
        document.add(&description.join(" "), DESCRIPTION);
        for parameter in operation
            .parameters
            .iter()
            .filter(|p| p.place == Place::Query)
        {
            document.add(&parameter.name, PARAMETER);
        }
        document
    }

    fn add(&mut self, text: &str, weight: f64) {
        for word in words(text) {
            self.count(word, weight);
        }
    }

    fn count(&mut self, word: String, weight: f64) {
        *self.words.entry(word).or_insert(0.0) += weight;
        self.length += weight;
    }

    /// Which share of what the operation is about was asked for: `listUsers` is more to
    /// the point than `listUserGrants` when nobody speaks of grants.
    fn covered(&self, query: &Query) -> f64 {
        if self.about.is_empty() {
            return 1.0;
        }
        let found: f64 = self
            .about
            .iter()
            .map(|word| query.weight(word).min(1.0))
            .sum();
        found / real(self.about.len())
    }

    /// How much of what people call it was said, of the alias that fits best.
    fn called(&self, query: &Query) -> f64 {
        self.aliases
            .iter()
            .filter(|alias| alias.iter().all(|word| query.said.contains(word)))
            .map(|alias| (real(alias.len()) / 3.0).min(1.0))
            .fold(0.0, f64::max)
    }
}

/// A count as a real number; counts here are far below where that loses anything.
#[allow(clippy::cast_precision_loss)]
fn real(count: usize) -> f64 {
    count as f64
}
