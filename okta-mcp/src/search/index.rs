//! BM25 over fields (Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple
//! weighted fields").

use std::collections::HashMap;

use http::Method;

use super::{synonyms::Term, words::words};
use crate::catalogue::{Operation, Place};

/// Saturation of repeated words, and how much long documents count less.
const K1: f64 = 1.2;
const B: f64 = 0.6;

/// What a word counts by where it stands.
const ID: f64 = 3.0;
const SUMMARY: f64 = 1.0;
const TAG: f64 = 1.5;
const PATH: f64 = 1.5;
const DESCRIPTION: f64 = 0.4;
const PARAMETER: f64 = 0.3;

/// Of a description the beginning says what an operation is for, in words.
const TELLING: usize = 50;

#[derive(Debug)]
pub(super) struct Index {
    documents: Vec<Document>,
    /// In how many documents a word is.
    spread: HashMap<String, usize>,
    mean_length: f64,
}

#[derive(Debug)]
struct Document {
    /// Words and their weighted frequency.
    words: HashMap<String, f64>,
    length: f64,
    /// The words of the id: what the operation is, and nothing else.
    id: Vec<String>,
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
        Self {
            documents,
            spread,
            mean_length,
        }
    }

    /// The documents with any of the words, and their scores.
    pub(super) fn scores(&self, query: &[Term]) -> Vec<(usize, f64)> {
        let wish = Wish::of(query);
        self.documents
            .iter()
            .enumerate()
            .map(|(index, document)| {
                let words: f64 = query
                    .iter()
                    .map(|term| term.weight * self.bm25(document, &term.word))
                    .sum();
                let score = words * (0.55 + 0.45 * document.covered(query)) * wish.suits(document);
                (index, score)
            })
            .filter(|(_, score)| *score > 0.0)
            .collect()
    }

    fn bm25(&self, document: &Document, word: &str) -> f64 {
        let Some(frequency) = document.words.get(word) else {
            return 0.0;
        };
        let all = real(self.documents.len());
        let with = real(self.spread.get(word).copied().unwrap_or(0));
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        let length = 1.0 - B + B * document.length / self.mean_length;
        rarity * frequency * (K1 + 1.0) / (frequency + K1 * length)
    }
}

impl Document {
    fn of(operation: &Operation) -> Self {
        let mut document = Self {
            words: HashMap::new(),
            length: 0.0,
            id: words(&operation.id),
            reads: operation.class.is_read(),
            list: operation.is_list(),
        };
        document.add(&operation.id, ID);
        document.add(&operation.summary, SUMMARY);
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
        let verb = match operation.method {
            Method::DELETE => "delete remove",
            Method::GET => "get list",
            Method::PUT => "replace update",
            _ => "",
        };
        document.add(verb, TAG);
        document
    }

    fn add(&mut self, text: &str, weight: f64) {
        for word in words(text) {
            *self.words.entry(word).or_insert(0.0) += weight;
            self.length += weight;
        }
    }

    /// Which share of what the operation is was asked for: `listUsers` is more to the
    /// point than `listUserGrants` when nobody speaks of grants.
    fn covered(&self, query: &[Term]) -> f64 {
        let found = self
            .id
            .iter()
            .filter(|word| query.iter().any(|term| term.word == **word));
        real(found.count()) / real(self.id.len().max(1))
    }
}

/// What somebody wants to be done, as far as their verbs tell.
struct Wish {
    shows: bool,
    changes: bool,
    gives: bool,
    takes: bool,
}

/// Stems of words that ask to see something.
const SHOWING: &[&str] = &[
    "list", "get", "show", "find", "who", "what", "view", "see", "count", "look", "search",
    "report", "check", "many",
];

/// Stems of words that ask to change something.
const CHANGING: &[&str] = &[
    "cre",
    "add",
    "delet",
    "remov",
    "updat",
    "replac",
    "assign",
    "unassign",
    "activ",
    "deactiv",
    "suspend",
    "unsuspend",
    "unlock",
    "rot",
    "generat",
    "revok",
    "reset",
    "enrol",
    "enroll",
    "expir",
    "set",
    "chang",
    "upload",
    "grant",
    "publish",
    "clear",
    "clon",
    "send",
    "verify",
    "stop",
];

/// Stems of verbs that give something, and of those that take it away.
const GIVING: &[&str] = &[
    "assign", "cre", "add", "activ", "grant", "enroll", "subscrib", "link", "upload", "publish",
];
const TAKING: &[&str] = &[
    "unassign",
    "delet",
    "remov",
    "revok",
    "deactiv",
    "unenroll",
    "unlink",
    "unsubscrib",
    "suspend",
];

impl Wish {
    fn of(query: &[Term]) -> Self {
        let any = |verbs: &[&str]| query.iter().any(|term| verbs.contains(&term.word.as_str()));
        let said = |verbs: &[&str]| {
            let mut terms = query.iter().filter(|term| term.said);
            terms.any(|term| verbs.contains(&term.word.as_str()))
        };
        let takes = any(TAKING);
        Self {
            shows: any(SHOWING),
            changes: any(CHANGING),
            // Nouns bring giving verbs along (`admin` means `assign role`).
            gives: said(GIVING) || any(GIVING) && !takes,
            takes,
        }
    }

    /// How much an operation is of the kind that is wanted.
    fn suits(&self, document: &Document) -> f64 {
        let verb = document.id.first().map_or("", String::as_str);
        let opposite = self.takes && !self.gives && GIVING.contains(&verb)
            || self.gives && !self.takes && TAKING.contains(&verb);
        let kind = match (self.shows, self.changes) {
            (true, false) if document.list => 1.25 * 1.1,
            (true, false) if document.reads => 1.25,
            (true, false) => 0.7,
            (false, true) if document.reads => 0.7,
            (false, true) => 1.15,
            // A thing without a verb is to be seen.
            (false, false) if document.list => 1.3,
            (false, false) if document.reads => 1.1,
            (false, false) => 0.9,
            (true, true) => 1.0,
        };
        if opposite { kind * 0.55 } else { kind }
    }
}

/// A count as a real number; counts here are far below where that loses anything.
#[allow(clippy::cast_precision_loss)]
fn real(count: usize) -> f64 {
    count as f64
}
