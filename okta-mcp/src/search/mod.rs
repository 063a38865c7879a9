//! Finds operations by what somebody wants, offline: what is to be done (the verb that the
//! id of an operation begins with) and what it is done to (BM25 over all other words), with
//! synonyms for people's words.
//!
//! Seven hundred documents of a few words need no search engine: an index with stemming
//! and ranking by the same formula, as a library would bring it, costs a hundred crates;
//! this is five small files, and what decides the quality, the synonyms, is a text file.

mod index;
mod phrase;
mod synonyms;
mod verbs;
mod words;

use std::path::Path;

use crate::catalogue::{Catalogue, Operation};

use index::Index;
pub use synonyms::{Synonyms, SynonymsError};

/// Finds operations.
#[derive(Debug)]
pub struct Search {
    index: Index,
    synonyms: Synonyms,
}

/// What was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// What was found, as the catalogue describes it.
    pub operation: &'a Operation,
    /// How well it fits; only the order means something.
    pub score: f64,
}

impl Search {
    /// An index of a catalogue, with the synonyms that come with this program.
    ///
    /// # Errors
    ///
    /// When the synonyms are broken, which their tests exclude.
    pub fn new(catalogue: &Catalogue) -> Result<Self, SynonymsError> {
        Ok(Self {
            index: Index::of(catalogue.operations()),
            synonyms: Synonyms::built_in()?,
        })
    }

    /// The same with synonyms of one's own.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or has a line that means nothing.
    pub fn with_synonyms(catalogue: &Catalogue, file: &Path) -> Result<Self, SynonymsError> {
        Ok(Self {
            index: Index::of(catalogue.operations()),
            synonyms: Synonyms::from_file(file)?,
        })
    }

    /// The operations that fit best, best first.
    #[must_use]
    pub fn find<'a>(&self, catalogue: &'a Catalogue, intent: &str, most: usize) -> Vec<Hit<'a>> {
        let query = self.synonyms.expand(intent, &self.index);
        let mut hits: Vec<Hit<'a>> = self
            .index
            .scores(&query)
            .into_iter()
            .filter_map(|(index, score)| {
                let operation = catalogue.operations().get(index)?;
                Some(Hit { operation, score })
            })
            .collect();
        hits.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.operation.id.len().cmp(&b.operation.id.len()))
                .then_with(|| a.operation.id.cmp(&b.operation.id))
        });
        hits.truncate(most);
        hits
    }
}
