//! The methods of the client and the calls that they start: one file for each resource.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Files, aliases, catalogue::static_name, print};
use crate::{
    api::{
        Answer, Api, Body, BodyKind, Location, Operation, Parameter, Ty, doc_lines,
        operations::call_name, pages,
    },
    error::Result,
    words,
};

pub fn emit(api: &Api, files: &mut Files) -> Result<()> {
    let groups = api.operations_by_group();
    let modules = groups.keys().map(|group| format_ident!("{group}"));
    let exports = modules.clone();
    let module = quote! {
        #(mod #modules;)*
        #(pub use #exports::*;)*
    };
    files.insert("calls/mod.rs".into(), print::rust(&module)?);
    for (group, operations) in groups {
        let methods = operations.iter().map(|operation| method(operation));
        let calls = operations.iter().map(|operation| call(operation));
        let resource = api.heading(operations[0]).map(|text| print::doc(&[text]));
        let file = quote! {
            #![allow(unused_imports)]

            use bytes::Bytes;
            use chrono::{DateTime, Utc};
            use serde_json::Value;

            use okta_core::{
                Upload,
                codegen::{Call, Integer, call, date_time_argument, list_call},
            };

            use crate::{Client, Map, generated::operations, types::*};

            #resource
            impl Client {
                #(#methods)*
            }

            #(#calls)*
        };
        files.insert(format!("calls/{group}.rs").into(), print::rust(&file)?);
    }
    Ok(())
}

/// The parameters that the method takes; the others are setters.
fn arguments(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
}

fn setters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required)
}

/// A method of the client: it takes what is required and starts the call. One that is not
/// generic by its arguments is inlined, so that all of them are compiled where they are
/// called.
fn method(operation: &Operation) -> TokenStream {
    let (name, call) = (&operation.name, call_name(&operation.id));
    let doc = print::doc(&method_doc(operation));
    let body = operation.body.as_ref().filter(|body| body.required);
    let inputs: Vec<TokenStream> = arguments(operation)
        .map(|parameter| {
            let (ident, (input, _)) = (&parameter.ident, argument(&parameter.ident, &parameter.ty));
            quote!(#ident: #input)
        })
        .chain(body.map(|body| {
            let (ident, input, _) = body_argument(body);
            quote!(#ident: #input)
        }))
        .collect();
    let is_generic = arguments(operation).any(|parameter| parameter.ty != Ty::Bool)
        || body.is_some_and(|body| !matches!(body.kind, BodyKind::File { .. }));
    let inline = (!is_generic).then(|| quote!(#[inline]));
    let request = request(operation);
    let aliases = aliases::of(operation);
    quote! {
        #doc
        #(#[doc(alias = #aliases)])*
        #inline
        pub fn #name(&self, #(#inputs),*) -> #call {
            #request
        }
    }
}

/// What a caller may pass, and what becomes of it.
fn argument(ident: &Ident, ty: &Ty) -> (TokenStream, TokenStream) {
    match ty {
        Ty::Bool => (quote!(bool), quote!(#ident)),
        Ty::Integer => (quote!(impl Integer), quote!(#ident.integer())),
        Ty::List(_) => (
            quote!(impl IntoIterator<Item = impl Into<String>>),
            quote!(#ident.into_iter().map(Into::into).collect()),
        ),
        ty => {
            let ty = print::ty(ty);
            (quote!(impl Into<#ty>), quote!(#ident.into()))
        }
    }
}

fn body_argument(body: &Body) -> (Ident, TokenStream, TokenStream) {
    let (ident, ty) = match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) => (format_ident!("body"), print::ty(ty)),
        BodyKind::Bytes => (format_ident!("body"), quote!(Bytes)),
        BodyKind::Text => (format_ident!("body"), quote!(String)),
        BodyKind::File { field } => {
            let ident = format_ident!("{}", words::ident(field));
            return (ident.clone(), quote!(Upload), quote!(#ident));
        }
    };
    (ident.clone(), quote!(impl Into<#ty>), quote!(#ident.into()))
}

/// The type that holds an argument on its way from the method to the request.
fn held(ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(_) => quote!(Vec<String>),
        ty => print::ty(ty),
    }
}

/// The type that holds a body on its way.
fn held_body(body: &Body) -> TokenStream {
    match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) => print::ty(ty),
        BodyKind::Bytes => quote!(Bytes),
        BodyKind::Text => quote!(String),
        BodyKind::File { .. } => quote!(Upload),
    }
}

/// How a value is written into a path, a query or a header.
fn written(ident: &Ident, ty: &Ty) -> TokenStream {
    match ty {
        Ty::DateTime => quote!(date_time_argument(&#ident)),
        Ty::List(_) => quote!(#ident.join(",")),
        _ => quote!(#ident),
    }
}

/// The call that a method starts: the request so far, with a setter for the rest.
fn call(operation: &Operation) -> TokenStream {
    let name = call_name(&operation.id);
    let doc = format!(
        " The call that [`Client::{}`] starts: `{} {}`.",
        operation.name, operation.method, operation.path
    );
    let setters = setters(operation).map(setter);
    let body_setter = operation
        .body
        .as_ref()
        .filter(|body| !body.required)
        .map(|body| {
            let (ident, input, value) = body_argument(body);
            let put = put_body(body, &ident);
            let ty = held_body(body);
            quote! {
                /// The request body.
                pub fn #ident(mut self, #ident: #input) -> Self {
                    let #ident: #ty = #value;
                    self.0.#put;
                    self
                }
            }
        });
    let sends = match &operation.response {
        Answer::Nothing => quote!(call! { #name: NoContent }),
        Answer::Text(_) => quote!(call! { #name: String }),
        Answer::Json(Ty::List(item)) if operation.method == "GET" => {
            let item = print::ty(item);
            quote!(list_call! { #name: #item })
        }
        Answer::Json(ty) => {
            let ty = print::ty(ty);
            match &operation.envelope {
                Some(envelope) => {
                    let item = print::ty(&envelope.item);
                    quote!(list_call! { #name: #ty as #item })
                }
                None => quote!(call! { #name: #ty }),
            }
        }
    };
    quote! {
        #[doc = #doc]
        #[derive(Debug, Clone)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name(pub(crate) Call);

        impl #name {
            #(#setters)*
            #body_setter
        }
        #sends
    }
}

/// Puts the required parts of the request together.
fn request(operation: &Operation) -> TokenStream {
    let call = call_name(&operation.id);
    let mut steps = Vec::new();
    for parameter in arguments(operation) {
        let (ident, wire) = (&parameter.ident, &parameter.wire);
        let step = match parameter.location {
            Location::Path => continue,
            Location::Query => put_query(&quote!(call), parameter),
            Location::Header => header(&quote!(call), wire, &written(ident, &parameter.ty)),
        };
        steps.push(converted(parameter));
        steps.push(step);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let (ident, _, value) = body_argument(body);
        let (ty, put) = (held_body(body), put_body(body, &ident));
        steps.push(quote!(let #ident: #ty = #value;));
        steps.push(quote!(call.#put;));
    }
    let (path, fixed) = path(operation);
    for (name, value) in fixed {
        steps.push(quote!(call.query(#name, #value);));
    }
    let operation = static_name(operation);
    let start = quote!(self.start(&operations::#operation)#path);
    match steps.is_empty() {
        true => quote!(#call(#start)),
        false => quote! {
            let mut call = #start;
            #(#steps)*
            #call(call)
        },
    }
}

/// The argument as the type that holds it from here on.
fn converted(parameter: &Parameter) -> TokenStream {
    let ident = &parameter.ident;
    let (_, value) = argument(ident, &parameter.ty);
    let ty = held(&parameter.ty);
    quote!(let #ident: #ty = #value;)
}

fn put_body(body: &Body, ident: &Ident) -> TokenStream {
    let content_type = &body.content_type;
    match &body.kind {
        BodyKind::Json(_) if content_type == "application/json" => quote!(json(&#ident)),
        BodyKind::Json(_) => quote!(json_as(#content_type, &#ident)),
        BodyKind::Form(_) => quote!(form(&#ident)),
        BodyKind::Bytes => quote!(bytes(#content_type, #ident)),
        BodyKind::Text => quote!(bytes(#content_type, #ident.into())),
        BodyKind::File { field } => quote!(file(#field, #ident)),
    }
}

/// Sets a query parameter; what it was set to before is replaced.
fn put_query(call: &TokenStream, parameter: &Parameter) -> TokenStream {
    let (ident, wire) = (&parameter.ident, &parameter.wire);
    match &parameter.ty {
        Ty::List(_) if parameter.explode => quote!(#call.query_each(#wire, #ident);),
        ty => {
            let value = written(ident, ty);
            quote!(#call.query(#wire, #value);)
        }
    }
}

fn header(call: &TokenStream, wire: &str, value: &TokenStream) -> TokenStream {
    let name = wire.to_ascii_lowercase();
    quote!(#call.header(#name, &#value.to_string());)
}

/// The steps that write the path, and the query that some paths carry.
fn path(operation: &Operation) -> (TokenStream, Vec<(String, String)>) {
    let (path, query) = match operation.path.split_once('?') {
        Some((path, query)) => (path, query),
        None => (operation.path.as_str(), ""),
    };
    let mut steps = Vec::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if !literal.is_empty() {
            steps.push(quote!(.literal(#literal)));
        }
        if let Some(parameter) = operation.parameters.iter().find(|p| p.wire == name) {
            let ident = &parameter.ident;
            let value = match parameter.ty {
                Ty::Text => quote!(#ident.into()),
                ref ty => {
                    let (_, value) = argument(ident, ty);
                    let held = held(ty);
                    let written = written(&format_ident!("value"), ty);
                    quote!({ let value: #held = #value; #written.to_string() })
                }
            };
            steps.push(quote!(.segment(#name, #value)));
        }
        rest = after;
    }
    if !rest.is_empty() {
        steps.push(quote!(.literal(#rest)));
    }
    let fixed = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    (quote!(#(#steps)*), fixed)
}

fn setter(parameter: &Parameter) -> TokenStream {
    let (ident, wire) = (&parameter.ident, &parameter.wire);
    let (input, _) = argument(ident, &parameter.ty);
    let converted = converted(parameter);
    let put = match parameter.location {
        Location::Header => header(&quote!(self.0), wire, &written(ident, &parameter.ty)),
        _ => put_query(&quote!(self.0), parameter),
    };
    let inline = matches!(parameter.ty, Ty::Bool).then(|| quote!(#[inline]));
    let mut doc = match parameter.description.as_str() {
        "" => vec![format!("Sets `{wire}`.")],
        text => doc_lines(text),
    };
    if parameter.location == Location::Header {
        doc.push(String::new());
        doc.push(format!("Sent as the header `{wire}`."));
    }
    let doc = print::doc(&doc);
    quote! {
        #doc
        #inline
        pub fn #ident(mut self, #ident: #input) -> Self {
            #converted
            #put
            self
        }
    }
}

fn method_doc(operation: &Operation) -> Vec<String> {
    let mut doc = Vec::new();
    let mut part = |text: &str| {
        if !text.is_empty() {
            if !doc.is_empty() {
                doc.push(String::new());
            }
            doc.extend(doc_lines(text));
        }
    };
    part(match operation.summary.as_str() {
        "" => &operation.id,
        summary => summary,
    });
    if operation.description != operation.summary {
        part(&operation.description);
    }
    part(&format!("`{} {}`", operation.method, operation.path));
    let mut parameters = arguments(operation)
        .filter(|parameter| !parameter.description.is_empty())
        .map(|parameter| {
            let description = parameter.description.replace('\n', " ");
            format!("- `{}`: {description}", parameter.ident)
        })
        .collect::<Vec<_>>();
    if !parameters.is_empty() {
        parameters.insert(0, "# Parameters".to_owned());
        parameters.insert(1, String::new());
        part(&parameters.join("\n"));
    }
    if !operation.lifecycle.is_general() {
        part(&format!("Availability: {}.", operation.lifecycle));
    }
    part(operation.tokens.note().unwrap_or_default());
    if !operation.scopes.is_empty() {
        let scopes: Vec<String> = operation.scopes.iter().map(|s| format!("`{s}`")).collect();
        part(&format!("# OAuth 2.0 scopes\n\n{}", scopes.join(" and ")));
    }
    if let Some(page) = pages::page(&operation.tag) {
        part(&format!("See [Okta's reference]({page})."));
    }
    doc
}
