//! The operation catalogue: one static for each operation, by resource.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Files, print};
use crate::{
    api::{self, Answer, Api, Body, BodyKind, Location, Operation, Parameter, Stage, Ty},
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

        use okta_core::operations::Operation;

        /// Every operation, by the name of its method.
        pub static OPERATIONS: &[&Operation] = &[#(&#all),*];
    };
    files.insert("operations/mod.rs".into(), print::rust(&module)?);
    for (group, operations) in groups {
        let entries = operations.iter().map(|operation| entry(operation));
        let file = quote! {
            #![allow(unused_imports)]

            use http::Method;

            use okta_core::operations::{Body, Class, Lifecycle, Operation, Parameter, Tokens};

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
        events,
        class,
        scopes,
        ..
    } = operation;
    let (name, method) = (
        operation.name.to_string(),
        format_ident!("{}", operation.method),
    );
    let doc = format!(" `{id}`: `{} {path}`.", operation.method);
    let statics = static_name(operation);
    let (tag, summary) = (called("tag", tag), called("summary", summary));
    let former_id = called("former_id", former_id.as_deref().unwrap_or_default());
    let parameters = operation.parameters.iter().map(parameter);
    let parameters =
        (!operation.parameters.is_empty()).then(|| quote!(.parameters(&[#(#parameters),*])));
    let body = operation.body.as_ref().map(body);
    let response = match &operation.response {
        Answer::Nothing => None,
        Answer::Text(_) => Some(print::type_name(&Ty::Text)),
        Answer::Json(ty) => Some(print::type_name(ty)),
    };
    let class = (class != usual_class(&operation.method)).then(|| {
        let class = format_ident!("{}", class.to_upper_camel_case());
        quote!(.class(Class::#class))
    });
    let response = response.map(|response| quote!(.response(#response)));
    let accept = called("accept", operation.accept.as_deref().unwrap_or_default());
    let pages = pages.then(|| quote!(.pages()));
    let envelope = operation.envelope.as_ref().map(|envelope| {
        let property = &envelope.property;
        quote!(.envelope(#property))
    });
    let destructive = destructive.then(|| quote!(.destructive()));
    let lifecycle = match operation.lifecycle.stage {
        Stage::General => None,
        Stage::Limited => Some(quote!(.lifecycle(Lifecycle::Limited))),
        Stage::EarlyAccess => Some(quote!(.lifecycle(Lifecycle::EarlyAccess))),
        Stage::Deprecated => Some(quote!(.lifecycle(Lifecycle::Deprecated))),
    };
    let restricted = operation
        .lifecycle
        .restricted
        .then(|| quote!(.restricted()));
    let products = &operation.lifecycle.products;
    let products = (!products.is_empty()).then(|| quote!(.products(&[#(#products),*])));
    let tokens = match operation.tokens {
        api::Tokens::Any => None,
        api::Tokens::OAuth => Some(quote!(.tokens(Tokens::OAuth))),
        api::Tokens::Api => Some(quote!(.tokens(Tokens::ApiToken))),
        api::Tokens::None => Some(quote!(.tokens(Tokens::None))),
    };
    let once = operation.once.then(|| quote!(.once()));
    let endless = operation.endless.then(|| quote!(.endless()));
    let events = (!events.is_empty()).then(|| quote!(.events(&[#(#events),*])));
    let scopes = (!scopes.is_empty()).then(|| quote!(.scopes(&[#(#scopes),*])));
    quote! {
        #[doc = #doc]
        pub static #statics: Operation = Operation::new(#id, #name, Method::#method, #path)
            #former_id #tag #summary #parameters #body #response #accept #pages #envelope #destructive #once #endless #class #events #scopes
            #lifecycle #restricted #products #tokens;
    }
}

/// The class that `Operation::new` gives to an operation of this method.
fn usual_class(method: &str) -> &'static str {
    match method {
        "GET" => "read",
        "PUT" => "replace",
        "DELETE" => "destroy",
        _ => "write",
    }
}

/// A call that says one thing more; none where there is nothing to say.
fn called(name: &str, text: &str) -> Option<TokenStream> {
    let name = format_ident!("{name}");
    (!text.is_empty()).then(|| quote!(.#name(#text)))
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let Parameter {
        wire,
        kind,
        description,
        ..
    } = parameter;
    let location = match parameter.location {
        Location::Path => quote!(path),
        Location::Query => quote!(query),
        Location::Header => quote!(header),
    };
    let always = parameter.location == Location::Path;
    let required = (parameter.required && !always).then(|| quote!(.required()));
    let joined = (kind == "array" && !parameter.explode).then(|| quote!(.joined()));
    let description = called("description", description);
    quote!(Parameter::#location(#wire, #kind) #required #joined #description)
}

fn body(body: &Body) -> TokenStream {
    let Body {
        content_type,
        required,
        ..
    } = body;
    let kind = match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) => print::type_name(ty),
        BodyKind::Bytes => "Bytes".to_owned(),
        BodyKind::Text => print::type_name(&Ty::Text),
        BodyKind::File { .. } => "Upload".to_owned(),
    };
    let field = match &body.kind {
        BodyKind::File { field } => Some(quote!(.field(#field))),
        _ => None,
    };
    quote!(.body(Body::new(#content_type, #kind, #required)#field))
}
