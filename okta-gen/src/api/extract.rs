//! Reads progenitor's output: types with their fields, and operations with their types.

use std::collections::BTreeMap;

use quote::format_ident;
use syn::{
    Attribute, Fields, FnArg, GenericArgument, Item, ItemEnum, ItemStruct, Pat, PathArguments,
    ReturnType, Type,
};

use super::Ty;
use crate::{
    error::{Error, Result},
    plain::LINKS,
    words,
};

/// progenitor's types and operations by their names.
pub struct Extracted {
    pub types: BTreeMap<String, RawType>,
    pub operations: BTreeMap<String, Signature>,
}

/// A field: name, name in JSON, type.
pub type RawField = (syn::Ident, String, Ty);

pub enum RawType {
    Object(Vec<RawField>),
    /// Variants: name, name in JSON.
    Enum(Vec<(syn::Ident, String)>),
    Alias(Ty),
}

/// The types of an operation.
pub struct Signature {
    /// Parameters and body by their names.
    pub arguments: Vec<(syn::Ident, Ty)>,
    pub response: Ty,
}

impl Extracted {
    pub fn new(file: &syn::File) -> Result<Self> {
        let mut extracted = Self {
            types: BTreeMap::new(),
            operations: BTreeMap::new(),
        };
        for item in &file.items {
            match item {
                Item::Mod(module) if module.ident == "types" => {
                    for item in module.content.iter().flat_map(|(_, items)| items) {
                        extracted.add_type(item)?;
                    }
                }
                Item::Impl(block) if block.trait_.is_none() => {
                    for item in &block.items {
                        if let syn::ImplItem::Fn(function) = item
                            && function.sig.asyncness.is_some()
                        {
                            extracted.add_operation(&function.sig)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(extracted)
    }

    /// The fields of an object, whichever of its names this is.
    pub fn object(&self, name: &str) -> Option<&[RawField]> {
        match self.types.get(name)? {
            RawType::Object(fields) => Some(fields),
            RawType::Alias(Ty::Named(other)) if other != name => self.object(other),
            RawType::Alias(_) | RawType::Enum(_) => None,
        }
    }

    fn add_type(&mut self, item: &Item) -> Result<()> {
        match item {
            Item::Struct(item) if item.ident != LINKS => {
                self.types.insert(item.ident.to_string(), structure(item)?);
            }
            Item::Enum(item) => {
                self.types
                    .insert(item.ident.to_string(), enumeration(item)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn add_operation(&mut self, signature: &syn::Signature) -> Result<()> {
        let place = format!("operation {}", signature.ident);
        let mut arguments = Vec::new();
        for input in &signature.inputs {
            if let FnArg::Typed(argument) = input
                && let Pat::Ident(name) = &*argument.pat
            {
                arguments.push((name.ident.clone(), ty(&place, &argument.ty)?));
            }
        }
        let response = match &signature.output {
            ReturnType::Type(_, output) => {
                let success = argument(output, 0).and_then(|value| argument(value, 0));
                ty(&place, success.ok_or_else(|| unexpected(&place, output))?)?
            }
            ReturnType::Default => Ty::Unit,
        };
        self.operations.insert(
            signature.ident.to_string(),
            Signature {
                arguments,
                response,
            },
        );
        Ok(())
    }
}

fn structure(item: &ItemStruct) -> Result<RawType> {
    let place = format!("type {}", item.ident);
    match &item.fields {
        Fields::Named(fields) => {
            let mut found = Vec::new();
            for field in &fields.named {
                let Some(ident) = field.ident.clone() else {
                    continue;
                };
                let wire = renamed(&field.attrs)
                    .unwrap_or_else(|| ident.to_string().trim_start_matches("r#").to_owned());
                let ident = match words::is_torn(&wire) {
                    true => format_ident!("{}", words::ident(&wire)),
                    false => ident,
                };
                found.push((ident, wire, ty(&place, &field.ty)?));
            }
            Ok(RawType::Object(found))
        }
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(field) => Ok(RawType::Alias(ty(&place, &field.ty)?)),
            None => Ok(RawType::Alias(Ty::Unit)),
        },
        Fields::Unit => Ok(RawType::Object(Vec::new())),
    }
}

fn enumeration(item: &ItemEnum) -> Result<RawType> {
    item.variants
        .iter()
        .map(|variant| match variant.fields {
            Fields::Unit => {
                let wire = renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
                Ok((variant.ident.clone(), wire))
            }
            _ => Err(Error::at(
                format!("type {}", item.ident),
                "a choice between types remains, which cannot be decoded without guessing",
            )
            .advise("give the schema a discriminator, or make it free-form, with an overlay")),
        })
        .collect::<Result<_>>()
        .map(RawType::Enum)
}

/// The name in `#[serde(rename = "…")]`.
fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        // Other keys of the attribute are of no interest here, whatever their form.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Lit>()?;
            }
            Ok(())
        });
    }
    name
}

/// A type as progenitor writes it. Whether it is optional is of no interest: every
/// property and every parameter can be absent.
fn ty(place: &str, rust: &Type) -> Result<Ty> {
    let path = match rust {
        Type::Reference(reference) => return ty(place, &reference.elem),
        Type::Tuple(tuple) if tuple.elems.is_empty() => return Ok(Ty::Unit),
        Type::Path(path) => &path.path,
        other => return Err(unexpected(place, other)),
    };
    let last = path
        .segments
        .last()
        .ok_or_else(|| unexpected(place, rust))?;
    let inner = |index| {
        argument(rust, index)
            .ok_or_else(|| unexpected(place, rust))
            .and_then(|inner| ty(place, inner))
    };
    let qualified = path.leading_colon.is_some();
    Ok(match last.ident.to_string().as_str() {
        "Option" => inner(0)?,
        "Vec" => Ty::List(Box::new(inner(0)?)),
        "Box" => Ty::Boxed(Box::new(inner(0)?)),
        "HashMap" | "Map" if qualified => Ty::Map(Box::new(inner(1)?)),
        "String" | "str" => Ty::Text,
        "bool" => Ty::Bool,
        "i64" => Ty::Integer,
        "f64" => Ty::Float,
        "DateTime" if qualified => Ty::DateTime,
        "Value" if qualified => Ty::Json,
        name if name == LINKS => Ty::Links,
        name if !qualified => Ty::Named(name.to_owned()),
        _ => return Err(unexpected(place, rust)),
    })
}

fn argument(rust: &Type, index: usize) -> Option<&Type> {
    let Type::Path(path) = rust else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    });
    types.nth(index)
}

fn unexpected(place: &str, rust: &Type) -> Error {
    let shown = quote::quote!(#rust);
    Error::at(place, format!("progenitor gives it the type {shown}"))
        .advise("the generator does not know this type: teach api/extract.rs about it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_with_their_wire_names() {
        let file = syn::parse_quote! {
            pub mod types {
                pub struct User {
                    #[serde(rename = "_links", default, skip_serializing_if = "x")]
                    pub links: ::std::option::Option<OktaApiLinks>,
                    pub id: ::std::option::Option<::std::string::String>,
                    pub r#type: ::std::vec::Vec<::std::boxed::Box<Other>>,
                    pub all: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                }
                pub struct Names(pub ::std::vec::Vec<::std::string::String>);
                pub enum Status { #[serde(rename = "ACTIVE")] Active, Staged }
            }
            impl Client {
                pub async fn get_user<'a>(&'a self, id: &'a str, limit: Option<i64>)
                    -> Result<ResponseValue<types::User>, Error<()>> {}
            }
        };
        let extracted = Extracted::new(&file).unwrap();
        let RawType::Object(fields) = &extracted.types["User"] else {
            panic!()
        };
        let fields: Vec<_> = fields
            .iter()
            .map(|(_, wire, ty)| (wire.as_str(), ty.clone()))
            .collect();
        let other = Ty::Boxed(Box::new(Ty::Named("Other".into())));
        assert_eq!(
            fields,
            [
                ("_links", Ty::Links),
                ("id", Ty::Text),
                ("type", Ty::List(Box::new(other))),
                ("all", Ty::Map(Box::new(Ty::Json))),
            ]
        );
        assert!(matches!(
            &extracted.types["Names"],
            RawType::Alias(Ty::List(_))
        ));
        let RawType::Enum(variants) = &extracted.types["Status"] else {
            panic!()
        };
        assert_eq!(variants[0].1, "ACTIVE");
        assert_eq!(variants[1].1, "Staged");
        let signature = &extracted.operations["get_user"];
        assert_eq!(signature.response, Ty::Named("User".into()));
        assert_eq!(signature.arguments[1].1, Ty::Integer);
    }

    #[test]
    fn unknown_types_are_errors_that_name_their_holder() {
        let file = syn::parse_quote! {
            pub mod types { pub struct User { pub id: ::uuid::Uuid } }
        };
        let error = Extracted::new(&file).err().unwrap();
        assert_eq!(error.place, "type User");
    }
}
