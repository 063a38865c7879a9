//! What is written and never read: secrets that an answer leaves out.

use serde_json::Value;

use super::{Schemas, discriminator};

impl Schemas {
    /// Takes everything out of a body that its schema calls `writeOnly`.
    pub(crate) fn drop_write_only(&self, schema: &Value, body: &mut Value) {
        let mut schema = self.resolve(schema).schema;
        if let Some((property, mapping)) = discriminator(schema)
            && let Some(child) = body.get(property).and_then(Value::as_str)
            && let Some(child) = mapping.get(child).and_then(|child| self.referenced(child))
        {
            schema = child.schema;
        }
        match body {
            Value::Object(members) => {
                let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
                    return;
                };
                members.retain(|name, _| {
                    let property = properties.get(name);
                    property.is_none_or(|property| property["writeOnly"] != true)
                });
                for (name, member) in members {
                    if let Some(property) = properties.get(name) {
                        self.drop_write_only(property, member);
                    }
                }
            }
            Value::Array(elements) => {
                let Some(items) = schema.get("items") else {
                    return;
                };
                for element in elements {
                    self.drop_write_only(items, element);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_dropped_at_every_depth_and_by_kind() {
        let secret = json!({ "type": "string", "writeOnly": true });
        let schemas = Schemas::load(&json!({ "components": { "schemas": {
            "Base": {
                "type": "object", "properties": { "kind": { "type": "string" } },
                "discriminator": { "propertyName": "kind",
                    "mapping": { "a": "#/components/schemas/A" } },
            },
            "A": { "type": "object", "properties": {
                "kind": { "type": "string" }, "key": secret,
                "all": { "type": "array", "items": { "type": "object", "properties": {
                    "token": secret, "name": { "type": "string" } } } },
            } },
        } } }));
        let base = json!({ "$ref": "#/components/schemas/Base" });
        let mut body = json!({ "kind": "a", "key": "s", "other": { "key": "k" },
            "all": [{ "token": "t", "name": "n" }, "odd"] });
        schemas.drop_write_only(&base, &mut body);
        let expected =
            json!({ "kind": "a", "other": { "key": "k" }, "all": [{ "name": "n" }, "odd"] });
        assert_eq!(body, expected);
        let mut unknown = json!({ "kind": "b", "key": "s" });
        schemas.drop_write_only(&base, &mut unknown);
        assert_eq!(unknown, json!({ "kind": "b", "key": "s" }));
    }
}
