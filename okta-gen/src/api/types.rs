//! Types: progenitor's, joined with the schemas that they come from.

use std::collections::BTreeMap;

use quote::format_ident;
use serde_json::{Map, Value};

use super::{
    Field, Kind, Object, Type, Variant, apart_from,
    boxes::box_large,
    docs::{field_doc, meaning, type_doc},
    extract::{Extracted, RawType},
    names::RustNames,
    polymorphic::make_polymorphic,
    secrets::is_secret,
    uses::Uses,
};
use crate::{error::Result, words};

/// The module of types that no resource claims.
const SHARED: &str = "shared";

/// What every object has besides its properties.
const OWN_FIELDS: [&str; 1] = ["additional_properties"];

pub fn build(document: &Value, extracted: &Extracted) -> Result<Vec<Type>> {
    let empty = Map::new();
    let schemas = document["components"]["schemas"]
        .as_object()
        .unwrap_or(&empty);
    let names = RustNames::new(schemas, extracted)?;
    let uses = Uses::new(document);
    let mut builder = Builder {
        extracted,
        types: BTreeMap::new(),
    };
    for (schema_name, schema) in schemas {
        let tag = schema["x-okta-tags"][0].as_str();
        let group = tag.map_or_else(|| SHARED.to_owned(), words::ident);
        let doc = type_doc(schema_name, schema, &uses, &names);
        builder.add(names.of(schema_name), schema, &group, doc);
    }
    let mut types = builder.types;
    for (schema_name, schema) in schemas {
        if schema.get("discriminator").is_some() {
            make_polymorphic(&mut types, &names, schemas, schema_name)?;
        }
    }
    box_large(&mut types);
    Ok(types.into_values().collect())
}

struct Builder<'a> {
    extracted: &'a Extracted,
    types: BTreeMap<String, Type>,
}

impl Builder<'_> {
    /// Adds the type of a named schema.
    fn add(&mut self, name: &str, schema: &Value, group: &str, doc: Vec<String>) {
        let Some(raw) = self.extracted.types.get(name) else {
            return;
        };
        let kind = match raw {
            RawType::Object(fields) => {
                let mut object = Object {
                    fields: Vec::new(),
                    discriminators: Vec::new(),
                    extensible: schema["x-okta-extensible"] == true,
                };
                for (ident, wire, ty) in fields {
                    let property = &schema["properties"][wire.as_str()];
                    let required = schema["required"]
                        .as_array()
                        .is_some_and(|required| required.iter().any(|name| name == wire));
                    // `fooBar` and `foo_bar` are one name in Rust.
                    let mut ident = apart_from(&OWN_FIELDS, ident);
                    while object.fields.iter().any(|field| field.ident == ident) {
                        ident = format_ident!("{ident}_");
                    }
                    object.fields.push(Field {
                        ident,
                        wire: wire.clone(),
                        ty: ty.clone(),
                        doc: field_doc(property, required),
                        secret: is_secret(schema, wire),
                        read_only: property["readOnly"] == true,
                    });
                }
                Kind::Object(object)
            }
            RawType::Enum(variants) => Kind::Enum(
                variants
                    .iter()
                    .map(|(ident, wire)| Variant {
                        ident: ident.clone(),
                        wire: wire.clone(),
                        meaning: meaning(schema, wire),
                    })
                    .collect(),
            ),
            RawType::Alias(ty) => Kind::Alias(ty.clone()),
        };
        self.types.insert(
            name.to_owned(),
            Type {
                name: name.to_owned(),
                group: group.to_owned(),
                doc,
                kind,
            },
        );
    }
}
