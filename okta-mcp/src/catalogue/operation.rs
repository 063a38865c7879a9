//! One operation of a description, and what it takes.

use http::Method;
use serde_json::Value;

use super::class::Class;

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
    /// What people call it, in their words; may be empty.
    pub aliases: Vec<String>,
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
    /// The OAuth 2.0 scopes, all of which it needs.
    pub scopes: Vec<String>,
    /// What can go wrong when an agent calls it.
    pub class: Class,
    /// Whether every org has it, today and in future.
    pub is_generally_available: bool,
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
