//! Lists of values that names can be made from: strings, each once.

use std::collections::HashSet;

use heck::ToUpperCamelCase;
use serde_json::Value;

use crate::{document::each_schema, error::Result};

pub fn apply(document: &mut Value) -> Result<()> {
    each_schema(document, |_, schema| {
        let Some(object) = schema.as_object_mut() else {
            return Ok(());
        };
        let is_string = object.get("type").and_then(Value::as_str) == Some("string");
        let Some(Value::Array(values)) = object.get_mut("enum") else {
            return Ok(());
        };
        // Two spellings of one name (`lte` and `LTE`) cannot both be variants. The enum is
        // open: a value without a variant is still kept, and written back as it came.
        let mut names = HashSet::new();
        values.retain(|value| {
            value.as_str().is_some_and(|text| {
                let name = text.to_upper_camel_case();
                !name.is_empty() && names.insert(name)
            })
        });
        if !is_string || values.is_empty() {
            object.remove("enum");
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_strings_that_make_distinct_names_remain() {
        for (schema, expected) in [
            (
                json!({"type": "string", "enum": ["A", "A", "a", null, "", "b:c"]}),
                json!({"type": "string", "enum": ["A", "b:c"]}),
            ),
            (
                json!({"type": "integer", "enum": [1, 2]}),
                json!({"type": "integer"}),
            ),
            (
                json!({"type": "boolean", "enum": ["true"]}),
                json!({"type": "boolean"}),
            ),
        ] {
            let mut document = json!({"components": {"schemas": {"A": schema}}});
            apply(&mut document).unwrap();
            assert_eq!(document["components"]["schemas"]["A"], expected);
        }
    }
}
