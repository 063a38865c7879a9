//! Calls of operations that a program chooses at run time.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Client, Cursor, Error, Items, Page, Pages, Tail,
    call::{Call, Sending},
    form,
    model::found,
    operations::{Location, Operation, Parameter, Segment},
    request::Upload,
};

/// A call of an operation from the [catalogue](crate::operations), made by [`Client::call`].
/// It takes arguments by name and checks them before anything is sent.
#[derive(Clone, Debug)]
pub struct OperationCall {
    /// The path is written when the call is sent.
    call: Call,
    /// The arguments that belong in the path.
    in_path: Vec<(&'static str, String)>,
    given: Vec<&'static str>,
    has_body: bool,
    start: Option<Cursor>,
}

impl Client {
    /// Starts a call of this operation. The [catalogue](crate::operations) says what arguments
    /// it takes. Credentials, pacing, retries, paging and errors work as for every call.
    ///
    /// ```no_run
    /// # async fn example(client: okta_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use okta_api::operations;
    ///
    /// let operation = operations::by_id("listUsers").ok_or("no such operation")?;
    /// let users = client.call(operation).argument("limit", 20).send().await?;
    /// println!("{}", *users);
    /// # Ok(()) }
    /// ```
    pub fn call(&self, operation: &'static Operation) -> OperationCall {
        let mut call = self.start(operation);
        if let Some((name, value)) = operation.fixed_query() {
            call.query(name, value);
        }
        OperationCall {
            call,
            in_path: Vec::new(),
            given: Vec::new(),
            has_body: false,
            start: None,
        }
    }
}

impl OperationCall {
    /// Sets an argument by its name in the API, such as `userId`. A later value replaces an
    /// earlier one. Numbers and booleans may also be given as text (`"20"`, `"true"`). Null
    /// leaves the argument out.
    #[must_use]
    pub fn argument(mut self, name: &str, value: impl Into<Value>) -> Self {
        let operation = self.call.request.operation;
        let Some(parameter) = operation.parameters.iter().find(|p| p.name == name) else {
            self.call.reject(unknown(operation, name));
            return self;
        };
        match texts(parameter, value.into()) {
            Ok(Some(texts)) => self.put(parameter, texts),
            Ok(None) => self.take_back(parameter),
            Err(reason) => self.call.reject(reason),
        }
        self
    }

    /// Sets several arguments, such as those of a [`Route`](crate::operations::Route).
    #[must_use]
    pub fn arguments<N: AsRef<str>, V: Into<Value>>(
        self,
        arguments: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        arguments.into_iter().fold(self, |call, (name, value)| {
            call.argument(name.as_ref(), value)
        })
    }

    /// Sets the body, encoded as the operation takes it: as JSON or as an HTML form.
    #[must_use]
    pub fn json(mut self, value: &impl Serialize) -> Self {
        let body = self.call.request.operation.body.as_ref();
        match body.map_or("application/json", |body| body.content_type) {
            form::CONTENT_TYPE if self.takes(form::CONTENT_TYPE) => self.call.form(value),
            json if is_json(json) && self.takes(json) => self.call.json_as(json, value),
            _ => {
                self.takes("application/json");
            }
        }
        self
    }

    /// Sets the body to these bytes, of this content type.
    #[must_use]
    pub fn body(
        mut self,
        content_type: impl Into<Cow<'static, str>>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        let content_type = content_type.into();
        if self.takes(&content_type) {
            self.call.bytes(content_type, bytes.into());
        }
        self
    }

    /// Uploads this file. The operation must take an upload.
    #[must_use]
    pub fn file(mut self, upload: Upload) -> Self {
        if self.takes("multipart/form-data") {
            let body = self.call.request.operation.body.as_ref();
            let field = body.and_then(|body| body.field).unwrap_or("file");
            self.call.file(field, upload);
        }
        self
    }

    /// Sends the call and reads the response as JSON. An empty body is `null`.
    pub fn send(self) -> Sending<Value> {
        self.ready().send()
    }

    /// Sends the call and deserializes the response into any type.
    pub fn send_as<T: DeserializeOwned>(self) -> Sending<T> {
        self.ready().send_as()
    }

    /// Sends the call and returns the response's bytes as Okta sent them. They need not be
    /// JSON: SAML metadata, for example, is XML.
    pub fn send_bytes(self) -> Sending<Bytes> {
        self.ready().send_bytes()
    }

    /// Sends the call and returns one page of a list.
    pub async fn page(self) -> Result<Page<Value>, Error> {
        self.ready().page().await
    }

    /// Streams all pages of a list.
    pub fn pages(self) -> Pages<Value> {
        self.ready().pages()
    }

    /// Streams all elements of all pages of a list.
    pub fn stream(self) -> Items<Value> {
        self.ready().stream()
    }

    /// Streams all elements of all pages of a list, deserialized into any type.
    pub fn stream_as<T: DeserializeOwned>(self) -> Items<T> {
        self.ready().stream_as()
    }

    /// Follows a log without end. Events are identified by their `uuid`.
    pub fn tail(self) -> Tail<Value> {
        self.ready()
            .tail(|event: &Value| event.get("uuid")?.as_str())
    }

    /// Starts at a page that this or another process reached earlier.
    #[must_use]
    pub fn resume(mut self, cursor: impl std::borrow::Borrow<Cursor>) -> Self {
        self.start = Some(cursor.borrow().clone());
        self
    }

    fn put(&mut self, parameter: &'static Parameter, texts: Vec<String>) {
        let name = parameter.name;
        if !self.given.contains(&name) {
            self.given.push(name);
        }
        match parameter.location {
            Location::Query if parameter.kind == "array" && parameter.explode => {
                self.call.query_each(name, texts);
            }
            Location::Query => self.call.query(name, texts.join(",")),
            Location::Header => self.call.header(name, &texts.join(",")),
            Location::Path => {
                self.in_path.retain(|(other, _)| *other != name);
                self.in_path.push((name, texts.join(",")));
            }
        }
    }

    fn take_back(&mut self, parameter: &'static Parameter) {
        let name = parameter.name;
        self.given.retain(|other| *other != name);
        match parameter.location {
            Location::Query => self.call.query_each(name, Vec::new()),
            Location::Header => drop(self.call.request.headers.remove(name)),
            Location::Path => self.in_path.retain(|(other, _)| *other != name),
        }
    }

    /// Whether the operation takes a body of this content type. If not, sending the call fails
    /// and says so.
    fn takes(&mut self, content_type: &str) -> bool {
        let body = self.call.request.operation.body.as_ref();
        let reason = match body {
            Some(body) if body.is_of(content_type) => {
                self.has_body = true;
                return true;
            }
            Some(body) => format!("the body must be {}, not {content_type}", body.content_type),
            None => "it takes no body".to_owned(),
        };
        self.call.reject(reason);
        false
    }

    /// The call with its path, once it is complete.
    fn ready(mut self) -> Call {
        let operation = self.call.request.operation;
        for parameter in operation.parameters {
            if parameter.required && !self.given.contains(&parameter.name) {
                self.call
                    .reject(format!("the argument `{}` is missing", parameter.name));
            }
        }
        if operation.body.as_ref().is_some_and(|body| body.required) && !self.has_body {
            self.call.reject("the body is missing".to_owned());
        }
        let mut call = self.call;
        for segment in operation.segments() {
            call = match segment {
                Segment::Literal(text) => call.literal("/").literal(text),
                Segment::Parameter(name) => {
                    let given = self.in_path.iter().find(|(known, _)| *known == name);
                    let value = given.map(|(_, value)| value.clone());
                    call.literal("/").segment(name, value.unwrap_or_default())
                }
            };
        }
        match self.start {
            Some(cursor) => call.resume(&cursor),
            None => call,
        }
    }
}

/// An argument as the text that is sent; an array gives one text for each element. `None` for
/// null.
fn texts(parameter: &Parameter, value: Value) -> Result<Option<Vec<String>>, String> {
    let elements = match value {
        Value::Null => return Ok(None),
        Value::Array(elements) if parameter.kind == "array" => elements,
        value => vec![value],
    };
    let kind = match parameter.kind {
        "array" => "string",
        kind => kind,
    };
    let texts = elements.into_iter().map(|element| match (kind, element) {
        ("string", Value::String(text)) => Ok(text),
        ("integer", Value::Number(number)) if !number.is_f64() => Ok(number.to_string()),
        ("integer", Value::String(text)) if text.parse::<i64>().is_ok() => Ok(text),
        ("number", Value::Number(number)) => Ok(number.to_string()),
        ("number", Value::String(text)) if text.parse::<f64>().is_ok() => Ok(text),
        ("boolean", Value::Bool(value)) => Ok(value.to_string()),
        ("boolean", Value::String(text)) if text.parse::<bool>().is_ok() => Ok(text),
        (kind, element) => Err(format!(
            "the argument `{}` must be {}, {}",
            parameter.name,
            a_kind(kind),
            match element {
                Value::String(_) => "which this string is not".to_owned(),
                Value::Number(_) if kind == "integer" => "which this number is not".to_owned(),
                element => format!("not {}", found(&element)),
            }
        )),
    });
    texts.collect::<Result<_, _>>().map(Some)
}

fn a_kind(kind: &str) -> &str {
    match kind {
        "string" => "a string",
        "integer" => "a whole number of 64 bits",
        "number" => "a number",
        "boolean" => "true or false",
        other => other,
    }
}

/// Whether a content type is JSON, such as `application/merge-patch+json; version=1`.
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim_end().ends_with("json")
}

/// The message for an unknown argument name; it suggests the nearest known one.
fn unknown(operation: &Operation, name: &str) -> String {
    let names = || operation.parameters.iter().map(|parameter| parameter.name);
    let nearest = names()
        .map(|known| {
            (
                strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase()),
                known,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match nearest {
        Some((_, known)) => format!("there is no argument `{name}`: did you mean `{known}`?"),
        None if operation.parameters.is_empty() => {
            format!("there is no argument `{name}`: the operation takes none")
        }
        None => format!(
            "there is no argument `{name}`: the operation takes {}",
            names()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}
