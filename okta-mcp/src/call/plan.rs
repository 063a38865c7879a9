//! A planned request, checked against the description before anything is sent.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::catalogue::{Operation, Parameter, Place};

/// What stays as it is in a segment of a path (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The longest argument in a path, a query or a header. No server accepts longer ones.
const LONGEST_ARGUMENT: usize = 4_096;

/// Arguments that do not match the operation. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: {problem}")]
pub struct Mistake {
    /// The operationId.
    pub operation: String,
    /// Says what is wrong, and what would be right.
    pub problem: String,
}

/// A planned request.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// The operation to call, as the catalogue describes it.
    pub operation: &'a Operation,
    /// The path with its arguments, percent-encoded.
    pub path: String,
    /// The query, not encoded.
    pub query: Vec<(String, String)>,
    /// Names and values, besides what every request carries.
    pub headers: Vec<(String, String)>,
    /// JSON to send, if the operation takes any.
    pub body: Option<Value>,
    /// The arguments of the path, as given.
    pub target: Vec<(String, String)>,
}

impl<'a> Plan<'a> {
    /// Puts the arguments where they belong.
    ///
    /// # Errors
    ///
    /// Returns an error when an argument is unknown, missing or of another type, when there is
    /// a body but the operation takes none, or when a required body is missing.
    pub fn new(
        operation: &'a Operation,
        arguments: &Map<String, Value>,
        body: Option<Value>,
    ) -> Result<Self, Mistake> {
        let mistake = |problem: String| Mistake {
            operation: operation.id.clone(),
            problem,
        };
        if let Some(unknown) = arguments.keys().find(|name| {
            operation
                .parameters
                .iter()
                .all(|known| known.name != **name)
        }) {
            let names: Vec<&str> = operation
                .parameters
                .iter()
                .map(|p| p.name.as_str())
                .collect();
            let known = match names.as_slice() {
                [] => "it takes no arguments".to_owned(),
                names => format!("it takes {}", names.join(", ")),
            };
            return Err(mistake(format!(
                "there is no argument `{unknown}`; {known}"
            )));
        }
        let mut plan = Self {
            operation,
            path: operation.path.clone(),
            query: operation.fixed_query.clone(),
            headers: Vec::new(),
            body: None,
            target: Vec::new(),
        };
        for parameter in &operation.parameters {
            let value = arguments
                .get(&parameter.name)
                .filter(|value| !value.is_null());
            match value {
                Some(value) => plan.place(parameter, value).map_err(mistake)?,
                None if parameter.required => {
                    return Err(mistake(format!(
                        "the argument `{}` is missing",
                        parameter.name
                    )));
                }
                None => {}
            }
        }
        let body = body.filter(|body| !body.is_null());
        plan.body = match (&operation.body, body) {
            (None, Some(_)) => return Err(mistake("it takes no body".into())),
            (Some(wanted), None) if wanted.required => {
                return Err(mistake(
                    "it needs a `body`; okta_describe shows which".into(),
                ));
            }
            (_, body) => body,
        };
        Ok(plan)
    }

    fn place(&mut self, parameter: &Parameter, value: &Value) -> Result<(), String> {
        let name = &parameter.name;
        let text = as_text(parameter, value)?;
        if text.len() > LONGEST_ARGUMENT {
            return Err(format!(
                "the argument `{name}` is longer than {LONGEST_ARGUMENT} bytes"
            ));
        }
        match parameter.place {
            Place::Path => {
                // An empty or dotted segment would be another path.
                if text.is_empty() || text.chars().all(|c| c == '.') {
                    return Err(format!("the argument `{name}` cannot be `{text}`"));
                }
                let encoded = utf8_percent_encode(&text, SEGMENT).to_string();
                self.path = self.path.replace(&format!("{{{name}}}"), &encoded);
                self.target.push((name.clone(), text));
            }
            Place::Query => self.query.push((name.clone(), text)),
            Place::Header => {
                if text.chars().any(char::is_control) {
                    return Err(format!("the argument `{name}` has control characters"));
                }
                self.headers.push((name.clone(), text));
            }
        }
        Ok(())
    }

    /// Returns the arguments as one text that is equal for equal requests. A confirmation is
    /// bound to it.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::json!([
            self.operation.id,
            self.operation.method.as_str(),
            self.path,
            self.query,
            self.headers,
            self.body,
        ])
        .to_string()
    }
}

fn as_text(parameter: &Parameter, value: &Value) -> Result<String, String> {
    let wrong = |wanted: &str| format!("the argument `{}` has to be {wanted}", parameter.name);
    match (parameter.kind.as_str(), value) {
        ("array", Value::Array(items)) => {
            let items: Option<Vec<String>> = items.iter().map(plain).collect();
            Ok(items.ok_or_else(|| wrong("a list of texts"))?.join(","))
        }
        ("integer" | "number", value) => match plain(value) {
            Some(text) if text.parse::<f64>().is_ok() => Ok(text),
            _ => Err(wrong("a number")),
        },
        ("boolean", value) => match plain(value) {
            Some(text) if text == "true" || text == "false" => Ok(text),
            _ => Err(wrong("true or false")),
        },
        (_, value) => plain(value).ok_or_else(|| wrong("a text")),
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
