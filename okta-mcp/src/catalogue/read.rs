//! Reads the operations out of an OpenAPI 3 document in JSON.

use http::Method;
use okta_api::operations as built_in;
use serde_json::Value;

use super::{
    class,
    operation::{Body, Operation, Parameter, Place},
};

const METHODS: &[(&str, Method)] = &[
    ("get", Method::GET),
    ("post", Method::POST),
    ("put", Method::PUT),
    ("patch", Method::PATCH),
    ("delete", Method::DELETE),
    ("head", Method::HEAD),
];

pub(super) fn operations(document: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (key, item) in document["paths"].as_object().into_iter().flatten() {
        for (name, method) in METHODS {
            let value = &item[*name];
            if let Some(id) = value["operationId"].as_str() {
                found.push(operation(document, key, method, id, item, value));
            }
        }
    }
    found
}

fn operation(
    document: &Value,
    key: &str,
    method: &Method,
    id: &str,
    item: &Value,
    value: &Value,
) -> Operation {
    // A variant's path ends in `#variant`, and a fixed query stands in the path.
    let path = key.split('#').next().unwrap_or(key);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let fixed_query = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let known = built_in::by_id(id).filter(|known| known.method == *method);
    let scopes = scopes(value)
        .or_else(|| known.map(|known| known.scopes.iter().map(|s| (*s).to_owned()).collect()))
        .unwrap_or_default();
    let response = response(document, value);
    let parameters = parameters(document, item, value);
    let listed = response
        .as_ref()
        .filter(|_| *method == Method::GET)
        .and_then(|schema| listed(document, schema, &parameters));
    let (envelope, item) = listed.map_or((None, None), |(envelope, item)| (envelope, Some(item)));
    Operation {
        id: id.to_owned(),
        method: method.clone(),
        path: path.to_owned(),
        fixed_query,
        tag: text(&value["tags"][0]),
        area: area(path, &scopes),
        summary: text(&value["summary"]),
        description: text(&value["description"]),
        aliases: texts(&value["x-okta-aliases"]).unwrap_or_default(),
        class: class::of(value["x-okta-class"].as_str(), method),
        parameters,
        body: body(document, value),
        response,
        envelope,
        item,
        scopes,
        is_generally_available: is_generally_available(value),
    }
}

/// Whether nothing is said that would keep an org from the operation, or end it.
fn is_generally_available(value: &Value) -> bool {
    let said = &value["x-okta-lifecycle"];
    let stage = said["lifecycle"].as_str().unwrap_or("GA");
    let products = said["SKUs"].as_array();
    value["deprecated"] != true
        && stage == "GA"
        && said["isGenerallyAvailable"] != false
        && products.is_none_or(Vec::is_empty)
}

/// The property that a list comes in, if it comes in one, and the schema of its items.
fn listed(
    document: &Value,
    schema: &Value,
    parameters: &[Parameter],
) -> Option<(Option<String>, Value)> {
    let schema = follow(document, schema);
    if schema["type"] == "array" {
        return Some((None, schema["items"].clone()));
    }
    // An object around nothing but a list, with its links.
    let properties = schema["properties"].as_object()?;
    let mut others = properties.iter().filter(|(name, _)| *name != "_links");
    let (Some((name, list)), None) = (others.next(), others.next()) else {
        return None;
    };
    let list = follow(document, list);
    let pages = properties.contains_key("_links")
        || parameters.iter().any(|parameter| parameter.name == "after");
    (pages && list["type"] == "array").then(|| (Some(name.clone()), list["items"].clone()))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Option<Vec<String>> {
    Some(value.as_array()?.iter().map(text).collect())
}

/// What a reference leads to, or the value itself.
fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"]
        .as_str()
        .and_then(|target| document.pointer(target.strip_prefix('#')?))
        .unwrap_or(value)
}

/// The scopes that the operation itself names: ours, or those of its `security`.
fn scopes(value: &Value) -> Option<Vec<String>> {
    texts(&value["x-okta-scopes"]).or_else(|| {
        let security = value["security"].as_array()?;
        security
            .iter()
            .filter_map(Value::as_object)
            .flatten()
            .filter(|(scheme, _)| scheme.to_ascii_lowercase().contains("oauth"))
            .find_map(|(_, scopes)| texts(scopes))
    })
}

/// `users` of `okta.users.manage`, or of the path where no scope is known.
fn area(path: &str, scopes: &[String]) -> String {
    let of_scope = scopes.iter().find_map(|scope| {
        let mut parts = scope.split('.');
        (parts.next() == Some("okta")).then(|| parts.next())?
    });
    let of_path = || {
        path.trim_start_matches('/')
            .split('/')
            .find(|part| !matches!(*part, "api" | "v1" | "v2" | "oauth2" | "internal"))
    };
    of_scope.or_else(of_path).unwrap_or("other").to_owned()
}

fn parameters(document: &Value, item: &Value, value: &Value) -> Vec<Parameter> {
    let all = |value: &'_ Value| value["parameters"].as_array().cloned().unwrap_or_default();
    let mut found: Vec<Parameter> = Vec::new();
    for parameter in all(value).iter().chain(&all(item)) {
        let parameter = follow(document, parameter);
        let place = match parameter["in"].as_str() {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            _ => continue,
        };
        let name = text(&parameter["name"]);
        if found
            .iter()
            .any(|other| other.name == name && other.place == place)
        {
            continue;
        }
        let schema = follow(document, &parameter["schema"]);
        let values = schema["enum"]
            .as_array()
            .or(schema["x-okta-known-values"].as_array());
        found.push(Parameter {
            name,
            place,
            required: place == Place::Path || parameter["required"].as_bool() == Some(true),
            kind: schema["type"].as_str().unwrap_or("string").to_owned(),
            description: text(&parameter["description"]),
            values: values.into_iter().flatten().map(text).collect(),
        });
    }
    found
}

fn body(document: &Value, value: &Value) -> Option<Body> {
    let body = follow(document, &value["requestBody"]);
    let content = body["content"].as_object()?;
    let (content_type, media) = content
        .get_key_value("application/json")
        .or_else(|| content.iter().next())?;
    Some(Body {
        content_type: content_type.clone(),
        schema: media["schema"].clone(),
        required: body["required"].as_bool() == Some(true),
    })
}

fn response(document: &Value, value: &Value) -> Option<Value> {
    value["responses"]
        .as_object()?
        .iter()
        .filter(|(status, _)| status.starts_with('2'))
        .find_map(|(_, response)| {
            let content = follow(document, response)["content"].as_object()?;
            let media = content
                .get("application/json")
                .or_else(|| content.values().next())?;
            Some(media["schema"].clone())
        })
}
