//! A polymorphic resource: a choice between types by discriminator.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::print;
use crate::api::{Choice, Field, Polymorphic};

pub fn emit(doc: &TokenStream, name: &Ident, choice: &Polymorphic) -> TokenStream {
    let base = format_ident!("{}", choice.base_name);
    let variants: Vec<(&Ident, Ident)> = choice
        .choices
        .iter()
        .map(|choice| (&choice.variant, format_ident!("{}", choice.type_name)))
        .collect();
    let discriminators = &choice.discriminators;
    let declared = choice
        .choices
        .iter()
        .zip(&variants)
        .map(|(choice, (variant, ty))| {
            let doc = meaning(discriminators, choice);
            quote!(#[doc = #doc] #variant(Box<#ty>),)
        });
    let names = variants.iter().map(|(variant, _)| variant);
    let (ids, fields): (Vec<_>, Vec<_>) = choice
        .common
        .fields
        .iter()
        .partition(|field| field.identifies());
    let ids = ids.into_iter().map(common);
    let fields = fields.into_iter().map(common);
    let arms = choice
        .choices
        .iter()
        .zip(&variants)
        .flat_map(|(choice, (variant, ty))| {
            choice.values.iter().map(move |values| {
                let patterns = values.iter().map(|value| match value {
                    Some(value) => quote!(Some(#value)),
                    None => quote!(_),
                });
                quote!((#(#patterns,)*) => Self::#variant(Box::new(#ty::blank())),)
            })
        });
    let found = (0..discriminators.len()).map(|index| quote!(value(#index),));
    let held = variants.iter().map(|(variant, ty)| quote!(#variant: #ty,));
    quote! {
        #doc
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// Any other type, known to Okta or not: what all types have in common, and
            /// the rest as additional properties.
            Unrecognized(Box<#base>),
        }

        impl Choice for #name {
            #[inline]
            fn discriminators(&self) -> &'static [&'static str] {
                &[#(#discriminators),*]
            }

            #[inline]
            fn choose(&mut self, values: &[Option<String>]) -> &mut dyn Object {
                let value = |index: usize| values.get(index).and_then(Option::as_deref);
                *self = match (#(#found)*) {
                    #(#arms)*
                    _ => Self::default(),
                };
                self.inner_mut()
            }
        }
        choice! { #name { #(#held)* } or #base }
        common! {
            #name { #(#names)* Unrecognized }
            { #(#ids)* }
            #(#fields)*
        }
    }
}

/// A property that all types have: what reads it, what changes it, its type, its words.
fn common(field: &Field) -> TokenStream {
    let (ident, ty) = (&field.ident, print::ty(&field.ty));
    let plain = ident.to_string();
    let plain = plain.trim_start_matches("r#").trim_end_matches('_');
    let mutable = format_ident!("{plain}_mut");
    let doc = field.doc.join("\n");
    quote!(#ident #mutable: Field<#ty> = #doc;)
}

/// Which discriminators mean a type, and what it is, for its documentation.
fn meaning(discriminators: &[String], choice: &Choice) -> String {
    let each: Vec<String> = choice
        .values
        .iter()
        .map(|values| {
            let given = discriminators.iter().zip(values);
            let given: Vec<String> = given
                .filter_map(|(name, value)| Some(format!("`{name}` is `{}`", value.as_ref()?)))
                .collect();
            given.join(" and ")
        })
        .collect();
    let told = each.join(", or ");
    match choice.summary.as_str() {
        "" => format!(" {told}."),
        summary => format!(" {told}. {summary}"),
    }
}
