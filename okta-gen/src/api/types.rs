//! Types: progenitor's, joined with the schemas that they come from.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;
use serde_json::{Map, Value};

use super::{
    Choice, Field, Kind, Object, Polymorphic, Ty, Type, Variant, apart_from, doc_lines,
    extract::{Extracted, RawType},
    pages::page,
    secrets::is_secret,
    uses::Uses,
};
use crate::{
    document::{ENUM_DESCRIPTIONS, SCHEMAS},
    error::{Error, Result},
    words,
};

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

/// From how many bytes on a resource within a resource is boxed. With all of them boxed, a
/// log event takes 14 allocations more; with none, every user is three quarters of a kilobyte
/// larger.
const LARGE: usize = 512;

/// Boxes the large resources within resources: what holds them is moved about.
fn box_large(types: &mut BTreeMap<String, Type>) {
    let large: BTreeSet<String> = types
        .keys()
        .filter(|name| size(types, name) > LARGE)
        .cloned()
        .collect();
    for ty in types.values_mut() {
        let object = match &mut ty.kind {
            Kind::Object(object) => object,
            Kind::Polymorphic(choice) => &mut choice.common,
            Kind::Enum(_) | Kind::Alias(_) => continue,
        };
        for field in &mut object.fields {
            if matches!(&field.ty, Ty::Named(name) if large.contains(name)) {
                field.ty = Ty::Boxed(Box::new(field.ty.clone()));
            }
        }
    }
}

/// The bytes that a type takes, about.
fn size(types: &BTreeMap<String, Type>, name: &str) -> usize {
    const WORD: usize = 8;
    match types.get(name).map(|ty| &ty.kind) {
        Some(Kind::Object(object)) => {
            let fields = object.fields.iter().map(|field| match &field.ty {
                Ty::Named(name) => size(types, name),
                Ty::Json => 4 * WORD,
                Ty::Text | Ty::List(_) | Ty::Map(_) | Ty::Links => 3 * WORD,
                _ => 2 * WORD,
            });
            fields.sum::<usize>() + 3 * WORD
        }
        Some(Kind::Polymorphic(_)) => 2 * WORD,
        Some(Kind::Alias(Ty::Named(name))) => size(types, name),
        _ => 3 * WORD,
    }
}

/// The names of schemas in Rust.
struct RustNames(BTreeMap<String, String>);

impl RustNames {
    fn new(schemas: &Map<String, Value>, extracted: &Extracted) -> Result<Self> {
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

    fn of(&self, schema: &str) -> &str {
        &self.0[schema]
    }

    fn of_reference(&self, reference: &Value) -> Option<(&str, &str)> {
        let schema = reference.as_str()?.strip_prefix(SCHEMAS)?;
        let (schema, rust) = self.0.get_key_value(schema)?;
        Some((schema, rust))
    }
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

/// What a type is, where it is used, and the page of Okta's reference about it.
fn type_doc(schema_name: &str, schema: &Value, uses: &Uses, names: &RustNames) -> Vec<String> {
    let mut doc = words(schema);
    let is_silent = doc.is_empty();
    if is_silent {
        let sentence = uses.sentence(schema_name, |name| names.of(name));
        doc.push(sentence.unwrap_or_else(|| format!("Okta's `{schema_name}`.")));
    }
    let page = uses.tag(schema_name).and_then(page);
    let page = page.map(|page| format!("See [Okta's reference]({page})."));
    let places = uses.places(schema_name, is_silent, |name| names.of(name));
    for part in places.into_iter().chain(page) {
        doc.push(String::new());
        doc.push(part);
    }
    doc
}

/// What the description says of a schema.
fn words(schema: &Value) -> Vec<String> {
    doc_lines(schema["description"].as_str().unwrap_or_default())
}

/// What the description says of a value of an enum, on one line.
fn meaning(schema: &Value, value: &str) -> String {
    let words = schema[ENUM_DESCRIPTIONS][value].as_str();
    let words = words.unwrap_or_default().split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// Nothing for a property that the description has no words for: its name says as much.
fn field_doc(schema: &Value, required: bool) -> Vec<String> {
    let mut doc = words(schema);
    let mut notes = Vec::new();
    if schema["readOnly"] == true {
        notes.push("Read-only.".to_owned());
    }
    if required {
        notes.push("Required by Okta.".to_owned());
    }
    match &schema["default"] {
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        default => notes.push(format!("Okta's default: `{default}`.")),
    }
    if !notes.is_empty() {
        if !doc.is_empty() {
            doc.push(String::new());
        }
        doc.push(notes.join(" "));
    }
    doc
}

/// Turns the type of a base into a choice between its types; what it was becomes the
/// type of whatever is none of them.
fn make_polymorphic(
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
