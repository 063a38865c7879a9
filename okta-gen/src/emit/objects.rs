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
    let properties = object.fields.iter().map(|field| {
        let (ident, wire) = (&field.ident, &field.wire);
        quote!(#ident: #wire,)
    });
    let carried: Vec<&Ident> = object
        .discriminators
        .iter()
        .map(|(field, _)| field)
        .collect();
    let carries = (!carried.is_empty()).then(|| quote!(carries #(#carried)*;));
    let secrets: Vec<&String> = object
        .fields
        .iter()
        .filter(|field| field.secret)
        .map(|field| &field.wire)
        .collect();
    let secret = (!secrets.is_empty()).then(|| quote!(secret #(#secrets)*;));
    let read_only: Vec<&String> = object
        .fields
        .iter()
        .filter(|field| field.read_only)
        .map(|field| &field.wire)
        .collect();
    let read_only = (!read_only.is_empty()).then(|| quote!(read_only #(#read_only)*;));
    let id = object.fields.iter().find(|field| field.identifies());
    let identified = id.map(|field| {
        let id = &field.ident;
        quote!(identified! { #name #id })
    });
    let (derive, default) = defaults(name, object);
    let profile = object.extensible.then(|| quote!(profile! { #name }));
    quote! {
        #doc
        #[derive(Clone, #derive PartialEq)]
        pub struct #name {
            #(#fields)*
            /// Properties that the description does not list. They are kept, and written back.
            pub additional_properties: Map<Value>,
        }

        #default

        object! { #name { #(#properties)* } #carries #secret #read_only }
        #identified
        #profile
    }
}

/// A new value of a type that a discriminator tells carries it.
fn defaults(name: &Ident, object: &Object) -> (TokenStream, TokenStream) {
    if object.discriminators.is_empty() {
        return (quote!(Default,), quote!());
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
    let note = note(object);
    let default = quote! {
        #[doc = #note]
        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self {
                    #(#carried)*
                    #(#others: Field::Absent,)*
                    additional_properties: Map::new(),
                }
            }
        }
    };
    (quote!(), default)
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
