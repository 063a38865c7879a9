//! An open enum: its names and values; the rest is in okta-api's `open_enum!`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::api::Variant;

/// The variant that keeps values without a name; Okta uses UNKNOWN and OTHER itself.
const UNRECOGNIZED: &str = "Unrecognized";

pub fn emit(doc: &TokenStream, name: &Ident, variants: &[Variant]) -> TokenStream {
    let known = variants
        .iter()
        .filter(|variant| variant.ident != UNRECOGNIZED);
    let values = known.clone().map(|variant| {
        let (ident, wire) = (&variant.ident, &variant.wire);
        quote!(#ident: #wire,)
    });
    let idents = known.map(|variant| {
        let ident = &variant.ident;
        let doc = match variant.meaning.as_str() {
            "" => format!(" `{}`", variant.wire),
            meaning => format!(" `{}`: {meaning}", variant.wire),
        };
        quote!(#[doc = #doc] #ident,)
    });
    quote! {
        #doc
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#idents)*
            /// A value that this version does not know. It is kept, and written back.
            Unrecognized(String),
        }

        open_enum! { #name { #(#values)* } }
    }
}
