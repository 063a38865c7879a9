//! Bases that a discriminator tells the types of: each becomes a choice between them.

use std::collections::BTreeMap;

use quote::format_ident;
use serde_json::{Map, Value};

use super::{Choice, Field, Kind, Object, Polymorphic, Type, docs::words, names::RustNames};
use crate::error::{Error, Result};

/// Turns the type of a base into a choice between its types; what it was becomes the
/// type of whatever is none of them.
pub fn make_polymorphic(
    types: &mut BTreeMap<String, Type>,
    names: &RustNames,
    schemas: &Map<String, Value>,
    schema_name: &str,
) -> Result<()> {
    // A base that another base chooses is part of that one, unless it is used on its own.
    let place = format!("schema {schema_name}");
    let chosen_elsewhere = schemas.iter().any(|(other, schema)| {
        other != schema_name
            && mapping(schema).any(|(_, target)| {
                names
                    .of_reference(target)
                    .is_some_and(|(name, _)| name == schema_name)
            })
    });
    if chosen_elsewhere {
        return Ok(());
    }
    let name = names.of(schema_name).to_owned();
    let mut found = Choices::default();
    found.collect(schemas, names, (schema_name, &name), &[])?;
    let discriminators = found.discriminators.len();
    for values in found.choices.iter_mut().flat_map(|c| &mut c.values) {
        values.resize(discriminators, None);
    }
    let mut base_type = match types.remove(&name) {
        Some(base) => base,
        None => return Err(Error::at(place, "a polymorphic base must be an object")),
    };
    let Kind::Object(mut base) = base_type.kind else {
        return Err(Error::at(place, "a polymorphic base must be an object"));
    };
    sent_back(&mut base, &found.discriminators);
    for property in &found.discriminators {
        if !base.fields.iter().any(|field| field.wire == *property) {
            return Err(Error::at(
                place,
                format!("the base has no property {property}, which its discriminator names"),
            )
            .advise("add the property to the base with an overlay"));
        }
    }
    let mut common = base.clone();
    common.fields.retain(|field| {
        found.choices.iter().all(|choice| {
            types
                .get(&choice.type_name)
                .is_some_and(|chosen| has_field(chosen, field))
        })
    });
    for choice in &found.choices {
        discriminate(types, choice, &found.discriminators)
            .map_err(|problem| Error::at(&place, problem))?;
    }
    let base_name = format!("{name}Base");
    if types.contains_key(&base_name) {
        return Err(Error::at(place, format!("the name {base_name} is taken"))
            .advise("rename that schema with an overlay"));
    }
    let polymorphic = Type {
        name: name.clone(),
        group: base_type.group.clone(),
        doc: std::mem::take(&mut base_type.doc),
        kind: Kind::Polymorphic(Polymorphic {
            discriminators: found.discriminators,
            common,
            base_name: base_name.clone(),
            choices: found.choices,
        }),
    };
    base_type.name.clone_from(&base_name);
    base_type.doc = vec![format!(
        "What every [`{name}`] has. It stands for those whose type is not known."
    )];
    base_type.kind = Kind::Object(base);
    types.insert(base_name, base_type);
    types.insert(name, polymorphic);
    Ok(())
}

/// What tells the type of a resource is part of every update, whoever sets it.
fn sent_back(object: &mut Object, discriminators: &[String]) {
    for field in &mut object.fields {
        field.read_only &= !discriminators.contains(&field.wire);
    }
}

/// Whether a type has this field, and of the same type: a child may override it.
fn has_field(ty: &Type, field: &Field) -> bool {
    match &ty.kind {
        Kind::Object(object) => object
            .fields
            .iter()
            .any(|other| other.wire == field.wire && other.ty == field.ty),
        _ => false,
    }
}

fn mapping(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["discriminator"]["mapping"]
        .as_object()
        .into_iter()
        .flatten()
}

/// The types that a discriminator and the discriminators of its types choose between.
#[derive(Default)]
struct Choices {
    discriminators: Vec<String>,
    choices: Vec<Choice>,
}

impl Choices {
    /// Most specific first: a type that a second discriminator tells comes before the
    /// one that it is a special case of.
    fn collect(
        &mut self,
        schemas: &Map<String, Value>,
        names: &RustNames,
        (base, root): (&str, &str),
        given: &[(String, String)],
    ) -> Result<()> {
        if given.len() > 4 {
            return Err(Error::at(
                format!("schema {base}"),
                "its discriminators lead in a circle",
            ));
        }
        let schema = &schemas[base];
        let property = schema["discriminator"]["propertyName"]
            .as_str()
            .unwrap_or_default();
        if !self.discriminators.iter().any(|known| known == property) {
            self.discriminators.push(property.to_owned());
        }
        for (value, target) in mapping(schema) {
            let Some((target, rust)) = names.of_reference(target) else {
                continue;
            };
            let mut path = given.to_vec();
            path.push((property.to_owned(), value.clone()));
            if schemas[target].get("discriminator").is_some() {
                self.collect(schemas, names, (target, root), &path)?;
            }
            let words = words(&schemas[target]);
            let summary = words.first().map_or("", String::as_str);
            self.add(root, rust, summary, &path);
        }
        Ok(())
    }

    fn add(&mut self, root: &str, rust: &str, summary: &str, path: &[(String, String)]) {
        let values = self.discriminators.iter().map(|name| {
            let given = path.iter().rev().find(|(property, _)| property == name);
            given.map(|(_, value)| value.clone())
        });
        let values = values.collect();
        match self
            .choices
            .iter_mut()
            .find(|choice| choice.type_name == rust)
        {
            Some(choice) => choice.values.push(values),
            None => self.choices.push(Choice {
                variant: variant_name(root, rust),
                type_name: rust.to_owned(),
                summary: summary.to_owned(),
                values: vec![values],
            }),
        }
    }
}

/// `SamlApplication` of `Application` is `Saml`: the words of the base are not repeated.
fn variant_name(base: &str, name: &str) -> syn::Ident {
    let short = name
        .strip_suffix(base)
        .or_else(|| name.strip_prefix(base))
        .filter(|rest| {
            rest.starts_with(|c: char| c.is_ascii_uppercase()) && *rest != "Unrecognized"
        })
        .unwrap_or(name);
    format_ident!("{short}")
}

/// Notes on a type which discriminators mean it: a new value of it carries them.
fn discriminate(
    types: &mut BTreeMap<String, Type>,
    choice: &Choice,
    discriminators: &[String],
) -> Result<(), String> {
    let chosen = types
        .get_mut(&choice.type_name)
        .ok_or_else(|| format!("{} is no type", choice.type_name))?;
    let Kind::Object(object) = &mut chosen.kind else {
        return Err(format!("{} is not an object", choice.type_name));
    };
    sent_back(object, discriminators);
    // Where several values mean one type, the last is the current one: SAML_2_0 is after
    // SAML_1_1, and `token:hotp` after `hotp`.
    let values = choice.values.last().into_iter().flatten();
    for (property, value) in discriminators.iter().zip(values) {
        // A type that two bases choose is told by both in the same way.
        if let Some(value) = value
            && let Some(field) = object.fields.iter().find(|field| field.wire == *property)
            && !object
                .discriminators
                .iter()
                .any(|(known, _)| *known == field.ident)
        {
            object
                .discriminators
                .push((field.ident.clone(), value.clone()));
        }
    }
    Ok(())
}
