//! The names that progenitor gives to schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::extract::Extracted;
use crate::{
    document::SCHEMAS,
    error::{Error, Result},
};

/// The names of schemas in Rust.
pub struct RustNames(BTreeMap<String, String>);

impl RustNames {
    pub fn new(schemas: &Map<String, Value>, extracted: &Extracted) -> Result<Self> {
        // progenitor's rules for names, taken from its result: same letters, other case.
        let fold = |name: &str| {
            name.replace(|c: char| !c.is_alphanumeric(), "")
                .to_lowercase()
        };
        let by_letters: BTreeMap<String, &String> = extracted
            .types
            .keys()
            .map(|name| (fold(name), name))
            .collect();
        let mut names = BTreeMap::new();
        for name in schemas.keys() {
            let rust = by_letters.get(&fold(name)).ok_or_else(|| {
                Error::at(format!("schema {name}"), "progenitor makes no type of it")
            })?;
            names.insert(name.clone(), (*rust).clone());
        }
        Ok(Self(names))
    }

    pub fn of(&self, schema: &str) -> &str {
        &self.0[schema]
    }

    pub fn of_reference(&self, reference: &Value) -> Option<(&str, &str)> {
        let schema = reference.as_str()?.strip_prefix(SCHEMAS)?;
        let (schema, rust) = self.0.get_key_value(schema)?;
        Some((schema, rust))
    }
}
