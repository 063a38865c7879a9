//! Phrases of people: which words of a text are one.

use super::words::{split, stem};

/// Words that may stand a little after the verb that they belong to.
pub(super) const PARTICLES: &[&str] = &[
    "out", "off", "on", "back", "away", "down", "again", "up", "in",
];

/// Words that may stand within a phrase and change nothing.
const SMALL: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "my", "our", "your", "their", "his", "her",
    "its", "some", "any", "every", "each", "all", "one", "of",
];

/// How many words may stand between.
const GAP: usize = 3;

/// A phrase of people.
#[derive(Debug)]
pub(super) struct Phrase {
    /// Its words after the first one.
    rest: Vec<Piece>,
    /// What is meant.
    pub(super) meant: Vec<String>,
    /// Whether it counts at the beginning only.
    opens: bool,
}

/// A part of a phrase.
#[derive(Debug)]
enum Piece {
    /// A word, without its ending.
    Word(String),
    /// `*`: up to [`GAP`] words of any kind.
    Gap,
    /// `-ed`: a verb in the past.
    Past,
}

impl Phrase {
    /// Reads a phrase: its first word, and the phrase.
    pub(super) fn parse(text: &str, meant: &[String]) -> Option<(String, Self)> {
        let opens = text.trim_start().starts_with('^');
        let mut pieces = text.split_whitespace().flat_map(pieces);
        let Some(Piece::Word(first)) = pieces.next() else {
            return None;
        };
        let phrase = Self {
            rest: pieces.collect(),
            meant: meant.to_vec(),
            opens,
        };
        Some((first, phrase))
    }

    /// Where its words stand in a text, if its first one stands at `start`: one after the
    /// other, but for gaps, for articles, and for particles, which may come a little later
    /// (`lock my colleague out`). `said` are the stems of the words.
    pub(super) fn places(
        &self,
        words: &[String],
        said: &[String],
        start: usize,
    ) -> Option<Vec<usize>> {
        if self.opens && start > 0 {
            return None;
        }
        follow(words, said, start, &self.rest)
    }
}

/// The parts of a phrase in a word of the file.
fn pieces(word: &str) -> Vec<Piece> {
    match word {
        "*" => vec![Piece::Gap],
        "-ed" => vec![Piece::Past],
        word => split(word)
            .iter()
            .map(|word| Piece::Word(stem(word)))
            .collect(),
    }
}

fn follow(words: &[String], said: &[String], start: usize, rest: &[Piece]) -> Option<Vec<usize>> {
    let mut places = vec![start];
    let mut gap = 0;
    for piece in rest {
        let next = places.last()? + 1;
        let found = match piece {
            Piece::Gap => {
                gap = GAP;
                continue;
            }
            Piece::Past => words.get(next).filter(|word| is_past(word)).map(|_| next)?,
            Piece::Word(word) => {
                let small = |word: &&String| SMALL.contains(&word.as_str());
                let reach = match PARTICLES.contains(&word.as_str()) {
                    true => GAP,
                    false => said.get(next..)?.iter().take_while(small).count(),
                };
                (next..=next + reach.max(gap)).find(|at| said.get(*at) == Some(word))?
            }
        };
        gap = 0;
        places.push(found);
    }
    Some(places)
}

/// Whether a word is a verb in the past: one that ends so, or one of those that do not.
fn is_past(word: &str) -> bool {
    const OTHERS: &[&str] = &[
        "gave", "took", "made", "did", "got", "went", "broke", "sent", "set", "put", "let", "came",
        "saw", "wrote", "stole", "ran", "left", "gone",
    ];
    word.len() > 4 && word.ends_with("ed") || OTHERS.contains(&word)
}
