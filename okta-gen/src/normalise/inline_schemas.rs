//! Every object and every list of values has a name.
//!
//! A schema that stands inside another one is moved to the named schemas and called after
//! its holder and its property, so that children share it with the parent that they
//! inherit it from, and so that tools find it.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use crate::{
    document::{SCHEMAS, each_operation, place, schemas_mut},
    error::{Error, Result},
};

/// Notes on a schema that was moved where in its holder it stood: its property, say.
pub const PLACE: &str = "x-okta-place";

pub fn apply(document: &mut Value) -> Result<()> {
    let mut named = std::mem::take(schemas_mut(document)?);
    let mut moved = Map::new();
    let taken: Vec<String> = named.keys().cloned().collect();
    let mut mover = Mover {
        taken: &taken,
        moved: &mut moved,
    };
    for (name, schema) in &mut named {
        let tags = schema.get("x-okta-tags").cloned();
        mover
            .inside(name, name, schema, tags.as_ref())
            .map_err(|problem| Error::at(format!("schema {name}"), problem))?;
    }
    each_operation(document, |path, method, operation| {
        let tags = operation.get("tags").cloned();
        let id = operation["operationId"]
            .as_str()
            .unwrap_or_default()
            .to_upper_camel_case();
        let at = |problem: String| Error::at(place(path, method), problem);
        for parameter in operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            let place = parameter["name"].as_str().unwrap_or_default();
            let place = place.to_upper_camel_case();
            mover
                .replace(&id, &place, &mut parameter["schema"], tags.as_ref())
                .map_err(at)?;
        }
        if let Some(body) = operation.get_mut("requestBody") {
            mover
                .content(&id, "Request", body, tags.as_ref())
                .map_err(at)?;
        }
        let answers = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        for success in answers.into_iter().flat_map(Map::values_mut) {
            mover
                .content(&id, "Response", success, tags.as_ref())
                .map_err(at)?;
        }
        Ok(())
    })?;
    named.extend(moved);
    *schemas_mut(document)? = named;
    Ok(())
}

struct Mover<'a> {
    taken: &'a [String],
    moved: &'a mut Map<String, Value>,
}

impl Mover<'_> {
    /// The JSON content of a body or a response.
    fn content(
        &mut self,
        holder_name: &str,
        place: &str,
        holder: &mut Value,
        tags: Option<&Value>,
    ) -> Result<(), String> {
        match holder.pointer_mut("/content/application~1json/schema") {
            Some(schema) => self.replace(holder_name, place, schema, tags),
            None => Ok(()),
        }
    }

    /// The schemas inside a schema, which itself stays where it is.
    fn inside(
        &mut self,
        name: &str,
        place: &str,
        schema: &mut Value,
        tags: Option<&Value>,
    ) -> Result<(), String> {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            for (property, inner) in properties {
                if property != "_links" {
                    self.replace(name, &property.to_upper_camel_case(), inner, tags)?;
                }
            }
        }
        for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value")] {
            if let Some(inner @ Value::Object(_)) = schema.get_mut(key) {
                let holder = name.strip_suffix(place).unwrap_or_default();
                self.replace(holder, &format!("{place}{suffix}"), inner, tags)?;
            }
        }
        for part in schema
            .get_mut("allOf")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            self.inside(name, place, part, tags)?;
        }
        Ok(())
    }

    /// Moves a schema, if it is an object, a list of values or put together of others, and
    /// leaves a reference.
    fn replace(
        &mut self,
        holder: &str,
        place: &str,
        schema: &mut Value,
        tags: Option<&Value>,
    ) -> Result<(), String> {
        let mut name = format!("{holder}{place}");
        self.inside(&name, place, schema, tags)?;
        let makes_type = ["properties", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
            || schema.get("enum").is_some() && schema["type"] == "string";
        if !makes_type {
            return Ok(());
        }
        schema[PLACE] = place.into();
        while self.taken.contains(&name)
            || self.moved.get(&name).is_some_and(|other| other != schema)
        {
            // A named schema of this name is something else than the property.
            name.push_str("Inline");
        }
        let description = schema.get("description").cloned();
        let mut moved = schema.take();
        if let (Some(moved), Some(tags)) = (moved.as_object_mut(), tags) {
            moved.entry("x-okta-tags").or_insert_with(|| tags.clone());
        }
        *schema = json!({ "$ref": format!("{SCHEMAS}{name}") });
        if let Some(description) = description {
            schema["description"] = description;
        }
        for key in ["readOnly", "default", "x-okta-secret"] {
            if let Some(value) = moved.get(key) {
                schema[key] = value.clone();
            }
        }
        self.moved.insert(name, moved);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_schemas_get_the_names_of_their_places() {
        let status = json!({"type": "string", "enum": ["A"], "readOnly": true});
        let mut document = json!({
            "components": {"schemas": {
                "User": {"x-okta-tags": ["User"], "properties": {
                    "status": status,
                    "type": {"properties": {"id": {"type": "string"}}},
                    "list": {"type": "array", "items": {"properties": {}}},
                    "_links": {"properties": {}},
                }},
                "UserType": {"properties": {}},
            }},
            "paths": {"/a": {"get": {"operationId": "getA", "responses": {"200": {
                "content": {"application/json": {"schema": {"properties": {}}}},
            }}}}},
        });
        apply(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(
            schemas["User"]["properties"],
            json!({
                "status": {"$ref": "#/components/schemas/UserStatus", "readOnly": true},
                "type": {"$ref": "#/components/schemas/UserTypeInline"},
                "list": {"type": "array", "items": {"$ref": "#/components/schemas/UserListItem"}},
                "_links": {"properties": {}},
            })
        );
        assert_eq!(schemas["UserStatus"]["x-okta-tags"], json!(["User"]));
        assert!(schemas.get("GetAResponse").is_some());
    }
}
