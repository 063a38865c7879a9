//! Where a schema is used: part of what is said of every type, and all that can be said of one
//! that nobody has described.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    document::{METHODS, referenced, success},
    words,
};

/// The uses of each schema that is used somewhere, by its name.
#[derive(Default)]
pub struct Uses {
    uses: BTreeMap<String, Vec<Use>>,
    /// The tags of operations that answer with a schema or take it.
    tags: BTreeMap<String, String>,
}

/// The order is the one in which uses tell more.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// A type of a polymorphic resource: the base, the discriminator and its value.
    Choice(String, String, String),
    /// The answer of a method.
    Answer(String),
    /// The body of a method.
    Body(String),
    /// A parameter of a method.
    Parameter(String, String),
    /// A property of another schema.
    Property(String, String),
}

impl Uses {
    pub fn new(document: &Value) -> Self {
        let mut uses = Self::default();
        let schemas = document["components"]["schemas"].as_object();
        for (owner, schema) in schemas.into_iter().flatten() {
            for (property, value) in schema["properties"].as_object().into_iter().flatten() {
                uses.add(value, || Use::Property(owner.clone(), property.clone()));
            }
            let discriminator = &schema["discriminator"];
            let mapping = discriminator["mapping"].as_object();
            for (value, target) in mapping.into_iter().flatten() {
                let target = serde_json::json!({ "$ref": target });
                let property = discriminator["propertyName"].as_str().unwrap_or_default();
                uses.add(&target, || {
                    Use::Choice(owner.clone(), property.to_owned(), value.clone())
                });
            }
        }
        for (_, item) in document["paths"].as_object().into_iter().flatten() {
            for operation in METHODS.iter().filter_map(|method| item.get(method)) {
                let id = operation["operationId"].as_str().unwrap_or_default();
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    let name = parameter["name"].as_str().unwrap_or_default();
                    uses.add(&parameter["schema"], || {
                        Use::Parameter(words::snake(id), name.to_owned())
                    });
                }
                let json = |part: &Value| part["content"]["application/json"]["schema"].clone();
                let answer = json(success(&operation["responses"]));
                uses.add(&answer, || Use::Answer(words::snake(id)));
                let body = json(&operation["requestBody"]);
                uses.add(&body, || Use::Body(words::snake(id)));
                let tag = operation["tags"][0].as_str().unwrap_or_default();
                for name in [&answer, &body].into_iter().flat_map(elements) {
                    uses.tags.entry(name.to_owned()).or_insert(tag.to_owned());
                }
            }
        }
        for found in uses.uses.values_mut() {
            found.sort();
        }
        uses
    }

    /// Notes the use of the schema that this one refers to, itself or for its elements.
    fn add(&mut self, schema: &Value, used: impl Fn() -> Use) {
        for name in elements(schema) {
            self.uses.entry(name.to_owned()).or_default().push(used());
        }
    }

    /// What can be said of a schema that nobody has described; `None` for one that is used
    /// nowhere.
    pub fn sentence<'a>(
        &self,
        schema_name: &str,
        rust_name: impl Fn(&str) -> &'a str,
    ) -> Option<String> {
        Some(match self.uses.get(schema_name)?.first()? {
            Use::Choice(base, property, value) => {
                format!(
                    "The [`{}`] whose `{property}` is `{value}`.",
                    rust_name(base)
                )
            }
            Use::Answer(method) => format!("The answer of {}.", link(method)),
            Use::Body(method) => format!("The body that {} sends.", link(method)),
            Use::Parameter(method, parameter) => {
                format!("The argument `{parameter}` of {}.", link(method))
            }
            Use::Property(owner, property) => {
                format!("The property `{property}` of [`{}`].", rust_name(owner))
            }
        })
    }

    /// The first places where the schema is used, and how many others there are; without the
    /// one that a sentence has told already.
    pub fn places<'a>(
        &self,
        schema_name: &str,
        is_told: bool,
        rust_name: impl Fn(&str) -> &'a str,
    ) -> Option<String> {
        let uses = self.uses.get(schema_name)?;
        let uses = uses.get(usize::from(is_told)..)?;
        let start = match is_told {
            true if uses.is_empty() => return None,
            true => "Also used by",
            false => "Used by",
        };
        let shown = uses.iter().take(SHOWN).map(|place| match place {
            Use::Choice(base, ..) => format!("[`{}`]", rust_name(base)),
            Use::Answer(method) | Use::Body(method) => link(method),
            Use::Parameter(method, parameter) => format!("`{parameter}` of {}", link(method)),
            Use::Property(owner, property) => format!("`{property}` of [`{}`]", rust_name(owner)),
        });
        let mut shown: Vec<String> = shown.collect();
        shown.dedup();
        let others = uses.len().saturating_sub(SHOWN);
        let more = match others {
            0 => String::new(),
            others => format!(", and {others} more"),
        };
        Some(format!("{start}: {}{more}.", shown.join(", ")))
    }

    /// The tag of an operation that answers with the schema or takes it, if there is one.
    pub fn tag(&self, schema_name: &str) -> Option<&str> {
        self.tags.get(schema_name).map(String::as_str)
    }
}

/// The schemas that one refers to, itself or for its elements.
fn elements(schema: &Value) -> impl Iterator<Item = &str> {
    let elements = [schema, &schema["items"], &schema["additionalProperties"]];
    elements.into_iter().filter_map(referenced)
}

/// How many places are shown.
const SHOWN: usize = 3;

fn link(method: &str) -> String {
    format!("[`{method}`](crate::Client::{method})")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_without_words_says_where_it_is_used() {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let uses = Uses::new(&json!({
            "paths": {"/a": {"post": {
                "operationId": "makeToken", "tags": ["Tokens"],
                "responses": {"200": {"content": {"application/json": {"schema": reference("Token")}}}},
            }}},
            "components": {"schemas": {
                "App": {
                    "properties": {"status": reference("Status"), "keys": {"items": reference("Key")}},
                    "discriminator": {"propertyName": "mode", "mapping": {"SAML": "#/components/schemas/SamlApp"}},
                },
                "Zone": {"properties": {"status": reference("Status")}},
            }},
        }));
        for (name, sentence) in [
            ("Status", Some("The property `status` of [`App`].")),
            ("Key", Some("The property `keys` of [`App`].")),
            ("SamlApp", Some("The [`App`] whose `mode` is `SAML`.")),
            (
                "Token",
                Some("The answer of [`make_token`](crate::Client::make_token)."),
            ),
            ("Nothing", None),
        ] {
            let rust_name = |name: &str| match name {
                "App" => "App",
                _ => "?",
            };
            assert_eq!(uses.sentence(name, rust_name).as_deref(), sentence);
        }
        for (name, is_told, places) in [
            (
                "Status",
                false,
                Some("Used by: `status` of [`App`], `status` of [`Zone`]."),
            ),
            ("Status", true, Some("Also used by: `status` of [`Zone`].")),
            ("Key", true, None),
            ("Nothing", false, None),
        ] {
            let rust_name = |name: &str| match name {
                "App" => "App",
                _ => "Zone",
            };
            assert_eq!(uses.places(name, is_told, rust_name).as_deref(), places);
        }
        assert_eq!((uses.tag("Token"), uses.tag("Key")), (Some("Tokens"), None));
    }
}
