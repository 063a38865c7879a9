//! The operation catalogue: one static for each operation, by resource.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Files, print};
use crate::{
    api::{Answer, Api, Body, BodyKind, Location, Operation, Parameter, Ty},
    error::Result,
};

pub fn emit(api: &Api, files: &mut Files) -> Result<()> {
    let groups = api.operations_by_group();
    let modules = groups.keys().map(|group| format_ident!("{group}"));
    let exports = modules.clone();
    let all = api.operations.iter().map(static_name);
    let module = quote! {
        #(mod #modules;)*
        #(pub use #exports::*;)*

        use crate::operations::Operation;

        /// Every operation, by the name of its method.
        pub static OPERATIONS: &[&Operation] = &[#(&#all),*];
    };
    files.insert("operations/mod.rs".into(), print::rust(&module)?);
    for (group, operations) in groups {
        let entries = operations.iter().map(|operation| entry(operation));
        let file = quote! {
            #![allow(unused_imports)]

            use http::Method;

            use crate::{operations::{Body, Location, Operation, Parameter}, transport::key};

            #(#entries)*
        };
        files.insert(format!("operations/{group}.rs").into(), print::rust(&file)?);
    }
    Ok(())
}

/// The static of an operation.
pub fn static_name(operation: &Operation) -> Ident {
    format_ident!("{}", operation.name.to_string().to_uppercase())
}

fn entry(operation: &Operation) -> TokenStream {
    let Operation {
        id,
        path,
        tag,
        former_id,
        summary,
        pages,
        destructive,
        scopes,
        ..
    } = operation;
    let (name, method) = (
        operation.name.to_string(),
        format_ident!("{}", operation.method),
    );
    let doc = format!(" `{id}`: `{} {path}`.", operation.method);
    let statics = static_name(operation);
    let method_text = &operation.method;
    let parameters = operation.parameters.iter().map(parameter);
    let body = match &operation.body {
        Some(body) => self::body(body),
        None => quote!(None),
    };
    let former_id = match former_id {
        Some(id) => quote!(Some(#id)),
        None => quote!(None),
    };
    let response = match &operation.response {
        Answer::Nothing => quote!(None),
        Answer::Text(_) => quote!(Some("String")),
        Answer::Json(ty) => {
            let ty = print::type_name(ty);
            quote!(Some(#ty))
        }
    };
    quote! {
        #[doc = #doc]
        pub static #statics: Operation = Operation {
            id: #id,
            method_name: #name,
            former_id: #former_id,
            method: Method::#method,
            path: #path,
            tag: #tag,
            summary: #summary,
            parameters: &[#(#parameters),*],
            body: #body,
            response: #response,
            pages: #pages,
            destructive: #destructive,
            scopes: &[#(#scopes),*],
            key: key(#method_text, #path),
        };
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let Parameter {
        wire,
        required,
        kind,
        description,
        ..
    } = parameter;
    let location = match parameter.location {
        Location::Path => quote!(Location::Path),
        Location::Query => quote!(Location::Query),
        Location::Header => quote!(Location::Header),
    };
    quote! {
        Parameter {
            name: #wire,
            location: #location,
            required: #required,
            kind: #kind,
            description: #description,
        }
    }
}

fn body(body: &Body) -> TokenStream {
    let Body {
        content_type,
        required,
        ..
    } = body;
    let kind = match &body.kind {
        BodyKind::Json(ty) => print::type_name(ty),
        BodyKind::Bytes => "Bytes".to_owned(),
        BodyKind::Text => print::type_name(&Ty::Text),
        BodyKind::File { .. } => "Upload".to_owned(),
    };
    quote! {
        Some(Body { content_type: #content_type, kind: #kind, required: #required })
    }
}
