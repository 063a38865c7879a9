//! Walking an OpenAPI document.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// The HTTP methods that a path item may hold.
pub const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "options", "head"];

/// Where Okta's newer descriptions say what each value of an enum means.
pub const ENUM_DESCRIPTIONS: &str = "x-enumDescriptions";

/// How many schemas may be written out one in the other: where more are, nobody meant it, and
/// what walks over the result would go too deep.
pub const DEEPEST: usize = 64;

/// The prefix of references to named schemas.
pub const SCHEMAS: &str = "#/components/schemas/";

/// The named schemas; creates the map when the document has none.
pub fn schemas_mut(document: &mut Value) -> Result<&mut Map<String, Value>> {
    let components = object_entry(document, "components")?;
    let schemas = components
        .entry("schemas")
        .or_insert_with(|| Value::Object(Map::new()));
    schemas
        .as_object_mut()
        .ok_or_else(|| Error::at("/components/schemas", "expected an object"))
}

/// The name of the schema that a reference points to.
pub fn referenced(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// Collects the names of the schemas that a part of the document refers to, but for those
/// of `_links`, which has a type of its own.
pub fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(SCHEMAS).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| *key != "_links")
            .for_each(|(_, inner)| references(inner, found)),
        _ => {}
    }
}

/// An object that the document must have under this key.
pub fn object_entry<'a>(
    document: &'a mut Value,
    key: &'static str,
) -> Result<&'a mut Map<String, Value>> {
    document
        .as_object_mut()
        .ok_or_else(|| Error::at("", "expected an OpenAPI document"))?
        .entry(key)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
        .ok_or_else(|| Error::at(format!("/{key}"), "expected an object"))
}

/// Calls `visit` for every operation: path, method, operation.
pub fn each_operation(
    document: &mut Value,
    mut visit: impl FnMut(&str, &str, &mut Map<String, Value>) -> Result<()>,
) -> Result<()> {
    for (path, item) in object_entry(document, "paths")? {
        let item = item
            .as_object_mut()
            .ok_or_else(|| Error::at(place(path, ""), "expected a path item"))?;
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                let operation = operation
                    .as_object_mut()
                    .ok_or_else(|| Error::at(place(path, method), "expected an operation"))?;
                visit(path, method, operation)?;
            }
        }
    }
    Ok(())
}

/// A table at the root of a document, by operationId: where each entry stands, and what it
/// says.
pub type Table<T> = BTreeMap<String, (String, T)>;

/// Takes the table under a key out of the document.
pub fn take_table(document: &mut Value, key: &str) -> Result<Table<Value>> {
    let table = document.as_object_mut().and_then(|root| root.remove(key));
    match table {
        Some(Value::Object(table)) => Ok(table
            .into_iter()
            .map(|(id, entry)| (id.clone(), (format!("/{key}/{id}"), entry)))
            .collect()),
        Some(_) => Err(Error::at(format!("/{key}"), "expected an object")
            .advise("give it the operationIds as keys")),
        None => Ok(Table::new()),
    }
}

/// Gives each operation what a table says of it, if anything: path, method, operation, entry.
/// An entry that no operation has is an error.
pub fn spread<T>(
    document: &mut Value,
    mut table: Table<T>,
    mut give: impl FnMut(&str, &str, &mut Map<String, Value>, Option<T>),
) -> Result<()> {
    each_operation(document, |path, method, operation| {
        let id = operation.get("operationId").and_then(Value::as_str);
        let entry = id.and_then(|id| table.remove(id));
        give(path, method, operation, entry.map(|(_, entry)| entry));
        Ok(())
    })?;
    match table.pop_first() {
        Some((id, (place, _))) => {
            let problem = format!("no operation has the operationId {id}");
            Err(Error::at(place, problem)
                .advise("correct the overlay that lists it, or remove it there"))
        }
        None => Ok(()),
    }
}

/// The success among the answers of an operation: after normalising, the only one.
pub fn success(responses: &Value) -> &Value {
    let mut answers = responses.as_object().into_iter().flatten();
    answers.next().map_or(&Value::Null, |(_, answer)| answer)
}

/// How errors name an operation.
pub fn place(path: &str, method: &str) -> String {
    format!("{} {path}", method.to_uppercase())
        .trim_start()
        .to_owned()
}

/// Calls `visit` for every schema but the named ones themselves, inner ones first.
pub fn each_inner_schema(
    document: &mut Value,
    mut visit: impl FnMut(&str, &mut Value) -> Result<()>,
) -> Result<()> {
    let named: HashSet<String> = schemas_mut(document)?
        .keys()
        .map(|name| format!("schema {name}"))
        .collect();
    each_schema(document, |place, schema| match named.contains(place) {
        true => Ok(()),
        false => visit(place, schema),
    })
}

/// Calls `visit` for every schema, inner ones first: named ones, and those of
/// parameters, bodies and responses. The first argument tells where it is.
pub fn each_schema(
    document: &mut Value,
    mut visit: impl FnMut(&str, &mut Value) -> Result<()>,
) -> Result<()> {
    for (name, schema) in schemas_mut(document)? {
        visit_schema(&mut format!("schema {name}"), schema, &mut visit)?;
    }
    each_operation(document, |path, method, operation| {
        let place = place(path, method);
        if let Some(parameters) = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut)
        {
            for parameter in parameters {
                if let Some(schema) = parameter.get_mut("schema") {
                    visit_schema(&mut format!("{place}: parameter"), schema, &mut visit)?;
                }
            }
        }
        if let Some(body) = operation.get_mut("requestBody") {
            visit_content(&format!("{place}: body"), body, &mut visit)?;
        }
        if let Some(responses) = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut)
        {
            for (status, response) in responses {
                visit_content(&format!("{place}: response {status}"), response, &mut visit)?;
            }
        }
        Ok(())
    })
}

fn visit_content(
    place: &str,
    holder: &mut Value,
    visit: &mut impl FnMut(&str, &mut Value) -> Result<()>,
) -> Result<()> {
    if let Some(content) = holder.get_mut("content").and_then(Value::as_object_mut) {
        for (media_type, media) in content {
            if let Some(schema) = media.get_mut("schema") {
                visit_schema(&mut format!("{place} {media_type}"), schema, visit)?;
            }
        }
    }
    Ok(())
}

fn visit_schema(
    place: &mut String,
    schema: &mut Value,
    visit: &mut impl FnMut(&str, &mut Value) -> Result<()>,
) -> Result<()> {
    let length = place.len();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, property) in properties {
            place.push('.');
            place.push_str(name);
            visit_schema(place, property, visit)?;
            place.truncate(length);
        }
    }
    for (key, mark) in [("items", "[]"), ("additionalProperties", ".*")] {
        if let Some(inner @ Value::Object(_)) = schema.get_mut(key) {
            place.push_str(mark);
            visit_schema(place, inner, visit)?;
            place.truncate(length);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(parts) = schema.get_mut(key).and_then(Value::as_array_mut) {
            for part in parts {
                visit_schema(place, part, visit)?;
            }
        }
    }
    visit(place, schema)
}
