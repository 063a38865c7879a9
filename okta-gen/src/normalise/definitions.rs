//! Okta's extensions still point to Swagger 2.0's `#/definitions/`; everything else
//! points to `#/components/schemas/`.

use serde_json::Value;

use crate::{document::SCHEMAS, error::Result};

pub fn apply(document: &mut Value) -> Result<()> {
    rewrite(document);
    Ok(())
}

fn rewrite(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix("#/definitions/") {
                *text = format!("{SCHEMAS}{name}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rewrite),
        Value::Object(object) => object.values_mut().for_each(rewrite),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parents_point_to_schemas() {
        let mut document =
            json!({"x-okta-parent": "#/definitions/Policy", "list": ["#/definitions/A"]});
        assert_eq!(apply(&mut document), Ok(()));
        assert_eq!(
            document,
            json!({"x-okta-parent": "#/components/schemas/Policy", "list": ["#/components/schemas/A"]})
        );
    }
}
