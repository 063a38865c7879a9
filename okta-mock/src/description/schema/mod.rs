//! The schemas of the API description: payloads made from them, and bodies checked
//! against them.
//!
//! They come in the plain form of the description that `okta-api` carries: a schema is an
//! object with all its properties, a map, an array, a scalar, a reference to a component,
//! or anything; a polymorphic base has a `discriminator` with a mapping.

pub(crate) mod plausible;
mod sample;
mod validate;
mod write_only;

use serde_json::{Map, Value};

pub(crate) use self::validate::Problem;

/// Where references point to.
const COMPONENTS: &str = "#/components/schemas/";

/// A reference to a reference to … is followed no further than this.
const MAX_REFERENCES: usize = 16;

/// The named schemas of a description.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schemas {
    components: Map<String, Value>,
}

/// A schema with every reference to it followed.
#[derive(Debug, Clone, Copy)]
struct Resolved<'s> {
    /// The component's name; none for a schema written in place.
    name: Option<&'s str>,
    schema: &'s Value,
}

/// How an answer is a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum List {
    /// It is an array.
    Plain,
    /// It is an object that holds an array under this name, and links.
    Envelope(String),
}

impl Schemas {
    /// Takes the schemas out of an OpenAPI document; none when it has no components.
    pub(crate) fn load(document: &Value) -> Self {
        let components = document
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        Self { components }
    }

    /// The schema with this name, such as `User`.
    #[cfg(test)]
    pub(crate) fn named(&self, name: &str) -> Option<&Value> {
        self.components.get(name)
    }

    /// How the answers of this schema are lists, if they are.
    pub(crate) fn list(&self, schema: &Value) -> Option<List> {
        let schema = self.resolve(schema).schema;
        if type_of(schema) == Some("array") {
            return Some(List::Plain);
        }
        let properties = schema.get("properties")?.as_object()?;
        let mut others = properties.iter().filter(|(name, _)| *name != "_links");
        let (Some((name, property)), None) = (others.next(), others.next()) else {
            return None;
        };
        let array = self.resolve(property).schema;
        let elements = self.resolve(array.get("items")?).schema;
        let of_objects = type_of(array) == Some("array") && type_of(elements) == Some("object");
        of_objects.then(|| List::Envelope(name.clone()))
    }

    /// The schema of the elements of a list, plain or in an envelope.
    pub(crate) fn element<'s>(&'s self, schema: &'s Value) -> Option<&'s Value> {
        let schema = self.resolve(schema).schema;
        let array = match self.list(schema)? {
            List::Plain => schema,
            List::Envelope(name) => self.resolve(schema.get("properties")?.get(&name)?).schema,
        };
        array.get("items")
    }

    /// The schema of a property, not followed.
    pub(crate) fn property<'s>(&'s self, schema: &'s Value, name: &str) -> Option<&'s Value> {
        self.resolve(schema).schema.get("properties")?.get(name)
    }

    /// The values that a schema lets a text have; none where it may be anything.
    pub(crate) fn values<'s>(&'s self, schema: &'s Value) -> &'s [Value] {
        let values = self.resolve(schema).schema.get("enum");
        values.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The properties that objects of this schema have, with whether only Okta sets them.
    pub(crate) fn properties<'s>(
        &'s self,
        schema: &'s Value,
    ) -> impl Iterator<Item = (&'s str, bool)> {
        let properties = self.resolve(schema).schema.get("properties");
        let properties = properties.and_then(Value::as_object).into_iter().flatten();
        properties.map(|(name, property)| {
            let given = is(property, "readOnly") || is(self.resolve(property).schema, "readOnly");
            (name.as_str(), given)
        })
    }

    /// Whether objects of this schema have this property.
    pub(crate) fn has(&self, schema: &Value, name: &str) -> bool {
        self.property(schema, name).is_some()
    }

    /// The name of the component that a schema refers to.
    pub(crate) fn name<'s>(&'s self, schema: &'s Value) -> Option<&'s str> {
        self.resolve(schema).name
    }

    /// Follows references. One that leads nowhere, or in a circle, is a schema for
    /// anything.
    fn resolve<'s>(&'s self, mut schema: &'s Value) -> Resolved<'s> {
        let mut name = None;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
                return Resolved { name, schema };
            };
            match reference
                .strip_prefix(COMPONENTS)
                .and_then(|name| self.components.get_key_value(name))
            {
                Some((found, next)) => (name, schema) = (Some(found.as_str()), next),
                None => break,
            }
        }
        Resolved {
            name: None,
            schema: &Value::Null,
        }
    }

    /// The component that a mapping's reference names.
    fn referenced(&self, reference: &Value) -> Option<Resolved<'_>> {
        let name = reference.as_str()?.strip_prefix(COMPONENTS)?;
        let (name, schema) = self.components.get_key_value(name)?;
        Some(Resolved {
            name: Some(name),
            schema,
        })
    }

    /// A schema that is handed in, which may be a component itself.
    fn root<'s>(&'s self, schema: &'s Value) -> Resolved<'s> {
        let resolved = self.resolve(schema);
        let mut components = self.components.iter();
        let name = components
            .find(|(_, component)| std::ptr::eq(*component, resolved.schema))
            .map(|(name, _)| name.as_str());
        Resolved { name, ..resolved }
    }
}

/// The `discriminator` of a polymorphic base: its property and what each value stands for.
fn discriminator(schema: &Value) -> Option<(&str, &Map<String, Value>)> {
    let discriminator = schema.get("discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let mapping = discriminator.get("mapping")?.as_object()?;
    (!mapping.is_empty()).then_some((property, mapping))
}

/// The `type` of a schema; an object where only its properties are given.
fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type").and_then(Value::as_str) {
        None if schema.get("properties").is_some() => Some("object"),
        known => known,
    }
}

/// Whether the schema says so of itself (`readOnly`, `writeOnly`).
fn is(schema: &Value, flag: &str) -> bool {
    schema.get(flag).and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::data::Rng;

    /// One schema for each thing that schemas do.
    pub(super) fn schemas() -> Schemas {
        let reference = |name: &str| json!({"$ref": format!("{COMPONENTS}{name}")});
        let text = json!({"type": "string"});
        Schemas::load(&json!({"components": {"schemas": {
            "Widget": {
                "type": "object",
                "required": ["id", "name"],
                "properties": {
                    "id": {"type": "string", "readOnly": true},
                    "name": text,
                    "ownerUserId": text,
                    "homeUrl": text,
                    "contactEmail": text,
                    "created": {"type": "string", "format": "date-time", "readOnly": true},
                    "startsAt": {"type": "string", "format": "date-time"},
                    "status": reference("WidgetStatus"),
                    "priority": {"type": "integer"},
                    "ratio": {"type": "number", "default": "wrong"},
                    "enabled": {"type": "boolean", "default": true},
                    "tags": {"type": "array", "items": text},
                    "labels": {"type": "object", "additionalProperties": text},
                    "settings": {"type": "object", "additionalProperties": {"type": "object"}},
                    "password": {"type": "string", "format": "password"},
                    "secret": {"type": "string", "writeOnly": true},
                    "_links": {"type": "object", "readOnly": true},
                    "_embedded": {"type": "object", "readOnly": true},
                }
            },
            "WidgetStatus": {"type": "string", "enum": ["INACTIVE", "ACTIVE"]},
            "Tree": {"properties": {
                "label": text,
                "parent": reference("Tree"),
                "children": {"type": "array", "items": reference("Tree")},
            }},
            "Circle": reference("Circle"),
            "Shape": {
                "type": "object",
                "properties": {"kind": reference("ShapeKind")},
                "discriminator": {"propertyName": "kind", "mapping": {
                    "CIRCLE": format!("{COMPONENTS}Disc"),
                    "HEXAGON": format!("{COMPONENTS}Hexagon"),
                    "POLYGON": format!("{COMPONENTS}Polygon"),
                }},
            },
            "ShapeKind": {"type": "string", "enum": ["CIRCLE", "POLYGON"]},
            "Hexagon": {"type": "object", "properties": {
                "kind": reference("ShapeKind"), "sides": {"type": "integer"},
            }},
            "Disc": {"type": "object", "properties": {
                "kind": text, "radius": {"type": "integer"},
            }},
            "Polygon": {
                "type": "object",
                "properties": {"kind": text, "name": text, "sides": {"type": "integer"}},
                "discriminator": {"propertyName": "name", "mapping": {
                    "square": format!("{COMPONENTS}Square"),
                }},
            },
            "Square": {"type": "object", "properties": {
                "kind": text, "name": text, "sides": {"type": "integer"},
                "edge": {"type": "integer"},
            }},
        }}}))
    }

    #[test]
    fn references_are_followed_to_their_end() {
        let schemas = schemas();
        let reference = json!({"$ref": "#/components/schemas/Widget"});
        let widget = schemas.resolve(&reference).name;
        assert_eq!(widget, Some("Widget"));
        for nowhere in ["#/components/schemas/Circle", "#/elsewhere", "other.json"] {
            let reference = json!({"$ref": nowhere});
            assert!(schemas.resolve(&reference).schema.is_null(), "{nowhere}");
        }
    }

    #[test]
    fn a_document_without_schemas_has_none() {
        for document in [
            json!({}),
            json!(null),
            json!({"components": {"schemas": 1}}),
        ] {
            assert!(Schemas::load(&document).named("User").is_none());
        }
    }

    /// Whatever the description holds: a sample of every schema of it is valid.
    #[test]
    fn every_schema_of_the_description_has_valid_samples() {
        let document = serde_json::from_str(okta_api::operations::document()).unwrap();
        let schemas = Schemas::load(&document);
        assert!(
            schemas.components.len() > 400,
            "{}",
            schemas.components.len()
        );
        for (name, schema) in &schemas.components {
            for seed in 0..3 {
                let response = schemas.sample(schema, &mut Rng::new(seed));
                assert_eq!(schemas.validate(schema, &response), [], "{name} {response}");
                let request = schemas.sample_body(schema, &mut Rng::new(seed));
                assert_eq!(schemas.validate(schema, &request), [], "{name} {request}");
            }
        }
    }
}
