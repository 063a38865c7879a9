//! The schemas of a description, by name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The schemas of a description.
#[derive(Debug)]
pub struct Schemas(Value);

/// The number of bases up to which inheritance is followed.
const BASES: usize = 8;

impl Schemas {
    pub(super) fn of(mut document: Value) -> Self {
        let schemas = document.pointer_mut("/components/schemas");
        Self(schemas.map(Value::take).unwrap_or_default())
    }

    /// Returns the schema with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns the name that a schema refers to.
    #[must_use]
    pub fn name(schema: &Value) -> Option<&str> {
        let schema = match schema["allOf"].as_array().map(Vec::as_slice) {
            Some([only]) => only,
            _ => schema,
        };
        schema["$ref"]
            .as_str()?
            .strip_prefix("#/components/schemas/")
    }

    /// Returns what a schema refers to, or the schema itself.
    #[must_use]
    pub fn follow<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        for _ in 0..BASES {
            match Self::name(schema).and_then(|name| self.get(name)) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }

    /// Returns the properties of an object, including inherited ones.
    #[must_use]
    pub fn properties<'a>(&'a self, schema: &'a Value) -> BTreeMap<&'a str, &'a Value> {
        let mut found = BTreeMap::new();
        self.collect(schema, &mut found, BASES);
        found
    }

    fn collect<'a>(
        &'a self,
        schema: &'a Value,
        found: &mut BTreeMap<&'a str, &'a Value>,
        left: usize,
    ) {
        let schema = self.follow(schema);
        let own = schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(Map::iter);
        for (name, property) in own {
            found.entry(name).or_insert(property);
        }
        if left > 0 {
            for base in schema["allOf"].as_array().into_iter().flatten() {
                self.collect(base, found, left - 1);
            }
        }
    }

    /// Returns the property with this name, which may be inherited.
    #[must_use]
    pub fn property<'a>(&'a self, schema: &'a Value, name: &str) -> Option<&'a Value> {
        self.find(schema, name, BASES)
    }

    fn find<'a>(&'a self, schema: &'a Value, name: &str, left: usize) -> Option<&'a Value> {
        let schema = self.follow(schema);
        if let Some(property) = schema["properties"].get(name) {
            return Some(property);
        }
        let bases = schema["allOf"].as_array().filter(|_| left > 0)?;
        bases
            .iter()
            .find_map(|base| self.find(base, name, left - 1))
    }

    /// Returns the variants of a polymorphic schema: each discriminator value with the name of
    /// its schema.
    #[must_use]
    pub fn variants<'a>(&'a self, schema: &'a Value) -> Option<(&'a str, Vec<(&'a str, &'a str)>)> {
        let discriminator = self.follow(schema).get("discriminator")?;
        let property = discriminator["propertyName"].as_str()?;
        let mapping = discriminator["mapping"].as_object()?;
        let variants = mapping.iter().filter_map(|(value, target)| {
            let target = target.as_str()?;
            Some((value.as_str(), target.rsplit('/').next()?))
        });
        Some((property, variants.collect()))
    }
}
