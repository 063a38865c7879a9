//! One operation of a description.

use std::sync::Arc;

use http::{Method, StatusCode};
use okta_api::operations;
use serde_json::Value;

use super::{
    schema::{List, Schemas},
    template::{self, is_parameter},
};

/// What a description says of a method at a path, as far as the mock needs it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: Arc<str>,
    /// What `okta-api` calls it and what Okta called it before, where that differs.
    pub(crate) aliases: Vec<&'static str>,
    pub(crate) method: Method,
    /// The path as the description gives it, with the query that some carry in it.
    pub(crate) path: String,
    /// The path template alone.
    pub(crate) template: String,
    pub(crate) tag: String,
    pub(crate) summary: String,
    /// Values of path parameters, where the description has one to offer.
    documented: Vec<(String, String)>,
    /// The query parameters.
    pub(crate) query: Vec<Parameter>,
    /// The bodies that it takes, one for each content type.
    pub(crate) bodies: Vec<Body>,
    /// Whether it is refused without a body.
    pub(crate) needs_body: bool,
    /// The schema of the answer to a success.
    pub(crate) response: Option<Value>,
    /// How the answer is a list, if it is one.
    pub(crate) list: Option<List>,
    /// The status of a success.
    pub(crate) success: StatusCode,
    /// Whether `okta-api`'s catalogue has it.
    pub(crate) is_embedded: bool,
    /// The OAuth 2.0 scopes that it needs.
    pub(crate) scopes: Vec<String>,
}

/// A query parameter.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Its JSON type.
    pub(crate) kind: String,
}

/// A body that an operation takes.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) content_type: String,
    pub(crate) schema: Value,
}

impl Body {
    /// Whether it is JSON of any kind.
    pub(crate) fn is_json(&self) -> bool {
        is_json(&self.content_type)
    }
}

fn is_json(content_type: &str) -> bool {
    content_type.contains("json") && !content_type.contains("jwt")
}

impl Operation {
    /// Reads an operation of a document; `None` where it has no id.
    pub(super) fn load(
        path: &str,
        method: Method,
        operation: &Value,
        known: Option<&'static operations::Operation>,
        document: &Value,
        schemas: &Schemas,
    ) -> Option<Self> {
        let id = operation["operationId"].as_str()?;
        let text = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
        let request = resolved(document, &operation["requestBody"]);
        let (success, response) = success(document, operation);
        let key = path;
        let path = path.split('#').next().unwrap_or(path);
        let list = response
            .as_ref()
            .filter(|_| method == Method::GET)
            .and_then(|response| schemas.list(response))
            .filter(|list| *list == List::Plain || !path.ends_with('}'));
        Some(Self {
            id: id.into(),
            aliases: known
                .into_iter()
                .flat_map(|known| known.former_id.into_iter().chain([known.id]))
                .filter(|alias| *alias != id)
                .collect(),
            method,
            path: path.to_owned(),
            template: template::path(path).to_owned(),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            summary: text("summary"),
            documented: documented(document, &document["paths"][key], operation),
            query: parameters(document, operation),
            bodies: bodies(request),
            needs_body: request["required"] == true,
            response,
            list,
            success,
            is_embedded: known.is_some(),
            scopes: scopes(operation, known),
        })
    }

    /// Whether this is that operation of `okta-api`'s catalogue, whatever this
    /// description calls it and its parameters.
    pub(crate) fn is(&self, known: &operations::Operation) -> bool {
        self.method == known.method && template::same_shape(&self.template, known.path)
    }

    /// Whether this is one of those operations of `okta-api`'s catalogue.
    pub(crate) fn is_one_of(&self, known: &[&operations::Operation]) -> bool {
        known.iter().any(|known| self.is(known))
    }

    /// A value that the description has for a path parameter.
    pub(crate) fn documented(&self, name: &str) -> Option<String> {
        let mut all = self.documented.iter();
        let (_, value) = all.find(|(known, _)| known == name)?;
        Some(value.clone())
    }

    /// The places of the path's parameters among its segments.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = usize> {
        self.segments()
            .enumerate()
            .filter(|(_, segment)| is_parameter(segment))
            .map(|(at, _)| at)
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = &str> {
        self.template.split('/').skip(1)
    }

    /// Whether its path ends with the id of a member.
    pub(crate) fn names_member(&self) -> bool {
        self.segments().last().is_some_and(is_parameter)
    }

    /// The template of the path without its last so many segments.
    pub(crate) fn above(&self, levels: usize) -> Option<&str> {
        let mut template = self.template.as_str();
        for _ in 0..levels {
            template = template.rsplit_once('/')?.0;
        }
        Some(template)
    }

    /// The JSON body that it takes, if it takes one.
    pub(crate) fn json_body(&self) -> Option<&Body> {
        self.bodies.iter().find(|body| body.is_json())
    }

    /// What a catalogue needs to find it.
    pub(super) fn to_route(&self) -> operations::Operation {
        let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
        let id = leak(&self.id);
        let route = operations::Operation::new(id, id, self.method.clone(), leak(&self.path));
        match self.json_body().or(self.bodies.first()) {
            Some(body) => route.body(operations::Body::new(
                leak(&body.content_type),
                "",
                self.needs_body,
            )),
            None => route,
        }
    }
}

/// What a reference within the document points to; anything else as it is.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    value["$ref"]
        .as_str()
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?))
        .unwrap_or(value)
}

/// What the description offers for each path parameter: a value of a list, or an example.
fn documented(document: &Value, path: &Value, operation: &Value) -> Vec<(String, String)> {
    let all = [path, operation].into_iter();
    let all = all.flat_map(|owner| owner["parameters"].as_array().into_iter().flatten());
    all.map(|parameter| resolved(document, parameter))
        .filter(|parameter| parameter["in"] == "path")
        .filter_map(|parameter| {
            let schema = resolved(document, &parameter["schema"]);
            let value = [
                &schema["enum"][0],
                &parameter["example"],
                &schema["example"],
                &schema["default"],
            ];
            let value = value.into_iter().find_map(Value::as_str)?;
            Some((parameter["name"].as_str()?.to_owned(), value.to_owned()))
        })
        .collect()
}

fn parameters(document: &Value, operation: &Value) -> Vec<Parameter> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    all.map(|parameter| resolved(document, parameter))
        .filter(|parameter| parameter["in"] == "query")
        .map(|parameter| Parameter {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            required: parameter["required"] == true,
            kind: parameter["schema"]["type"]
                .as_str()
                .unwrap_or("string")
                .to_owned(),
        })
        .collect()
}

fn bodies(request: &Value) -> Vec<Body> {
    let declared = request["content"].as_object().into_iter().flatten();
    declared
        .map(|(content_type, media)| Body {
            content_type: content_type.clone(),
            schema: media["schema"].clone(),
        })
        .collect()
}

/// The status of a success, and the schema of its JSON.
fn success(document: &Value, operation: &Value) -> (StatusCode, Option<Value>) {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let mut found = None;
    for (status, response) in responses {
        let Some(status) = status.parse().ok().and_then(success_status) else {
            continue;
        };
        let response = resolved(document, response);
        let schema = response["content"]
            .as_object()
            .into_iter()
            .flatten()
            .find(|(content_type, _)| is_json(content_type) || *content_type == "*/*")
            .and_then(|(_, media)| media.get("schema").cloned());
        if schema.is_some() {
            return (status, schema);
        }
        found.get_or_insert(status);
    }
    (found.unwrap_or(StatusCode::OK), None)
}

fn success_status(code: u16) -> Option<StatusCode> {
    StatusCode::from_u16(code)
        .ok()
        .filter(StatusCode::is_success)
}

/// The scopes that the description names; where it names none, the ones that
/// `okta-api`'s catalogue knows.
fn scopes(operation: &Value, known: Option<&operations::Operation>) -> Vec<String> {
    let named = operation["security"]
        .as_array()
        .into_iter()
        .flatten()
        .find_map(|way| way["oauth2"].as_array());
    match named {
        Some(scopes) => scopes
            .iter()
            .filter_map(|scope| scope.as_str().map(str::to_owned))
            .collect(),
        None => known
            .map(|known| {
                known
                    .scopes
                    .iter()
                    .map(|scope| (*scope).to_owned())
                    .collect()
            })
            .unwrap_or_default(),
    }
}
