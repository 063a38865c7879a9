//! The files of types: one for each resource that Okta files types under.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Files, objects, open_enums, polymorphic, print};
use crate::{
    api::{Api, Kind, Type},
    error::Result,
};

/// The root of the generated code.
pub fn root() -> TokenStream {
    quote! {
        /// Requests under construction, and the methods that start them.
        pub mod calls;
        /// The operations as data.
        pub mod operations;
        /// What requests and answers are made of.
        pub mod types;
    }
}

pub fn emit(api: &Api, files: &mut Files) -> Result<()> {
    let groups = api.types_by_group();
    let modules = groups.keys().map(|group| format_ident!("{group}"));
    let exports = modules.clone();
    let module = quote! {
        #(mod #modules;)*
        #(pub use #exports::*;)*
    };
    files.insert("types/mod.rs".into(), print::rust(&module)?);
    for (group, types) in groups {
        files.insert(
            format!("types/{group}.rs").into(),
            print::rust(&file(&types))?,
        );
    }
    Ok(())
}

fn file(types: &[&Type]) -> TokenStream {
    let items = types.iter().map(|ty| {
        let doc = print::doc(&ty.doc);
        let name = format_ident!("{}", ty.name);
        match &ty.kind {
            Kind::Object(object) => objects::emit(&doc, &name, object),
            Kind::Enum(variants) => open_enums::emit(&doc, &name, variants),
            Kind::Polymorphic(choice) => polymorphic::emit(&doc, &name, choice),
            Kind::Alias(target) => {
                let target = print::ty(target);
                quote!(#doc pub type #name = #target;)
            }
        }
    });
    quote! {
        #![allow(unused_imports)]

        use chrono::{DateTime, Utc};
        use serde::Deserialize;
        use serde_json::Value;

        use super::*;
        use okta_core::{
            Error, Field, Links, Map,
            codegen::{
                Choice, Object, Resource as _, choice, common, identified, object, open_enum, profile,
            },
        };

        #(#items)*
    }
}
