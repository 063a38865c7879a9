//! Every operation as a typed call with sample arguments, and every type as a codec:
//! what the test package builds `sweep` and `conform` from. No program builds it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::print;
use crate::{
    api::{Answer, Api, Body, BodyKind, Kind, Operation, Parameter, Ty},
    error::Result,
    words,
};

pub fn text(api: &Api) -> Result<String> {
    let calls = api.operations.iter().map(call);
    let mut names = BTreeSet::new();
    let codecs = api
        .types
        .iter()
        .filter(|ty| !matches!(ty.kind, Kind::Alias(_)))
        .map(|ty| Ty::Named(ty.name.clone()))
        .chain(
            api.operations
                .iter()
                .filter_map(|operation| match &operation.response {
                    Answer::Json(ty) => Some(ty.clone()),
                    _ => None,
                }),
        )
        .chain(
            api.operations
                .iter()
                .filter_map(|operation| match &operation.body {
                    Some(Body {
                        kind: BodyKind::Json(ty) | BodyKind::Form(ty),
                        ..
                    }) => Some(ty.clone()),
                    _ => None,
                }),
        )
        .filter(|ty| names.insert(print::type_name(ty)))
        .map(|ty| {
            let (name, ty) = (print::type_name(&ty), print::ty(&ty));
            quote!(codec::<#ty>(#name),)
        })
        .collect::<Vec<_>>();
    let profiles = api.types.iter().filter_map(|ty| match &ty.kind {
        Kind::Object(object) if object.extensible => Some(format_ident!("{}", ty.name)),
        _ => None,
    });
    let file = quote! {
        #![allow(unused_imports, unused_variables)]

        use okta_api::{Map, types::*};
        use serde_json::Value;

        use super::{answered, codec, sweep};

        /// Every operation, by the name of its method.
        pub fn sweeps() -> Vec<super::Sweep> {
            vec![#(#calls,)*]
        }

        /// Every type.
        pub fn codecs() -> Vec<super::Codec> {
            vec![#(#codecs)* codec::<NoContent>("NoContent")]
        }

        /// Every type that takes attributes of an org's own.
        pub fn profiles() -> Vec<super::Profile> {
            vec![#(profile!(#profiles),)*]
        }
    };
    print::rust(&file)
}

fn call(operation: &Operation) -> TokenStream {
    let (id, name) = (&operation.id, &operation.name);
    let (required, optional): (Vec<_>, Vec<_>) = operation
        .parameters
        .iter()
        .partition(|parameter| parameter.required);
    let mut arguments: Vec<TokenStream> = required.iter().map(|p| sample(p)).collect();
    let mut setters: Vec<TokenStream> = optional
        .iter()
        .map(|parameter| {
            let (ident, value) = (&parameter.ident, sample(parameter));
            quote!(.#ident(#value))
        })
        .collect();
    if let Some(body) = &operation.body {
        let value = match &body.kind {
            BodyKind::Json(ty) | BodyKind::Form(ty) => {
                let ty = print::ty(ty);
                quote!(sample.body::<#ty>()?)
            }
            BodyKind::Bytes => quote!(sample.bytes()),
            BodyKind::Text => quote!(sample.content()),
            BodyKind::File { .. } => quote!(sample.upload()),
        };
        match (&body.kind, body.required) {
            (_, true) => arguments.push(value),
            (BodyKind::File { field }, false) => {
                let setter = format_ident!("{}", words::ident(field));
                setters.push(quote!(.#setter(#value)));
            }
            (_, false) => setters.push(quote!(.body(#value))),
        }
    }
    let everything = (!setters.is_empty()).then(|| {
        quote! {
            let call = match sample.everything {
                true => call #(#setters)*,
                false => call,
            };
        }
    });
    quote! {
        sweep(#id, |client, sample| {
            let call = client.#name(#(#arguments),*);
            #everything
            Ok(Box::pin(async move { call.send().await.map(answered) }))
        })
    }
}

fn sample(parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire;
    match &parameter.ty {
        Ty::Bool => quote!(true),
        Ty::Integer => quote!(sample.integer(#name)),
        Ty::Float => quote!(1.5),
        Ty::DateTime => quote!(sample.date_time()),
        Ty::List(_) => quote!([sample.text(#name)]),
        _ => quote!(sample.text(#name)),
    }
}
