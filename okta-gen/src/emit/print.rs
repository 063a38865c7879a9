//! Formatting.

use std::{collections::BTreeMap, path::PathBuf};

use std::mem;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{File, Item, ItemMacro};

use crate::{
    api::Ty,
    error::{Error, Result},
};

/// Generated files by their path below the output folder.
pub type Files = BTreeMap<PathBuf, String>;

/// Prints a Rust file, with an empty line between its items.
pub fn rust(tokens: &TokenStream) -> Result<String> {
    let mut file: File = syn::parse2(tokens.clone())
        .map_err(|error| Error::at("the generated code", format!("is not Rust: {error}")))?;
    let mut items = mem::take(&mut file.items).into_iter().peekable();
    let mut text = prettyplease::unparse(&file);
    if !file.attrs.is_empty() {
        text.push('\n');
    }
    file.attrs.clear();
    while let Some(item) = items.next() {
        let close = is_listed(&item) && items.peek().is_none_or(is_listed);
        text.push_str(&match item {
            Item::Macro(rows) => table(&rows),
            item => {
                file.items = vec![item];
                prettyplease::unparse(&file)
            }
        });
        if !close && items.peek().is_some() {
            text.push('\n');
        }
    }
    Ok(text)
}

/// Whether an item stands close to others of its kind.
fn is_listed(item: &Item) -> bool {
    matches!(item, Item::Use(_) | Item::Mod(_))
}

/// Prints a macro with a row for each entry: prettyplease fills lines with the tokens of
/// macros that it does not know.
fn table(item: &ItemMacro) -> String {
    let name = item.mac.path.to_token_stream();
    let mut rows = format!("{name}! {{\n");
    print_rows(item.mac.tokens.clone(), 1, &mut rows);
    rows.push_str("}\n");
    rows
}

fn print_rows(tokens: TokenStream, depth: usize, text: &mut String) {
    for token in tokens {
        if text.ends_with('\n') {
            text.push_str(&"    ".repeat(depth));
        }
        match token {
            TokenTree::Group(group) => {
                text.push_str(if text.ends_with(' ') { "{\n" } else { " {\n" });
                print_rows(group.stream(), depth + 1, text);
                text.push_str(&"    ".repeat(depth));
                text.push_str("}\n");
            }
            TokenTree::Punct(mark) => {
                if mark.as_char() == '=' {
                    text.push(' ');
                }
                text.push(mark.as_char());
                if matches!(mark.as_char(), ',' | ';') {
                    text.push('\n');
                }
            }
            word => {
                if !text.ends_with([' ', '\n', '<']) {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
            }
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Documentation comments.
pub fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// A type as the generated files write it.
pub fn ty(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Unit => quote!(()),
        Ty::Text => quote!(String),
        Ty::Bool => quote!(bool),
        Ty::Integer => quote!(i64),
        Ty::Float => quote!(f64),
        Ty::DateTime => quote!(DateTime<Utc>),
        Ty::Json => quote!(Value),
        Ty::Links => quote!(Links),
        Ty::List(inner) => {
            let inner = self::ty(inner);
            quote!(Vec<#inner>)
        }
        Ty::Map(inner) => {
            let inner = self::ty(inner);
            quote!(Map<#inner>)
        }
        Ty::Boxed(inner) => {
            let inner = self::ty(inner);
            quote!(Box<#inner>)
        }
        Ty::Named(name) => {
            let name = quote::format_ident!("{name}");
            quote!(#name)
        }
    }
}

/// The name of a type in the catalogue: as Rust writes it.
pub fn type_name(ty: &Ty) -> String {
    self::ty(ty).to_string().replace(' ', "")
}
