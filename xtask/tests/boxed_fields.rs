//! Which fields of generated types are boxed is part of what programs compile against
//! (VERSIONING.md), and follows from sizes that a new property can change: the list is
//! pinned, so that such a change is seen and told.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{collections::BTreeSet, fs, path::Path};

use syn::{Fields, GenericArgument, Item, PathArguments, Type};

/// Whether a type is `Field<Box<…>>`, or has a `Box` deeper inside.
fn has_box(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.iter().any(|segment| {
        segment.ident == "Box"
            || match &segment.arguments {
                PathArguments::AngleBracketed(arguments) => arguments
                    .args
                    .iter()
                    .any(|it| matches!(it, GenericArgument::Type(ty) if has_box(ty))),
                _ => false,
            }
    })
}

#[test]
fn the_boxed_fields_are_the_pinned_ones() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut boxed = BTreeSet::new();
    for file in fs::read_dir(root.join("okta-api/src/generated/types")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for item in syn::parse_file(&text).unwrap().items {
            let Item::Struct(item) = item else { continue };
            let Fields::Named(fields) = &item.fields else {
                continue;
            };
            for field in fields.named.iter().filter(|field| has_box(&field.ty)) {
                boxed.insert(format!("{}.{}", item.ident, field.ident.as_ref().unwrap()));
            }
        }
    }
    let boxed: Vec<String> = boxed.into_iter().collect();
    insta::with_settings!({
        description => "A change of this list is breaking: say it in the change log.",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("boxed_fields", boxed.join("\n"));
    });
}
