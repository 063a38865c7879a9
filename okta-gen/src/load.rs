//! Reading YAML and JSON documents into one form.

use std::path::Path;

use serde_json::{Map, Number, Value as Json};
use serde_yaml_ng::Value as Yaml;

use crate::error::{Error, Result};

/// Reads a YAML or JSON file.
pub fn file(path: &Path) -> Result<Json> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::at("", format!("cannot be read: {error}"))
            .in_file(path)
            .advise("check the path, or restore the file from version control")
    })?;
    text_as_json(&text).map_err(|error| error.in_file(path))
}

/// Parses YAML, of which JSON is a part.
pub fn text_as_json(text: &str) -> Result<Json> {
    let yaml: Yaml = serde_yaml_ng::from_str(text).map_err(|error| {
        let place = error
            .location()
            .map(|at| format!("line {} column {}", at.line(), at.column()))
            .unwrap_or_default();
        Error::at(place, error).advise("the file is not well-formed YAML")
    })?;
    convert(yaml, &mut String::new())
}

/// YAML allows keys that JSON does not; a status code without quotes is the usual one.
fn convert(yaml: Yaml, pointer: &mut String) -> Result<Json> {
    Ok(match yaml {
        Yaml::Null => Json::Null,
        Yaml::Bool(value) => Json::Bool(value),
        Yaml::Number(number) => Json::Number(convert_number(&number).ok_or_else(|| {
            Error::at(pointer.clone(), format!("{number} is not a number in JSON"))
        })?),
        Yaml::String(text) => Json::String(text),
        Yaml::Sequence(items) => {
            let mut array = Vec::with_capacity(items.len());
            for (index, item) in items.into_iter().enumerate() {
                array.push(descend(pointer, &index.to_string(), |p| convert(item, p))?);
            }
            Json::Array(array)
        }
        Yaml::Mapping(mapping) => {
            let mut object = Map::new();
            for (key, value) in mapping {
                let key = match key {
                    Yaml::String(key) => key,
                    Yaml::Number(key) => key.to_string(),
                    Yaml::Bool(key) => key.to_string(),
                    _ => return Err(Error::at(pointer.clone(), "a key is not a string")),
                };
                let value = descend(pointer, &key, |p| convert(value, p))?;
                object.insert(key, value);
            }
            Json::Object(object)
        }
        Yaml::Tagged(tagged) => {
            return Err(Error::at(
                pointer.clone(),
                format!("the tag {} has no meaning here", tagged.tag),
            ));
        }
    })
}

fn convert_number(number: &serde_yaml_ng::Number) -> Option<Number> {
    if let Some(value) = number.as_i64() {
        Some(value.into())
    } else if let Some(value) = number.as_u64() {
        Some(value.into())
    } else {
        number.as_f64().and_then(Number::from_f64)
    }
}

fn descend<T>(pointer: &mut String, key: &str, inside: impl FnOnce(&mut String) -> T) -> T {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    let result = inside(pointer);
    pointer.truncate(length);
    result
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn status_codes_without_quotes_become_strings() {
        assert_eq!(
            text_as_json("responses: {200: {ok: true}, default: 1.5}").unwrap(),
            json!({"responses": {"200": {"ok": true}, "default": 1.5}})
        );
    }

    #[test]
    fn malformed_yaml_is_an_error_with_its_line() {
        let error = text_as_json("a: 1\nb: [").unwrap_err();
        assert!(error.place.starts_with("line "), "{error}");
    }

    #[test]
    fn what_json_cannot_hold_is_an_error_with_its_pointer() {
        let error = text_as_json("a/b:\n - .nan").unwrap_err();
        assert_eq!(error.place, "/a~1b/0");
        let error = text_as_json("a: {? [1] : 2}").unwrap_err();
        assert_eq!(error.place, "/a");
        let error = text_as_json("a: !t 2").unwrap_err();
        assert_eq!(error.place, "/a");
    }
}
