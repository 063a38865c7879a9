//! One operation of a description, and what it takes.

use http::Method;
use serde_json::Value;

use super::class::Class;

/// One operation: a method of a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its operationId, such as `listUsers`.
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
    /// Okta's one-line summary, or an empty text.
    pub summary: String,
    /// Okta's description, or an empty text.
    pub description: String,
    /// Everyday words for it; may be empty.
    pub aliases: Vec<String>,
    /// In the order of the description.
    pub parameters: Vec<Parameter>,
    /// The request's body.
    pub body: Option<Body>,
    /// The schema of a successful response. `None` if none is described.
    pub response: Option<Value>,
    /// The property that holds the list, if a list comes inside an object.
    pub envelope: Option<String>,
    /// The schema of the items, if the response is a list.
    pub item: Option<Value>,
    /// The OAuth 2.0 scopes, all of which it needs.
    pub scopes: Vec<String>,
    /// The risk of letting an agent call it.
    pub class: Class,
    /// Whether every org has it, today and in future.
    pub is_generally_available: bool,
}

/// A parameter in the path, the query or a header.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name in the API, such as `userId`.
    pub name: String,
    /// The place of the parameter in a request.
    pub place: Place,
    /// Whether the call is refused without it.
    pub required: bool,
    /// `string`, `integer`, `boolean` or `array`.
    pub kind: String,
    /// Okta's description, or an empty text.
    pub description: String,
    /// The documented values; may be empty.
    pub values: Vec<String>,
}

/// The place of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path, percent-encoded.
    Path,
    /// Behind the `?`.
    Query,
    /// As its own header.
    Header,
}

/// A request's body.
#[derive(Debug, Clone)]
pub struct Body {
    /// The media type that is sent.
    pub content_type: String,
    /// The JSON Schema of the body, as the description has it.
    pub schema: Value,
    /// Whether the call is refused without it.
    pub required: bool,
}

impl Operation {
    /// Returns whether a successful response is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.item.is_some()
    }

    /// Returns whether it may create what its path names.
    #[must_use]
    pub fn makes(&self) -> bool {
        matches!(self.method, Method::PUT | Method::POST)
    }
}
