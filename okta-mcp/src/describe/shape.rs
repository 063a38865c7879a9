//! The shape of a schema in few words: an example whose values are types.

use serde_json::{Map, Value, json};

use crate::catalogue::Schemas;

/// So many documented values of an enumeration are shown.
const VALUES: usize = 30;

/// The shape of a schema to a depth. What is deeper is named, so that it can be asked for.
#[must_use]
pub fn schema(schemas: &Schemas, schema: &Value, depth: usize) -> Value {
    let name = Schemas::name(schema);
    let followed = schemas.follow(schema);
    if let Some(values) = followed["enum"]
        .as_array()
        .or(followed["x-okta-known-values"].as_array())
    {
        let values: Vec<&str> = values
            .iter()
            .filter_map(Value::as_str)
            .take(VALUES)
            .collect();
        return values.join(" | ").into();
    }
    if followed["type"] == "array" {
        return json!([self::schema(schemas, &followed["items"], depth)]);
    }
    let properties = schemas.properties(followed);
    if properties.is_empty() {
        return leaf(schemas, followed, depth);
    }
    if depth == 0 {
        return match name {
            Some(name) => format!("schema {name}").into(),
            None => "object".into(),
        };
    }
    let mut shown = Map::new();
    for (name, property) in properties {
        if property["readOnly"] == true || name == "_links" || name == "_embedded" {
            continue;
        }
        shown.insert(name.to_owned(), self::schema(schemas, property, depth - 1));
    }
    if let Some((property, variants)) = schemas.variants(followed) {
        let variants: Map<String, Value> = variants
            .into_iter()
            .map(|(value, target)| (value.to_owned(), target.into()))
            .collect();
        shown.insert(format!("(schemas by {property})"), Value::Object(variants));
    }
    if followed["x-okta-extensible"] == true {
        shown.insert("(custom attributes)".to_owned(), "any".into());
    }
    Value::Object(shown)
}

fn leaf(schemas: &Schemas, schema: &Value, depth: usize) -> Value {
    let one_of = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    if let Some(choices) = one_of {
        if depth == 0 {
            let names: Vec<&str> = choices.iter().filter_map(Schemas::name).collect();
            return format!("one of the schemas {}", names.join(", ")).into();
        }
        let choices: Vec<Value> = choices
            .iter()
            .map(|choice| self::schema(schemas, choice, depth - 1))
            .collect();
        return json!({"(one of)": choices});
    }
    if let Some(values) = schema
        .get("additionalProperties")
        .filter(|values| values.is_object())
    {
        if depth > 0 {
            return json!({"(name)": self::schema(schemas, values, depth - 1)});
        }
        return "object".into();
    }
    let kind = schema["type"].as_str().unwrap_or("any");
    match schema["format"].as_str() {
        Some(format) if kind == "string" => format!("{kind} ({format})").into(),
        _ => kind.into(),
    }
}
