//! What can go wrong between a description and its code.

use std::{fmt, path::PathBuf};

/// A failed generation: what, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The file at fault, where one is known.
    pub file: Option<PathBuf>,
    /// Where in it: a JSON pointer, an operation, a schema or an overlay action.
    pub place: String,
    /// The JSON pointer to it in that file, where the place is not one itself.
    pub pointer: String,
    /// What is wrong there.
    pub problem: String,
    /// What to do; empty when the problem says it all.
    pub advice: String,
}

/// The result of a step of the generation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error at this place; the file is added by whoever knows it.
    pub fn at(place: impl Into<String>, problem: impl fmt::Display) -> Self {
        Self {
            file: None,
            place: place.into(),
            pointer: String::new(),
            problem: problem.to_string(),
            advice: String::new(),
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// Adds the file, unless one is named already.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file.get_or_insert_with(|| file.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", file.display())?;
        }
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.problem)?;
        if !self.advice.is_empty() {
            write!(f, "\n  help: {}", self.advice)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
