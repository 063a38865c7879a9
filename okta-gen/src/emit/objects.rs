//! A resource: a struct with a field for each property, and how it is read and written.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::print;
use crate::api::Object;

pub fn emit(doc: &TokenStream, name: &Ident, object: &Object) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let doc = print::doc(&field.doc);
        let (ident, ty) = (&field.ident, print::ty(&field.ty));
        quote!(#doc pub #ident: Field<#ty>,)
    });
    let slots = object.fields.iter().map(|field| {
        let (ident, wire) = (&field.ident, &field.wire);
        quote!(#wire => &mut self.#ident,)
    });
    let views = object.fields.iter().enumerate().map(|(index, field)| {
        let (ident, wire) = (&field.ident, &field.wire);
        quote!(#index => (#wire, &self.#ident),)
    });
    let (property, slot) = match object.fields.is_empty() {
        true => (quote!(None), quote!(None)),
        false => (
            quote!(Some(match index { #(#views)* _ => return None })),
            quote!(Some(match name { #(#slots)* _ => return None })),
        ),
    };
    let (index, name_argument) = match object.fields.is_empty() {
        true => (quote!(_), quote!(_)),
        false => (quote!(index), quote!(name)),
    };
    let secrets: Vec<&String> = object
        .fields
        .iter()
        .filter(|field| field.secret)
        .map(|field| &field.wire)
        .collect();
    let secret = (!secrets.is_empty()).then(|| {
        quote! {
            fn is_secret(&self, name: &str) -> bool {
                matches!(name, #(#secrets)|*)
            }
        }
    });
    let (derive, default, blank) = defaults(name, object);
    let text = name.to_string();
    let profile = object.extensible.then(|| quote!(profile!(#name);));
    quote! {
        #doc
        #[derive(Clone, #derive PartialEq)]
        pub struct #name {
            #(#fields)*
            /// Properties that the description does not know.
            pub additional_properties: Map<Value>,
        }

        #default

        impl #name {
            #blank
        }

        impl Object for #name {
            fn type_name(&self) -> &'static str {
                #text
            }

            fn property(&self, #index: usize) -> Option<(&'static str, &dyn Slot)> {
                #property
            }

            fn slot(&mut self, #name_argument: &str) -> Option<&mut dyn Slot> {
                #slot
            }

            #secret

            fn additional(&self) -> &Map<Value> {
                &self.additional_properties
            }

            fn additional_mut(&mut self) -> &mut Map<Value> {
                &mut self.additional_properties
            }
        }
        object!(#name);
        #profile
    }
}

/// A new value of a type that a discriminator tells carries it; one that is about to be
/// read does not.
fn defaults(name: &Ident, object: &Object) -> (TokenStream, TokenStream, TokenStream) {
    if object.discriminators.is_empty() {
        let blank = quote! {
            fn blank() -> Self {
                Self::default()
            }
        };
        return (quote!(Default,), quote!(), blank);
    }
    let carried = object
        .discriminators
        .iter()
        .map(|(field, value)| quote!(#field: #value.into(),));
    let others = object
        .fields
        .iter()
        .map(|field| &field.ident)
        .filter(|ident| {
            !object
                .discriminators
                .iter()
                .any(|(field, _)| field == *ident)
        });
    let dropped = object
        .discriminators
        .iter()
        .map(|(field, _)| quote!(#field: Field::Absent,));
    let (others, note) = (others.collect::<Vec<_>>(), note(object));
    let default = quote! {
        #[doc = #note]
        impl Default for #name {
            fn default() -> Self {
                Self {
                    #(#carried)*
                    #(#others: Field::Absent,)*
                    additional_properties: Map::new(),
                }
            }
        }
    };
    let blank = quote! {
        fn blank() -> Self {
            Self { #(#dropped)* ..Self::default() }
        }
    };
    (quote!(), default, blank)
}

fn note(object: &Object) -> String {
    let carried: Vec<String> = object
        .discriminators
        .iter()
        .map(|(field, value)| format!("`{field}` as `{value}`"))
        .collect();
    format!(
        " All absent but what tells the type: {}.",
        carried.join(" and ")
    )
}
