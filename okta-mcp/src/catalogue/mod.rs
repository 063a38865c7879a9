//! Every operation of an API description as data, whatever release it is of.

mod read;
mod schema;

use std::{collections::HashMap, path::Path};

use http::Method;
use serde_json::Value;

pub use schema::Schemas;

use crate::policy::Class;

/// Why a description cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// The file cannot be read.
    #[error("cannot read the description {path}: {source}")]
    File {
        /// The file that was tried.
        path: String,
        /// What the operating system said.
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
    /// The release that the description is of, such as `2.16.0`.
    pub version: String,
    operations: Vec<Operation>,
    by_id: HashMap<String, usize>,
    schemas: Schemas,
}

/// One operation: a method of a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Name in the description, such as `listUsers`.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, without query and fragment.
    pub path: String,
    /// The query that the path carries in the description.
    pub fixed_query: Vec<(String, String)>,
    /// The resource it belongs to, in Okta's words, such as `User`.
    pub tag: String,
    /// The resource it belongs to, as in OAuth scopes, such as `users`.
    pub area: String,
    /// One line, may be empty.
    pub summary: String,
    /// Okta's description, may be empty.
    pub description: String,
    /// In the order of the description.
    pub parameters: Vec<Parameter>,
    /// The request's body.
    pub body: Option<Body>,
    /// The schema of a success; `None` where none is described.
    pub response: Option<Value>,
    /// The property that a list comes in, where it comes in one.
    pub envelope: Option<String>,
    /// The schema of the items, where a success is a list.
    pub item: Option<Value>,
    /// The OAuth 2.0 scopes; any one of them serves.
    pub scopes: Vec<String>,
    /// What can go wrong when an agent calls it.
    pub class: Class,
}

/// A parameter in the path, the query or a header.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// Whether the call is refused without it.
    pub required: bool,
    /// `string`, `integer`, `boolean` or `array`.
    pub kind: String,
    /// Okta's description, may be empty.
    pub description: String,
    /// The values that are documented, may be empty.
    pub values: Vec<String>,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Part of the path, percent-encoded.
    Path,
    /// Behind the `?`.
    Query,
    /// Sent as a header of its own.
    Header,
}

/// A request's body.
#[derive(Debug, Clone)]
pub struct Body {
    /// The media type that is sent.
    pub content_type: String,
    /// JSON Schema of what is sent, as the description has it.
    pub schema: Value,
    /// Whether the call is refused without it.
    pub required: bool,
}

impl Operation {
    /// Whether a success is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.item.is_some()
    }

    /// Whether it may make what its path names.
    #[must_use]
    pub fn makes(&self) -> bool {
        matches!(self.method, Method::PUT | Method::POST)
    }
}

impl Catalogue {
    /// The operations of the description that this program was built with.
    ///
    /// # Errors
    ///
    /// When that description is broken, which its own tests exclude.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::from_json(okta_api::operations::document())
    }

    /// The operations of a description in a file, in the form of the generator's
    /// `openapi.json`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no JSON or describes nothing.
    pub fn from_file(path: &Path) -> Result<Self, CatalogueError> {
        let text = std::fs::read_to_string(path).map_err(|source| CatalogueError::File {
            path: path.display().to_string(),
            source,
        })?;
        Self::from_json(&text)
    }

    /// The operations of a description in JSON.
    ///
    /// # Errors
    ///
    /// When it is no JSON or describes nothing.
    pub fn from_json(text: &str) -> Result<Self, CatalogueError> {
        let document: Value = serde_json::from_str(text)?;
        let operations = read::operations(&document);
        if operations.is_empty() {
            return Err(CatalogueError::Empty);
        }
        let by_id = operations
            .iter()
            .enumerate()
            .map(|(index, operation)| (operation.id.to_ascii_lowercase(), index))
            .collect();
        let version = document["info"]["version"].as_str().unwrap_or("unknown");
        Ok(Self {
            version: version.to_owned(),
            operations,
            by_id,
            schemas: Schemas::of(document),
        })
    }

    /// All operations, in the order of their paths.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation with this id; upper and lower case do not matter.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Operation> {
        let index = *self.by_id.get(&id.trim().to_ascii_lowercase())?;
        self.operations.get(index)
    }

    /// The operation of this method and path template.
    #[must_use]
    pub fn at(&self, method: &Method, path: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.method == *method && same_template(&operation.path, path))
    }

    /// The names of the areas, sorted.
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

    /// The schemas that parameters, bodies and answers refer to.
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
