//! Every operation of an API description as data, whatever release it is of.

pub mod class;
mod operation;
mod read;
mod schema;

use std::{collections::HashMap, path::Path};

use http::Method;
use serde_json::Value;

pub use class::{CLASSES, Class, needs_a_person};
pub use operation::{Body, Operation, Parameter, Place};
pub use schema::Schemas;

/// Why a description cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// The file cannot be read.
    #[error("cannot read the description {path}: {source}")]
    File {
        /// The file that was tried.
        path: String,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// The file is not JSON.
    #[error("the description is not JSON: {0} (`cargo xtask regen --out DIR` writes openapi.json)")]
    Json(#[from] serde_json::Error),
    /// The JSON describes no operations.
    #[error("the description has no operations under `paths`")]
    Empty,
}

/// The operations of one description, and its schemas.
#[derive(Debug)]
pub struct Catalogue {
    /// The description's release, such as `2.16.0`.
    pub version: String,
    operations: Vec<Operation>,
    by_id: HashMap<String, usize>,
    schemas: Schemas,
}

impl Catalogue {
    /// Reads the description that this program was built with.
    ///
    /// # Errors
    ///
    /// Returns an error when that description is broken, which the tests rule out.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::from_json(okta_api::operations::document())
    }

    /// Reads a description from a file in the format of the generator's `openapi.json`.
    ///
    /// # Errors
    ///
    /// Returns an error when the file cannot be read, is not JSON, or describes no operations.
    pub fn from_file(path: &Path) -> Result<Self, CatalogueError> {
        let text = std::fs::read_to_string(path).map_err(|source| CatalogueError::File {
            path: path.display().to_string(),
            source,
        })?;
        Self::from_json(&text)
    }

    /// Reads a description from JSON.
    ///
    /// # Errors
    ///
    /// Returns an error when the text is not JSON, or describes no operations.
    pub fn from_json(text: &str) -> Result<Self, CatalogueError> {
        let document: Value = serde_json::from_str(text)?;
        let operations = read::operations(&document);
        let version = document["info"]["version"].as_str().unwrap_or("unknown");
        Self::new(version.to_owned(), operations, Schemas::of(document))
    }

    /// Removes what some orgs do not have: operations in early access, operations that need
    /// another product, and deprecated ones.
    ///
    /// # Errors
    ///
    /// Returns an error when nothing is left.
    pub fn generally_available(mut self) -> Result<Self, CatalogueError> {
        self.operations
            .retain(|operation| operation.is_generally_available);
        Self::new(self.version, self.operations, self.schemas)
    }

    fn new(
        version: String,
        operations: Vec<Operation>,
        schemas: Schemas,
    ) -> Result<Self, CatalogueError> {
        if operations.is_empty() {
            return Err(CatalogueError::Empty);
        }
        let by_id = operations
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.id.to_ascii_lowercase(), index))
            .collect();
        Ok(Self {
            version,
            operations,
            by_id,
            schemas,
        })
    }

    /// Returns all operations, in the order of their paths.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operation with this id, in upper or lower case.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Operation> {
        let index = *self.by_id.get(&id.trim().to_ascii_lowercase())?;
        self.operations.get(index)
    }

    /// Returns the operation with this method and path template.
    #[must_use]
    pub fn at(&self, method: &Method, path: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.method == *method && same_template(&operation.path, path))
    }

    /// Returns the names of the areas, sorted.
    #[must_use]
    pub fn areas(&self) -> Vec<&str> {
        let mut areas: Vec<&str> = self
            .operations
            .iter()
            .map(|operation| operation.area.as_str())
            .collect();
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    /// Returns the schemas of parameters, bodies and responses.
    #[must_use]
    pub fn schemas(&self) -> &Schemas {
        &self.schemas
    }
}

/// Whether two templates differ in the names of their parameters at most.
fn same_template(one: &str, other: &str) -> bool {
    let same = |(a, b): (&str, &str)| a == b || (a.starts_with('{') && b.starts_with('{'));
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(same)
}
