//! Encodes `application/x-www-form-urlencoded` bodies from a type's JSON.

use serde_json::Value;
use url::form_urlencoded::Serializer;

/// The content type of a form.
pub(crate) const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// Encodes an object as a form. A list repeats its name, null is left out, and a value other
/// than text, a number or a boolean becomes JSON.
pub(crate) fn encode(object: &Value) -> String {
    let mut form = Serializer::new(String::new());
    for (name, value) in object.as_object().into_iter().flatten() {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            match value {
                Value::Null => {}
                Value::String(text) => {
                    form.append_pair(name, text);
                }
                value => {
                    form.append_pair(name, &value.to_string());
                }
            }
        }
    }
    form.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_written_as_names_and_values() {
        let object = json!({
            "grant_type": "client_credentials", "scope": "a b&c", "max_age": 5, "consent": true,
            "resource": ["x", "y"], "none": null, "claims": {"a": 1},
        });
        let mut pairs: Vec<_> = encode(&object).split('&').map(str::to_owned).collect();
        pairs.sort();
        assert_eq!(
            pairs,
            [
                "claims=%7B%22a%22%3A1%7D",
                "consent=true",
                "grant_type=client_credentials",
                "max_age=5",
                "resource=x",
                "resource=y",
                "scope=a+b%26c",
            ]
        );
    }
}
